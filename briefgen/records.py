"""Reads a YAML tree into frozen structs, and tells all that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, cast, get_args, get_origin

from msgspec import Struct
from msgspec.structs import fields

from briefgen.errors import BriefgenError, Problem, Severity, did_you_mean
from briefgen.patterns import lazy_pattern
from briefgen.yamlfile import ListNode, MapNode, Node, Scalar

CHINESE = r"\u4e00-\u9fff"
"""Chinese characters, as they stand in the patterns of keys."""
_CONTROL = lazy_pattern("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
"""Control characters but for line feed and tab, and halves of characters: YAML can write them, no file holds them."""
_NUMBERS = {
    int: lazy_pattern(r"[+-]?\d+"),
    float: lazy_pattern(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d{1,2})?"),
}
"""How a person writes a number; Python's own reading takes `1_000` and `inf`, too."""
_MOST_DIGITS = 30
_COMMA = lazy_pattern(r"[+-]?\d+,\d+")
_EXPECTED = {int: "a whole number", float: "a number", bool: "true or false"}
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Doc(Struct, frozen=True):
    """What a field of a record holds (for the JSON Schema); its name in YAML, if that is a keyword of Python's."""

    text: str
    name: str = ""
    pattern: str = ""


class Marks(Struct, frozen=True, eq=False):
    """Where a record and each of its keys stand: lines and columns from 1.

    List items are `key.0`, `key.1` …, keys in a mapping `key.name`. All marks are equal: where a record was written is
    no part of what it says.
    """

    path: str = ""
    line: int = 0
    column: int = 0
    node: MapNode | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks)

    def __hash__(self) -> int:
        return hash(Marks)

    @property
    def keys(self) -> Mapping[str, tuple[int, int]]:
        """Where each key's value begins, or the key itself, where its value is a mapping."""
        found: dict[str, tuple[int, int]] = {}
        for name, child in self.node.pairs if self.node else ():
            found[name.text] = _at(name if isinstance(child, MapNode) else child)
            if isinstance(child, ListNode):
                found |= {f"{name.text}.{number}": _at(item) for number, item in enumerate(child.items)}
            elif isinstance(child, MapNode):
                found |= {f"{name.text}.{key.text}": _at(key) for key, _ in child.pairs}
        return found

    def problem(self, name: str, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """A problem at the key `name`, or at the record itself where that key is not written."""
        line, column = self.keys.get(name, (self.line, self.column))
        return Problem(self.path, line, column, message, hint, severity)


class Record(Struct, frozen=True, kw_only=True):
    """What every record carries beside its own keys."""

    marks: Marks = Marks()


class Worded(Struct, frozen=True):
    """A text that may be worded anew for some audiences: `text` or `{default: …, board: …}`."""

    words: tuple[tuple[str, str], ...] = ()

    def for_any(self, audiences: tuple[str, ...]) -> str:
        """The wording of the first audience that has one, else the default, else an empty string."""
        known = dict(self.words)
        return next((known[a] for a in (*audiences, "default") if a in known), "")

    def __bool__(self) -> bool:
        return bool(self.words)


R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=Record)


class Key(Struct, frozen=True):
    """A key as the schema sees it."""

    name: str
    attribute: str
    type: Any
    doc: str
    pattern: str
    required: bool


@cache
def keys_of(record: type[Record]) -> dict[str, Key]:
    """The keys that a record may hold in YAML, by their name there."""
    found = {}
    for item in fields(record):
        if item.name == "marks":
            continue
        kind, doc = get_args(item.type)
        name = doc.name or item.name
        found[name] = Key(name, item.name, kind, doc.text, doc.pattern, item.required)
    return found


class Reading(Struct, Generic[R], frozen=True):
    """What could be read of a file, and what is wrong with the rest."""

    record: R | None
    parts: tuple[Record, ...]
    """The record and all within it, those as well that stand in one that could not be read."""
    problems: tuple[Problem, ...]

    def whole(self) -> R:
        """The record. Raises BriefgenError with every problem where there is one."""
        if self.problems or self.record is None:
            raise BriefgenError(self.problems)
        return self.record

    def all(self, kind: type[P]) -> tuple[P, ...]:
        """The parts of a kind, in the file's order."""
        return tuple(part for part in self.parts if isinstance(part, kind))

    def sound(self, kind: type[P]) -> tuple[P, ...]:
        """Those with no problem in any of their values."""
        told = {(problem.line, problem.column) for problem in self.problems}
        return tuple(part for part in self.all(kind) if told.isdisjoint(part.marks.keys.values()))


def read_record(cls: type[R], node: Node, path: str, rules: Callable[[R], Iterable[Problem]] = lambda record: ()) -> R:
    """The record that `node` holds.

    Raises BriefgenError with every unknown, missing or ill-typed key in it, and what `rules` has against the rest.
    """
    return read_parts(cls, node, path, rules).whole()


def read_parts(
    cls: type[R], node: Node, path: str, rules: Callable[[R], Iterable[Problem]] = lambda record: ()
) -> Reading[R]:
    """The same, with the problems beside what could be read."""
    reader = _Reader(path, [], [])
    value = reader.record(cls, node)
    problems = [*reader.problems, *(rules(value) if value is not None else ())]
    return Reading(value, tuple(reader.parts), tuple(sorted(problems)))


class _Reader(Struct, frozen=True):
    path: str
    problems: list[Problem]
    parts: list[Record]

    def complain(self, node: Node, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, node.line, node.column, message, hint))

    def record(self, cls: type[R], node: Node) -> R | None:
        known = keys_of(cast(Any, cls))
        if not isinstance(node, MapNode):
            message = f"expected a mapping with {', '.join(known)}, found {_kind(node)}"
            self.complain(node, message, f"begin with '{next(iter(known))}: '")
            return None
        values: dict[str, Any] = {}
        empty: dict[str, Node] = {}
        unread: set[str] = set()
        for name, child in node.pairs:
            item = known.get(name.text)
            if item is None:
                self.complain(name, f"unknown key '{name.text}'", did_you_mean(name.text, known))
            elif type(child) is Scalar and child.empty:
                empty[name.text] = name
            elif (value := self.value(item, item.type, child)) is not None:
                values[item.attribute] = value
            elif item.required:
                unread.add(item.attribute)
        missing = [k for k in known.values() if k.required and k.attribute not in {*values, *unread}]
        for item in missing:
            what = "has no value" if item.name in empty else "is missing"
            self.complain(empty.get(item.name, node), f"key '{item.name}' {what}", item.doc)
        if missing or unread:
            return None
        record = cls(**values, marks=Marks(self.path, node.line, node.column, node))
        self.parts.append(record)
        return record

    def value(self, item: Key, kind: Any, node: Node) -> Any:
        if kind is str and type(node) is Scalar:  # most are
            return self._string(item, node.text if node.quoted else node.text.strip(), node)
        if kind is Worded:
            return self._worded(item, node)
        shape, inner = _shape(kind)
        if shape is tuple:
            return self._list(item, inner, node)
        if shape is Record:
            return self.record(kind, node)
        if shape is UnionType:
            return self.value(item, inner, node)
        if shape is dict:
            return self._mapping(item, inner, node)
        if not isinstance(node, Scalar):
            self.complain(node, f"'{item.name}' must be a single value, found {_kind(node)}", item.doc)
            return None
        return self._scalar(item, kind, node)

    def _list(self, item: Key, kind: Any, node: Node) -> tuple[Any, ...]:
        if not isinstance(node, ListNode):
            self.complain(node, f"'{item.name}' must be a list, found {_kind(node)}", "begin each entry with '- '")
            return ()
        values = [self.value(item, kind, child) for child in node.items]
        return tuple([value for value in values if value is not None])

    def _mapping(self, item: Key, kind: Any, node: Node) -> Any:
        if not isinstance(node, MapNode):
            self.complain(node, f"'{item.name}' must be a mapping, found {_kind(node)}", item.doc)
            return {}
        return {name.text: self.value(item, kind, child) for name, child in node.pairs}

    def _worded(self, item: Key, node: Node) -> Worded:
        if isinstance(node, Scalar):
            return Worded((("default", self._string(item, node.text.strip(), node)),))
        words = self._mapping(item, str, node)
        return Worded(tuple((k, v) for k, v in words.items() if isinstance(v, str)))

    def _scalar(self, item: Key, kind: Any, node: Scalar) -> Any:
        text = node.text.strip()
        if kind is bool and text.lower() in _TRUTH:
            return _TRUTH[text.lower()]
        if get_origin(kind) is Literal:
            if text not in get_args(kind):
                self.complain(node, f"'{item.name}' cannot be '{text}'", did_you_mean(text, get_args(kind)))
            return text
        if kind in _NUMBERS and len(text) < _MOST_DIGITS and _NUMBERS[kind].fullmatch(text):
            return kind(text.replace(",", ""))
        hint = f"write {text.replace(',', '.')}" if kind is float and _COMMA.fullmatch(text) else item.doc
        self.complain(node, f"'{item.name}' must be {_EXPECTED[kind]}, found '{text}'", hint)
        return None

    def _string(self, item: Key, text: str, node: Scalar) -> str:
        if not text.isprintable() and (bad := _CONTROL.search(text)):
            self.complain(node, f"'{item.name}' holds the control character U+{ord(bad[0]):04X}", "remove it")
        elif item.pattern and not _fits(item.pattern, text):
            self.complain(node, f"'{item.name}' cannot be '{text[:60]}'", item.doc)
        return text


@cache
def _shape(kind: Any) -> tuple[Any, Any]:
    """What a type is, and of what: `tuple[str, ...]` is (tuple, str), `Ask | None` is (UnionType, Ask)."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return UnionType, next(a for a in args if a is not type(None))
    if origin in (dict, Mapping):
        return dict, args[1]
    if isinstance(kind, type) and issubclass(kind, Record):
        return Record, None
    return origin, args[0] if args else None


def _fits(pattern: str, text: str) -> bool:
    """Whether all of the text is what the pattern allows."""
    return _compiled(pattern, text.isascii()).fullmatch(text) is not None


@cache
def _compiled(pattern: str, is_ascii: bool) -> re.Pattern[str]:
    """The Chinese range takes a millisecond to compile, and can match nothing in ASCII."""
    return re.compile(pattern.replace(CHINESE, "") if is_ascii else pattern)


def _at(node: Node) -> tuple[int, int]:
    return node.line, node.column


def _kind(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"'{node.text[:40]}'" if node.text else "nothing"
    return "a list" if isinstance(node, ListNode) else "a mapping"
