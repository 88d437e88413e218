"""Writes what a template puts out: constants are joined, and text that is markup for certain is not escaped again."""

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from markupsafe import Markup, escape

Part = str | nodes.Expr


class OutputWriter(CodeGenerator):
    """Writes output and constants. A subclass knows which calls are of macros, whose text is markup."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._constants: dict[str, str] = {}  # source -> the variable that holds it

    def function_of(self, node: nodes.Node, frame: Frame) -> str | None:
        """Return the function that a call calls; None where it is none of a macro's."""
        raise NotImplementedError

    def write_call(self, function: str, node: nodes.Call, frame: Frame, more: str = "") -> None:
        raise NotImplementedError

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

    def write_constants(self) -> None:
        """Write them, and what the code calls, at the end of the module: its functions run later."""
        self.writeline("from chalicelib.web.template_text import as_markup, join, text_of")
        for source, name in self._constants.items():
            self.writeline(f"{name} = {source}")

    def _constant(self, source: str) -> str:
        return self._constants.setdefault(source, f"constant_{len(self._constants)}")

    # --- attributes ---

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Take an attribute that is there without a call of Python; the engine says what stands for one that is not."""
        of, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({of} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr({of}, {node.attr!r}))")

    # --- output ---

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.require_output_check:
            if not self.has_known_extends:
                super().visit_Output(node, frame)
            return
        parts = self._joined(node.nodes, frame)
        self.start_write(frame, node)
        self._write_text_of_all(parts, frame)
        self.end_write(frame)

    def write_return(self, node: nodes.Output, frame: Frame) -> None:
        """Write the return of what an output puts out."""
        parts = self._joined(node.nodes, frame)
        self.writeline("return ", node)
        self._write_text_of_all(parts, frame)

    def _write_text_of_all(self, parts: list[Part], frame: Frame) -> None:
        if len(parts) == 1:
            self._write_part(parts[0], frame)
            return
        self.write("concat((")
        for part in parts:
            self._write_part(part, frame)
            self.write(", ")
        self.write("))")

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
        if function := self.function_of(node, frame):
            self.write_call(function, node, frame)  # type: ignore[arg-type]  # a Call: _function says so
        elif isinstance(node, nodes.CondExpr):
            self._write_choice(node, frame.soft())
        elif isinstance(node, nodes.Concat) and self._is_markup(node, frame):
            self._write_joined(node, frame)
        else:
            self.write("text_of(" if frame.eval_ctx.autoescape else "str(")
            self.visit(node, frame)
            self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        if self._is_markup(node, frame):
            self.write("as_markup(")
            self._write_joined(node, frame)
            self.write(")")
        else:
            self.write("join(" if frame.eval_ctx.autoescape else "str_join(")
            self.visit(nodes.Tuple(node.nodes, "load"), frame)
            self.write(")")

    def _is_markup(self, node: nodes.Concat, frame: Frame) -> bool:
        """Tell whether something in it is certainly markup: then the rest is escaped."""
        if not frame.eval_ctx.autoescape:
            return False
        return any(
            self.function_of(child, frame) or (isinstance(child, nodes.Const) and isinstance(child.value, Markup))
            for child in node.nodes
        )

    def _write_joined(self, node: nodes.Concat, frame: Frame) -> None:
        self._write_text_of_all(self._joined(node.nodes, frame), frame)

    def _write_choice(self, node: nodes.CondExpr, frame: Frame) -> None:
        self.write("(")
        self._write_part(self._constant_text(node.expr1, frame), frame)
        self.write(" if ")
        self.visit(node.test, frame)
        self.write(" else ")
        self._write_part(self._constant_text(node.expr2, frame) if node.expr2 else "", frame)
        self.write(")")
