"""Compiles templates, each for one language: words are looked up now, and macros become functions.

A page's words are joined with the markup around them, and a call of a macro is a call of a function: while a page is
rendered, no words are looked up, no macro is made, no argument is bound. The build and a checkout compile with it.
"""

from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

from jinja2 import PackageLoader, Undefined, nodes
from jinja2.compiler import Frame, find_undeclared
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.nodes import EvalContext
from markupsafe import Markup

from chalicelib.web.engine import MACRO, Engine
from chalicelib.web.template_output import OutputWriter
from chalicelib.web.template_words import Speaker

LIBRARIES = "macros/"  # the folder whose templates are macros and nothing else


def source_loader() -> PackageLoader:
    """Return the loader of the templates' sources."""
    return PackageLoader("templates", "")


class Generator(OutputWriter):
    """Writes the Python of a template; every macro is a function that takes the context first."""

    _functions: dict[str, str]  # the macros that the template may call: their functions

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        macros = [each for each in node.body if isinstance(each, nodes.Macro)]
        imports = [each for each in node.body if _is_library_import(each)]
        self._functions = {macro.name: f"{MACRO}{macro.name}" for macro in macros}
        self._functions |= {name: place for each in imports for name, place in _imported(each)}
        node.body = [each for each in node.body if each not in macros and each not in imports]
        super().visit_Template(node, frame)
        for macro in macros:
            self._write_macro(macro)
        self.write_constants()
        self.writeline(f"debug_info = {'&'.join(f'{line}={at}' for line, at in self.debug_info)!r}")

    # --- macros ---

    def _write_macro(self, node: nodes.Macro) -> None:
        frame = Frame(EvalContext(self.environment, self.name))
        frame.symbols.analyze_node(node)
        frame.require_output_check = False
        taken = ["context", *self._parameters(node, frame)]
        if "caller" in find_undeclared(node.body, ("caller",)):
            taken.append(f"{frame.symbols.declare_parameter('caller')}=None")
        self.writeline(f"def {MACRO}{node.name}({', '.join(taken)}):", node, 1)
        self.indent()
        self.writeline("resolve = context.resolve_or_missing")
        self.writeline("undefined = environment.undefined")
        self.writeline("concat = environment.concat")
        self.writeline("cond_expr_undefined = Undefined")
        self._write_body(node, frame)
        self.outdent()

    def _write_body(self, node: nodes.Macro, frame: Frame) -> None:
        """Gather what the macro puts out; where that stands in one place, at its end, return it from there."""
        output = _only_output(node)
        if output is None:
            self.buffer(frame)
        self.enter_frame(frame)
        self.pull_dependencies(node.body)
        self._write_defaults(node, frame)
        self.blockvisit([each for each in node.body if each is not output], frame)
        if output is None:
            self.writeline(f"return concat({frame.buffer})")
        else:
            self.write_return(output, frame)

    def _parameters(self, node: nodes.Macro, frame: Frame) -> Iterator[str]:
        """Yield each parameter as Python has it; a default that is no constant is made at each call."""
        required = len(node.args) - len(node.defaults)
        for number, argument in enumerate(node.args):
            name = frame.symbols.ref(argument.name)
            default = node.defaults[number - required] if number >= required else None
            if default is None:
                yield name
            elif isinstance(default, nodes.Const) and not isinstance(default.value, Markup):
                yield f"{name}={default.value!r}"
            else:
                yield f"{name}=missing"

    def _write_defaults(self, node: nodes.Macro, frame: Frame) -> None:
        for argument, default in zip(reversed(node.args), reversed(node.defaults), strict=False):
            if not isinstance(default, nodes.Const) or isinstance(default.value, Markup):
                name = frame.symbols.ref(argument.name)
                self.writeline(f"if {name} is missing: {name} = ")
                self.visit(default, frame)

    def enter_frame(self, frame: Frame) -> None:
        """Look up the variables; a macro is none."""
        loads = frame.symbols.loads
        functions = [name for name, (kind, of) in loads.items() if kind == VAR_LOAD_RESOLVE and of in self._functions]
        kept = {name: loads.pop(name) for name in functions}
        super().enter_frame(frame)
        loads.update(kept)

    def function_of(self, node: nodes.Node, frame: Frame) -> str | None:
        """Return the function that a call calls; None where it is none of a macro's."""
        if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
            return None
        load = frame.symbols.find_load(frame.symbols.ref(node.node.name))
        is_ours = load and load[0] == VAR_LOAD_RESOLVE
        return self._functions.get(node.node.name) if is_ours else None

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        load = frame.symbols.find_load(frame.symbols.ref(node.name))
        if node.name in self._functions and load and load[0] == VAR_LOAD_RESOLVE:
            self.fail(f"{node.name} is a macro: it can only be called", node.lineno)
        super().visit_Name(node, frame)

    # --- blocks ---

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        """Put out a block as one text: piece by piece, each would go through every template that extends another."""
        is_in_child = frame.toplevel and self.extends_so_far
        if is_in_child or frame.buffer is not None or node.scoped or node.required:
            super().visit_Block(node, frame)
        else:
            self.writeline(f"yield environment.concat(context.blocks[{node.name!r}][0](context))", node)

    # --- calls ---

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if function := self.function_of(node, frame):
            self.write("as_markup(" if frame.eval_ctx.autoescape else "(")
            self.write_call(function, node, frame, "l_0_caller=caller" if forward_caller else "")
            self.write(")")
        elif isinstance(node.node, nodes.Name) and node.node.name in {"gettext", "ngettext"}:
            super().visit_Call(node, frame, forward_caller=forward_caller)  # it asks the context whether to escape
        else:
            self.visit(node.node, frame)
            self.write("(")
            self._write_arguments(node, frame)
            self.write(")")

    def write_call(self, function: str, node: nodes.Call, frame: Frame, more: str = "") -> None:
        self.write(f"{function}(context, ")
        self._write_arguments(node, frame, "l_0_")
        self.write(f"{more})")

    def _write_arguments(self, node: nodes.Call, frame: Frame, prefix: str = "") -> None:
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{prefix}{named.key}=")
            self.visit(named.value, frame)
            self.write(", ")

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:
        if _is_library_import(node):
            self.fail("macros are imported at the top of a template", node.lineno)
        super().visit_FromImport(node, frame)


class Compiler(Engine):
    """An engine that compiles the sources for its language."""

    code_generator_class = Generator

    def __init__(self, words: NullTranslations, undefined: type[Undefined] = Undefined) -> None:
        super().__init__(source_loader(), undefined)
        self._words = words

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        escapes = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        spoken: Any = Speaker(self._words, escapes=escapes).visit(source)
        return super()._generate(spoken, name, filename, defer_init)


def _is_library_import(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.FromImport)
        and isinstance(node.template, nodes.Const)
        and node.template.value.startswith(LIBRARIES)
    )


def _only_output(node: nodes.Macro) -> nodes.Output | None:
    """Return the end of a macro where all that it puts out stands there."""
    before, last = node.body[:-1], node.body[-1] if node.body else None
    sets_only = all(isinstance(each, nodes.Assign) for each in before)
    return last if sets_only and isinstance(last, nodes.Output) else None


def _imported(node: Any) -> Iterator[tuple[str, str]]:
    """Yield the name of each macro here, and the expression that gives its function."""
    for each in node.names:
        name, here = each if isinstance(each, tuple) else (each, each)
        yield here, f"environment.libraries[{node.template.value!r}].{MACRO}{name}"
