"""Compiles templates, each for one language: words are looked up now, and macros become functions.

A page's words are joined with the markup around them, and a call of a macro is a call of a function: no words are looked
up, no macro is made and no argument is bound while a page is rendered. The build compiles with it, and a checkout does.
"""

from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

from jinja2 import PackageLoader, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame, find_undeclared
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from chalicelib.web.engine import MACRO, Engine
from chalicelib.web.template_words import Speaker

LIBRARIES = "macros/"  # the folder whose templates are macros and nothing else
Part = str | nodes.Expr


def source_loader() -> PackageLoader:
    """Return the loader of the templates' sources."""
    return PackageLoader("templates", "")


class Generator(CodeGenerator):
    """Writes the Python of a template; every macro is a function that takes the context first."""

    _functions: dict[str, str]  # the macros that the template may call: their functions
    _constants: dict[str, str]  # what is made once: its source, and the name of the variable that holds it

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        macros = [each for each in node.body if isinstance(each, nodes.Macro)]
        imports = [each for each in node.body if _is_library_import(each)]
        self._constants = {}
        self._functions = {macro.name: f"{MACRO}{macro.name}" for macro in macros}
        self._functions |= {name: place for each in imports for name, place in _imported(each)}
        node.body = [each for each in node.body if each not in macros and each not in imports]
        super().visit_Template(node, frame)
        for macro in macros:
            self._write_macro(macro)
        for source, name in self._constants.items():
            self.writeline(f"{name} = {source}")
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
        self.buffer(frame)
        self.enter_frame(frame)
        self.pull_dependencies(node.body)
        self._write_defaults(node, frame)
        self.blockvisit(node.body, frame)
        self.writeline(f"return concat({frame.buffer})")
        self.outdent()

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

    def _function(self, node: nodes.Node, frame: Frame) -> str | None:
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

    # --- calls ---

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002
        if function := self._function(node, frame):
            self.write("Markup(" if frame.eval_ctx.autoescape else "(")
            self._write_call(function, node, frame, "l_0_caller=caller" if forward_caller else "")
            self.write(")")
        elif isinstance(node.node, nodes.Name) and node.node.name in {"gettext", "ngettext"}:
            super().visit_Call(node, frame, forward_caller=forward_caller)  # it asks the context whether to escape
        else:
            self.visit(node.node, frame)
            self.write("(")
            self._write_arguments(node, frame)
            self.write(")")

    def _write_call(self, function: str, node: nodes.Call, frame: Frame, more: str = "") -> None:
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

    # --- what is made once ---

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        if isinstance(node.value, Markup):
            self.write(self._constant(repr(node.value)))
        else:
            super().visit_Const(node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:
        """Make a table of constants once: a template changes none."""
        try:
            self.write(self._constant(repr(node.as_const(frame.eval_ctx))))
        except nodes.Impossible:
            super().visit_Dict(node, frame)

    def _constant(self, source: str) -> str:
        return self._constants.setdefault(source, f"constant_{len(self._constants)}")

    # --- output ---

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.require_output_check:
            if not self.has_known_extends:
                super().visit_Output(node, frame)
            return
        parts = self._joined(node.nodes, frame)
        if frame.buffer is not None:
            self.writeline(f"{frame.buffer}.extend((", node)
            for part in parts:
                self._write_part(part, frame)
                self.write(", ")
            self.write("))")
            return
        for part in parts:
            self.writeline("yield ", node)
            self._write_part(part, frame)

    def _joined(self, children: list[nodes.Expr], frame: Frame) -> list[Part]:
        """Return what is put out, with neighbouring constants in one."""
        parts: list[Part] = []
        for child in children:
            part = self._constant_text(child, frame)
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
        return parts

    def _constant_text(self, node: nodes.Expr, frame: Frame) -> Part:
        try:
            value = node.as_const(frame.eval_ctx)
        except nodes.Impossible:
            return node
        return str(escape(value)) if frame.eval_ctx.autoescape else str(value)

    def _write_part(self, part: Part, frame: Frame) -> None:
        if isinstance(part, str):
            self.write(repr(part))
        else:
            self._write_text(part, frame)

    def _write_text(self, node: nodes.Expr, frame: Frame) -> None:
        """Write an expression that gives the text of the node, escaped; what a macro returns is so already."""
        if function := self._function(node, frame):
            self._write_call(function, node, frame)  # type: ignore[arg-type]  # a Call: _function says so
        elif isinstance(node, nodes.CondExpr):
            self._write_choice(node, frame.soft())
        elif isinstance(node, nodes.Concat) and self._is_markup(node, frame):
            self._write_joined(node, frame)
        else:
            self.write("escape(" if frame.eval_ctx.autoescape else "str(")
            self.visit(node, frame)
            self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        if self._is_markup(node, frame):
            self.write("Markup(")
            self._write_joined(node, frame)
            self.write(")")
        else:
            super().visit_Concat(node, frame)

    def _is_markup(self, node: nodes.Concat, frame: Frame) -> bool:
        """Tell whether something in it is certainly markup: then the rest is escaped."""
        if not frame.eval_ctx.autoescape:
            return False
        return any(
            self._function(child, frame) or (isinstance(child, nodes.Const) and isinstance(child.value, Markup))
            for child in node.nodes
        )

    def _write_joined(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("concat((")
        for part in self._joined(node.nodes, frame):
            self._write_part(part, frame)
            self.write(", ")
        self.write("))")

    def _write_choice(self, node: nodes.CondExpr, frame: Frame) -> None:
        self.write("(")
        self._write_part(self._constant_text(node.expr1, frame), frame)
        self.write(" if ")
        self.visit(node.test, frame)
        self.write(" else ")
        self._write_part(self._constant_text(node.expr2, frame) if node.expr2 else "", frame)
        self.write(")")


class Compiler(Engine):
    """An engine that compiles the sources for its language."""

    code_generator_class = Generator

    def __init__(self, words: NullTranslations, undefined: type[Undefined] = Undefined) -> None:
        super().__init__(source_loader(), undefined)
        self._words = words

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:  # noqa: FBT001, FBT002
        escapes = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        spoken: Any = Speaker(self._words, escapes=escapes).visit(source)
        return super()._generate(spoken, name, filename, defer_init)


def _is_library_import(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.FromImport)
        and isinstance(node.template, nodes.Const)
        and node.template.value.startswith(LIBRARIES)
    )


def _imported(node: Any) -> Iterator[tuple[str, str]]:
    """Yield the name of each macro here, and the expression that gives its function."""
    for each in node.names:
        name, here = each if isinstance(each, tuple) else (each, each)
        yield here, f"environment.libraries[{node.template.value!r}].{MACRO}{name}"
