"""The Jinja2 environment for people's templates: strict, closed to all but plain data, bounded in time and memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from keyword import iskeyword
from typing import Any

from jinja2 import BytecodeCache, StrictUndefined, Template, Undefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefgen.cache import keep, key_of, recall

MAX_STEPS = 100_000
"""Loop passes and calls in one rendering; the largest template that ships needs a few hundred."""
MAX_TEXT = 4 << 20
"""Characters that one expression, or the whole rendering, may come to."""

STRING_METHODS = frozenset({
    "capitalize", "count", "endswith", "find", "isdigit", "lower", "lstrip", "removeprefix", "removesuffix",
    "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
})  # fmt: skip
_FILTERS = frozenset({
    "abs", "capitalize", "d", "default", "first", "float", "groupby", "int", "items", "last", "length", "list",
    "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "sum",
    "title", "trim", "truncate", "unique", "upper", "wordcount",
})  # fmt: skip
_PRINTABLE = (str, int, float, Undefined)


class _Generator(CodeGenerator):
    """Compiles what templates do by the hundred into less code than Jinja's; `~` into a call that bounds its result."""

    as_it_is: nodes.Expr | None = None
    """The filter `raw` that ends a print statement: its value goes past `finalize` without being marked for that."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("readable = environment.readable")
        self.writeline("printed = environment.finalize")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the name that Jinja calls
        """An attribute that was read of a value's type before is read without a call."""
        if node.attr.startswith("_") or iskeyword(node.attr) or not node.attr.isascii():
            super().visit_Getattr(node, frame)
            return
        self.write(f"(held.{node.attr} if {node.attr!r} in readable[type(held := ")
        self.visit(node.node, frame)
        self.write(f")] else environment.getattr(held, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Without the context's variables, which nothing that may be called here asks for."""
        self.write("environment.call(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        if node is self.as_it_is and node.node:
            self.visit(node.node, frame)
        else:
            super().visit_Filter(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.as_it_is = node if "raw" in self.environment.filters and _is_raw(node) else None
        self.write("str(" if self.as_it_is else "printed(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")

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


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates see plain data of the types that the given modules define, a few filters, and no global names."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(("*", "**", "%", "+"))

    def __init__(self, modules: frozenset[str], **options: Any) -> None:
        super().__init__(undefined=StrictUndefined, bytecode_cache=KeptBytecode(), **options)
        self.open_modules = modules
        self.readable: dict[type, set[str]] = defaultdict(set)
        """The attributes that were read, by the type of our own that they were read of."""
        self.steps = 0
        self.asked: list[str] = []
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in sorted(_FILTERS)}
        self.filters |= {"join": self._join, "replace": self._replace, "fill": self._fill, "bounded": self._bounded}

    def start(self) -> None:
        """Begins a rendering: the count of steps starts anew, and so does the list of templates asked for."""
        self.steps = 0
        self.asked = []

    def get_template(self, name: str | Template, *arguments: Any, **more: Any) -> Template:
        """Remembers the name: what a rendering depends on is every template that it asks for, found or not."""
        self.asked.append(name if isinstance(name, str) else name.name or "")
        return super().get_template(name, *arguments, **more)

    def select_template(self, names: Iterable[str | Template], *arguments: Any, **more: Any) -> Template:
        listed = list(names) if not isinstance(names, Undefined) else names
        self.asked += [name for name in listed if isinstance(name, str)]
        return super().select_template(listed, *arguments, **more)

    def step(self, count: int = 1) -> None:
        self.steps += count
        if self.steps > MAX_STEPS:
            raise SecurityError(f"the template takes more than {MAX_STEPS:,} steps")

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja's, without its many questions for an attribute of our own types, and those only once."""
        if type(obj).__module__ in self.open_modules and not attribute.startswith("_"):
            with suppress(AttributeError):  # Jinja names what is not there
                value = getattr(obj, attribute)
                self.readable[type(obj)].add(attribute)
                return value
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Attributes of our own types, of loops and blocks, and harmless methods of strings; nothing else."""
        if isinstance(obj, str):
            return attr in STRING_METHODS
        known = isinstance(obj, (LoopContext, TemplateReference, BlockReference, Undefined))
        ours = type(obj).__module__ in self.open_modules
        return (known or ours) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        owner = getattr(obj, "__self__", None)
        known = (Macro, BlockReference, LoopContext, Undefined)
        return isinstance(obj, known) or isinstance(owner, (str, LoopContext))

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja has it
        """As Jinja's, which asks of everything what of the context it wants: macros and blocks are the most by far."""
        __self.step()
        if type(__obj) is Macro:
            return __obj(__context.eval_ctx, *args, **kwargs)
        if type(__obj) is BlockReference:
            return __obj(*args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers; `*`, `%` and `+` on texts and lists could fill the memory."""
        if not all(isinstance(side, (int, float)) for side in (left, right)):
            raise SecurityError(f"'{operator}' is for numbers; join texts with '~'")
        if operator == "**" or max(abs(left), abs(right)) > 1e12:
            raise SecurityError("the number grows too large")
        return super().call_binop(context, operator, left, right)

    def join_texts(self, parts: Iterable[Any]) -> str:
        """What `~` does. Raises SecurityError for what is no text, and where the result is too long."""
        return self._join(parts)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Every loop counts its passes: its iterable goes through the filter `bounded`."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "bounded", [], [], None, None, lineno=loop.lineno)
        return tree

    def _bounded(self, items: Any) -> Any:
        if isinstance(items, Undefined):
            return items
        passes = items if isinstance(items, (tuple, list)) else list(items)
        self.step(len(passes))
        return passes

    def _join(self, parts: Iterable[Any], separator: str = "") -> str:
        texts = [printable(part) for part in parts]
        if sum(map(len, texts)) + len(separator) * len(texts) > MAX_TEXT:
            raise SecurityError("the text grows too long")
        return separator.join(texts)

    def _replace(self, text: Any, old: str, new: str) -> str:
        pieces = printable(text).split(old) if old else [printable(text)]
        return self._join(pieces, new)

    def _fill(self, text: str, **values: Any) -> str:
        """A fixed text with its slots filled: `{{ labels.quote_of | fill(number=2) }}`."""
        for name, value in values.items():
            text = self._replace(text, "{" + name + "}", printable(value))
        return text


def printable(value: Any) -> str:
    """The text of a value that can be printed; raises for lists and records, which a template means to take apart."""
    if isinstance(value, str):
        return value
    if isinstance(value, _PRINTABLE) and not isinstance(value, bool):
        return str(value)
    raise SecurityError(f"a {type(value).__name__} cannot be printed; print its parts")
