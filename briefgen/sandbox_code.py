"""What Jinja2 compiles people's templates to: little code, in which all that could take long is counted or refused."""

from __future__ import annotations

import re
from keyword import iskeyword
from typing import Any

from jinja2 import BytecodeCache, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, operators
from jinja2.lexer import TokenStream

from briefgen.cache import keep, key_of, recall
from briefgen.sandbox_filters import FREE

TOO_DEEP = "too many statements or brackets within each other"
_LINES = re.compile(r"^debug_info = '([\d=&]*)'$", re.MULTILINE)


class Generator(CodeGenerator):
    """Compiles what templates do by the hundred into less code than Jinja's; `~` into a call that bounds its result."""

    as_it_is: nodes.Expr | None = None
    """The filter `raw` that ends a print statement: its value goes past `finalize` without being marked for that."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("readable = environment.readable")
        self.writeline("printed = environment.finalize")
        self.writeline("weighed = environment.meter.weighed")
        self.writeline("text_of = environment.meter.text")
        self.writeline("compared = environment.meter.compared")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the name that Jinja calls
        """An attribute that was read of a value's type before is read without a call."""
        if node.attr.startswith("_") or iskeyword(node.attr) or not node.attr.isascii():
            super().visit_Getattr(node, frame)
            return
        self.write(f"(held.{node.attr} if {node.attr!r} in readable[type(held := ")
        self.visit(node.node, frame)
        self.write(f")] else environment.getattr(held, {node.attr!r}))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """A slice is a copy, which is counted as what it comes to."""
        is_slice = isinstance(node.arg, nodes.Slice)
        self.write("weighed(" if is_slice else "")
        super().visit_Getitem(node, frame)
        self.write(")" if is_slice else "")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Without the context's variables, which nothing that may be called here asks for."""
        self.write("environment.call(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802
        """Lists of lists take as long to compare as all that they hold."""
        self.write("(")
        self._visit_compared(node.expr, frame)
        for operand in node.ops:
            self.visit(operand, frame)
        self.write(")")

    def visit_Operand(self, node: nodes.Operand, frame: Frame) -> None:  # noqa: N802
        self.write(f" {operators[node.op]} ")
        self._visit_compared(node.expr, frame)

    def _visit_compared(self, node: nodes.Expr, frame: Frame) -> None:
        is_plain = isinstance(node, nodes.Const)
        self.write("" if is_plain else "compared(")
        self.visit(node, frame)
        self.write("" if is_plain else ")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        """A tuple of tuples takes as long to look up as all that it holds."""
        self.write("{")
        for pair in node.items:
            self._visit_compared(pair.key, frame)
            self.write(": ")
            self.visit(pair.value, frame)
            self.write(", ")
        self.write("}")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        if node is self.as_it_is and node.node:
            self.visit(node.node, frame)
        else:
            super().visit_Filter(node, frame)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        """Nothing is worked out while compiling, where no steps are counted."""
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.as_it_is = node if "raw" in self.environment.filters and _is_raw(node) else None
        self.write("(held if type(held := " if self.as_it_is else "printed(held if type(held := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        elif self.as_it_is:
            self.write(f") is str and len(held) < {FREE} else text_of(held))")
        else:
            self.write(f") is not str or len(held) < {FREE} else weighed(held))")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.join_texts((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


def _is_raw(node: nodes.Expr) -> bool:
    if not isinstance(node, nodes.Filter) or node.name != "raw":
        return False
    return not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)


class KeptBytecode(BytecodeCache):
    """Compiled templates in the user's cache folder: compiling the shipped ones takes longer than rendering them."""

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = recall(key_of("template", bucket.key))
        if kept:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(key_of("template", bucket.key), bucket.bytecode_to_string())


def line_reached(error: BaseException) -> int:
    """How far the parser or the compiler had come in the template; 0 where the traceback does not tell."""
    traceback, line = error.__traceback__, 0
    while traceback:
        held = traceback.tb_frame.f_locals
        own = held.get("self")
        node, stream = held.get("node", own), getattr(own, "stream", None)
        if isinstance(node, nodes.Node):
            line = getattr(node, "lineno", line)
        elif isinstance(stream, TokenStream):
            line = stream.current.lineno
        traceback = traceback.tb_next
    return line


def line_meant(error: BaseException, code: str) -> int:
    """The template's line for that of the compiled code which Python does not take; 0 where it names none."""
    lines, at = _LINES.search(code), getattr(error, "lineno", None)
    pairs = (pair.split("=") for pair in lines[1].split("&") if pair) if lines and at else ()
    return max((int(ours) for ours, compiled in pairs if int(compiled) <= (at or 0)), default=0)


def why_not(error: BaseException) -> str:
    """What is wrong with a template whose compiled code Python does not take: most often its depth."""
    message = getattr(error, "msg", "")
    return TOO_DEEP if not message or "too many" in message else f"cannot be compiled: {message}"
