"""The Jinja2 environment for people's templates: strict, closed to all but plain data, bounded in time and memory."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Template, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefgen.sandbox_code import TOO_DEEP, Generator, KeptBytecode, line_meant, line_reached, why_not
from briefgen.sandbox_filters import FREE, MAX_STEPS, MAX_TEXT, Meter, filters_of, printable, tests_of

__all__ = ["MAX_STEPS", "MAX_TEXT", "STRING_METHODS", "Sandbox", "printable"]

_HALF = re.compile("[\ud800-\udfff]")

STRING_METHODS = frozenset({
    "capitalize", "count", "endswith", "find", "isdigit", "lower", "lstrip", "removeprefix", "removesuffix",
    "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
})  # fmt: skip


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates see plain data of the types that the given modules define, a few filters, and no global names."""

    code_generator_class = Generator
    intercepted_binops = frozenset(("*", "**", "%", "+"))

    def __init__(self, modules: frozenset[str], **options: Any) -> None:
        # Not optimized: what is worked out while compiling is not counted.
        super().__init__(undefined=StrictUndefined, bytecode_cache=KeptBytecode(), optimized=False, **options)
        self.open_modules = modules
        self.readable: dict[type, set[str]] = defaultdict(set)
        """The attributes that were read, by the type of our own that they were read of."""
        self.meter = Meter()
        self.asked: list[str] = []
        self.globals.clear()
        self.filters = filters_of(self)
        self.tests: Any = tests_of(self.meter)

    def start(self) -> None:
        """Begins a rendering: the count of steps starts anew, and so does the list of templates asked for."""
        self.meter.steps = 0
        self.asked = []

    def get_template(self, name: str | Template, *arguments: Any, **more: Any) -> Template:
        """Remembers the name: what a rendering depends on is every template that it asks for, found or not."""
        self.asked.append(_name_of(name))
        return super().get_template(name, *arguments, **more)

    def select_template(self, names: Iterable[str | Template], *arguments: Any, **more: Any) -> Template:
        listed = list(names) if not isinstance(names, Undefined) else names
        self.asked += map(_name_of, listed)
        return super().select_template(listed, *arguments, **more)

    def concat(self, parts: Iterable[str]) -> str:
        """What a macro, a block or `{% set %}` prints."""
        texts = list(parts)
        return "".join(texts) if sum(map(len, texts)) < FREE else self.meter.whole(texts)

    def of_texts(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter of our own that takes a text, and refuses what is none."""
        return self.meter.guarded(function, self.meter.text)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As Jinja's, for a name or a number: to look up a list of lists, or to name it in a message, may take long."""
        if not isinstance(argument, (str, int, Undefined)):
            raise SecurityError(f"a {type(argument).__name__} is neither a name nor a number of what '[…]' can give")
        return super().getitem(obj, argument)

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
        __self.meter.step()
        if type(__obj) is Macro:
            return __obj(__context.eval_ctx, *args, **kwargs)
        if type(__obj) is BlockReference:
            return __obj(*args, **kwargs)
        __self.meter.compared((getattr(__obj, "__self__", None), *args))
        if isinstance(__obj, LoopContext):
            args = (*map(__self.meter.passes, args[:1]), *args[1:])
        return __self.meter.weighed(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers; `*`, `%` and `+` on texts and lists could fill the memory."""
        if not all(isinstance(side, (int, float)) for side in (left, right)):
            raise SecurityError(f"'{operator}' is for numbers; join texts with '~'")
        if operator == "**" or max(abs(left), abs(right)) > 1e12:
            raise SecurityError("the number grows too large")
        return super().call_binop(context, operator, left, right)

    def join_texts(self, parts: Iterable[Any]) -> str:
        """What `~` does. Raises SecurityError for what is no text, and where the result is too long."""
        return self.meter.joined(parts)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Every loop counts its passes: its iterable goes through the filter `bounded`."""
        try:
            tree = super()._parse(source, name, filename)
            found = list(tree.find_all((nodes.For, nodes.Const)))
        except RecursionError as error:
            raise TemplateSyntaxError(TOO_DEEP, line_reached(error), name, filename) from error
        for node in found:
            if isinstance(node, nodes.For):
                node.iter = nodes.Filter(node.iter, "bounded", [], [], None, None, lineno=node.lineno)
            elif isinstance(node, nodes.Const) and isinstance(node.value, str) and _HALF.search(node.value):
                raise TemplateSyntaxError("half a character, which no file can hold", node.lineno, name, filename)
        return tree

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        try:
            return super()._generate(source, name, filename, defer_init)
        except RecursionError as error:
            raise TemplateSyntaxError(TOO_DEEP, line_reached(error), name, filename) from error

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise TemplateSyntaxError(why_not(error), line_meant(error, source), filename=filename) from error


def _name_of(template: Any) -> str:
    if isinstance(template, Undefined):
        str(template)  # raises, with its name
    if isinstance(template, Template):
        return template.name or ""
    if not isinstance(template, str):
        kind = type(template).__name__
        raise SecurityError(f'a template is named by a text, as in "builtin/board/brief.md.j2", not by a {kind}')
    return template
