"""The filters and tests that people's templates get, and the meter of what they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from jinja2 import Undefined
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.tests import TESTS

if TYPE_CHECKING:
    from briefgen.sandbox import Sandbox

MAX_STEPS = 100_000
"""Loop passes, calls and KiB of text made in one rendering; the largest template that ships needs a few hundred."""
MAX_TEXT = 4 << 20
"""Characters that one expression, or the whole rendering, may come to."""

_OF_TEXTS = ("capitalize", "lower", "title", "trim", "truncate", "upper", "wordcount")
_OF_LISTS = ("list", "map", "reject", "rejectattr", "reverse", "select", "selectattr")
_COMPARING = ("groupby", "max", "min", "sort", "unique")
_QUICK = ("abs", "d", "default", "first", "float", "int", "items", "last", "length")
_TESTS = (
    "boolean", "defined", "false", "float", "integer", "iterable", "mapping", "none", "number", "sameas", "sequence",
    "string", "true", "undefined",
)  # fmt: skip
_COMPARISONS = (
    "!=", "<", "<=", "==", ">", ">=", "eq", "equalto", "ge", "greaterthan", "gt", "in", "le", "lessthan", "lt", "ne",
)  # fmt: skip
_FILTERS = cast("dict[str, Callable[..., Any]]", FILTERS)
_ALL_TESTS = cast("dict[str, Callable[..., Any]]", TESTS)
_PRINTABLE = (str, int, float, Undefined)
FREE = 1 << 10
"""Characters of a text that count for nothing, since the loop that it stands in counts."""


class Meter:
    """Counts what one rendering takes. Its methods raise SecurityError where that is too much."""

    def __init__(self) -> None:
        self.steps = 0

    def step(self, count: int = 1) -> None:
        self.steps += count
        if self.steps > MAX_STEPS:
            raise SecurityError(f"the template takes more than {MAX_STEPS:,} steps")

    def weighed(self, value: Any) -> Any:
        """The value, of which a long text or a list counts as what it takes to make it."""
        if isinstance(value, str):
            self.step(len(value) // FREE)
        elif isinstance(value, (list, tuple)):
            self.step(len(value))
        return value

    def weighed_text(self, value: Any) -> Any:
        return self.weighed(value) if isinstance(value, str) else value

    def text(self, value: Any) -> str:
        """The value as a text; raises for what is none."""
        if type(value) is str and len(value) < FREE:
            return value
        text = printable(value)
        self.step(len(text) // FREE)
        return text

    def passes(self, items: Any) -> Any:
        """The items of a loop or of a filter of lists, each of which counts."""
        if isinstance(items, Undefined):
            return items
        taken = items if isinstance(items, (tuple, list, str, dict)) else list(items)
        self.step(len(taken))
        return taken

    def compared(self, value: Any) -> Any:
        """A value to compare: with all that its lists hold, since that may be the same few items over and over."""
        waiting = [value]
        while waiting:
            one = waiting.pop()
            self.weighed(one)
            if isinstance(one, (list, tuple)):
                waiting += one
            elif isinstance(one, dict):
                self.step(len(one))
                waiting += [*one.keys(), *one.values()]
        return value

    def compared_items(self, items: Any) -> Any:
        return self.compared(self.passes(items))

    def joined(self, parts: Iterable[Any], separator: str = "") -> str:
        return self.whole([printable(part) for part in self.passes(parts)], separator)

    def whole(self, texts: list[str], separator: str = "") -> str:
        size = sum(map(len, texts)) + len(separator) * len(texts)
        if size > MAX_TEXT:
            raise SecurityError("the text grows too long")
        self.step(size // FREE)
        return separator.join(texts)

    def replaced(self, text: Any, old: str, new: str) -> str:
        text, old, new = printable(text), printable(old), printable(new)
        count = text.count(old) if old else 0
        if len(text) + count * (len(new) - len(old)) > MAX_TEXT:
            raise SecurityError("the text grows too long")
        return str(self.weighed(text.replace(old, new) if old else text))

    def filled(self, text: str, **values: Any) -> str:
        """A fixed text with its slots filled: `{{ labels.quote_of | fill(number=2) }}`."""
        for name, value in values.items():
            text = self.replaced(text, "{" + name + "}", value)
        return text

    def guarded(self, function: Callable[..., Any], guard: Callable[[Any], Any]) -> Callable[..., Any]:
        """A filter whose value goes through the guard before, and whose result is weighed."""
        at = 1 if hasattr(function, "jinja_pass_arg") else 0

        @wraps(function)
        def filtered(*given: Any, **more: Any) -> Any:
            return self.weighed(function(*given[:at], guard(given[at]), *given[at + 1 :], **more))

        return filtered


def printable(value: Any) -> str:
    """The text of a value that can be printed; raises for lists and records, which a template means to take apart."""
    if isinstance(value, str):
        return value
    if isinstance(value, _PRINTABLE) and not isinstance(value, bool):
        return str(value)
    raise SecurityError(f"a {type(value).__name__} cannot be printed; print its parts")


def number_of(value: Any) -> int | float:
    """The value; raises for what is no number: with texts and lists, `%` and `+` could fill the memory."""
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, (int, float)):
        raise SecurityError(f"a {type(value).__name__} is no number")
    return value


def filters_of(environment: Sandbox) -> dict[str, Callable[..., Any]]:
    """The filters, by name: few, and none that takes longer than the meter knows."""
    meter = environment.meter
    guards = dict.fromkeys(_OF_TEXTS, meter.text) | dict.fromkeys(_OF_LISTS, meter.passes)
    guards |= dict.fromkeys(_COMPARING, meter.compared_items) | dict.fromkeys(_QUICK, meter.weighed_text)

    def total(items: Any, attribute: str | int | None = None, start: int = 0) -> int | float:
        value_of = make_attrgetter(environment, attribute)
        return sum((number_of(value_of(item)) for item in meter.passes(items)), number_of(start))

    own: dict[str, Callable[..., Any]] = {
        "bounded": meter.passes,
        "fill": meter.filled,
        "join": meter.joined,
        "replace": meter.replaced,
    }
    given = {name: meter.guarded(_FILTERS[name], guard) for name, guard in guards.items()}
    return {**given, **own, "sum": total, "round": _rounded}


def _rounded(value: Any, precision: int = 0, method: str = "common") -> float:
    if abs(number_of(precision)) > 15:
        raise SecurityError("numbers have 15 digits at the most")
    return float(_FILTERS["round"](number_of(value), precision, method))


def tests_of(meter: Meter) -> dict[str, Callable[..., Any]]:
    """The tests, by name."""

    def compared(test: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        return lambda value, other: test(meter.compared(value), meter.compared(other))

    tests = {name: _ALL_TESTS[name] for name in _TESTS} | {name: compared(_ALL_TESTS[name]) for name in _COMPARISONS}
    tests |= {name: meter.guarded(_ALL_TESTS[name], meter.text) for name in ("lower", "upper")}
    return tests | {name: meter.guarded(_ALL_TESTS[name], number_of) for name in ("divisibleby", "even", "odd")}
