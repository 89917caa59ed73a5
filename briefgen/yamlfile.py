"""A person's YAML file as a tree that knows the line and column of everything in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from msgspec import Struct

from briefgen.errors import BriefgenError, Problem, unreadable
from briefgen.patterns import lazy_pattern

MAX_BYTES = 4 << 20
MAX_DEPTH = 24
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_QUOTES = frozenset({"'", '"'})
_NO_ALIAS = "write the text out instead"
_KEYS = "write its keys into it: `briefgen schema KIND` lists them"
_WIDE_COLON = lazy_pattern(r"^[ -]*\w+(：)", re.M)
"""A key as it is written where the keyboard is set to Chinese."""
_SPACES = "indent with blanks instead of tabs"
_QUOTE = "close what is open; put a text with signs such as : # [ { in it into quotation marks"


class Scalar(Struct, frozen=True):
    """A single value, as written; whether `5` is a number is decided by whoever asks for it."""

    text: str
    line: int
    column: int
    plain: bool
    """Written without quotation marks: only then is an empty value or `null` nothing."""
    quoted: bool = False
    """Written in quotation marks: blanks at its ends are meant."""

    @property
    def empty(self) -> bool:
        return self.plain and self.text in ("", "~", "null")


class ListNode(Struct, frozen=True):
    items: tuple[Node, ...]
    line: int
    column: int


class MapNode(Struct, frozen=True):
    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | ListNode | MapNode


def read_file(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a person's file; raises BriefgenError where it can't be read or is larger than `limit` bytes."""
    try:
        with path.open("rb") as file:
            size = min(os.fstat(file.fileno()).st_size, limit)
            data = file.read(size + 1)  # room is made for what is asked for, and what a file holds is mostly little
            data += file.read(limit + 1 - len(data)) if len(data) > size else b""
    except ValueError as error:
        raise BriefgenError(Problem(str(path), 0, 0, "no file can have this name")) from error
    except OSError as error:
        if os.path.isdir(path):  # noqa: PTH112 - pathlib's asks whether it may, and raises
            raise BriefgenError(Problem(str(path), 0, 0, "is a folder", "name a file in it")) from error
        raise BriefgenError(unreadable(str(path), error)) from error
    if len(data) > limit:
        raise BriefgenError(Problem(str(path), 0, 0, f"is larger than {limit >> 20} MiB"))
    return data


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """The text of a person's file; raises BriefgenError as `read_file` and `decode_utf8` do."""
    return decode_utf8(read_file(path, limit), str(path))


def is_file(path: Path) -> bool:
    """Whether a file stands there; False, too, for a name that no file can have, such as one of 300 characters."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def decode_utf8(data: bytes, path: str) -> str:
    """UTF-8 text without its byte-order mark; raises BriefgenError with the line and column of the first bad byte."""
    if data[:2] in _BOMS:
        raise BriefgenError(Problem(path, 1, 1, f"is {_BOMS[data[:2]]}, not UTF-8", "save it as UTF-8"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"is not UTF-8: byte 0x{data[error.start]:02x} cannot be read"
        raise BriefgenError(Problem(path, line, column, message, "save it as UTF-8")) from error


def read_yaml(data: bytes, path: str) -> Node:
    """The tree of the one YAML document in `data`.

    Refused, with the place: other encodings, control characters, anchors and aliases (YAML bombs), tags (`!!python`),
    duplicate keys, keys that are not plain words, nesting deeper than MAX_DEPTH, a second document.
    """
    import yaml

    text = decode_utf8(data, path)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    problems: list[Problem] = []
    try:
        node = _Builder(path, problems).build(loader(text).get_event)
    except yaml.MarkedYAMLError as error:
        raise BriefgenError(_invalid(path, text, error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        code = error.character if isinstance(error.character, int) else ord(error.character)
        message = f"not valid YAML: character U+{code:04X} is not allowed"
        raise BriefgenError(Problem(path, line, column, message)) from error
    except yaml.YAMLError as error:
        raise BriefgenError(Problem(path, 0, 0, f"not valid YAML: {error}")) from error
    if problems:
        raise BriefgenError(problems)
    return node


def _invalid(path: str, text: str, error: Any) -> Problem:
    """What is no YAML, where it is; what is open until the end of the file, where it was opened."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(path, 0, 0, f"not valid YAML: {error.problem or error.context}", _QUOTE)
    message, hint = error.problem or error.context, _QUOTE
    if error.context_mark and not text[mark.index :].strip():
        mark, message = error.context_mark, "what begins here does not end"
    elif text[mark.index : mark.index + 1] == "\t":
        hint = _SPACES
    elif wide := _WIDE_COLON.search(text, 0, mark.index):
        hint = f"line {text.count(chr(10), 0, wide.start(1)) + 1} has '：': write ': ' instead"
    return Problem(path, mark.line + 1, mark.column + 1, f"not valid YAML: {message}", hint)


class _Builder:
    """Turns the parser's events into nodes with a stack of its own: deep nesting must not end in a recursion error."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.nodes: list[Node] = []
        """What the innermost open list or mapping holds so far; outside of all, the document's one node."""
        self.open: list[tuple[list[Node], int, int]] = []
        """For each open list and mapping what stands around it, and where it begins."""

    def build(self, next_event: Callable[[], Any]) -> Node:
        import yaml

        scalar: Any = yaml.ScalarEvent
        while (event := next_event()) is not None:
            if type(event) is scalar:  # most are
                if event.anchor or event.tag:
                    self._refuse_property(event)
                mark, style = event.start_mark, event.style
                self.nodes.append(Scalar(event.value, mark.line + 1, mark.column + 1, not style, style in _QUOTES))
            else:
                self._take(event, type(event).__name__)
        if not self.nodes:
            raise BriefgenError(Problem(self.path, 1, 1, "is empty", _KEYS))
        return self.nodes[0]

    def _take(self, event: Any, kind: str) -> None:
        if kind in ("SequenceStartEvent", "MappingStartEvent"):
            self._open(event)
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            inner, (self.nodes, line, column) = self.nodes, self.open.pop()
            is_map = kind == "MappingEndEvent"
            self.nodes.append(self._mapping(inner, line, column) if is_map else ListNode(tuple(inner), line, column))
        elif kind == "AliasEvent":
            self._refuse(event, f"alias '*{event.anchor}' is not allowed", _NO_ALIAS)
        elif kind == "DocumentStartEvent" and self.nodes:
            self._refuse(event, "a second document begins", "keep one to a file")

    def _open(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_property(event)
        if len(self.open) >= MAX_DEPTH:
            self._refuse(event, f"nested deeper than {MAX_DEPTH} levels")
        mark = event.start_mark
        self.open.append((self.nodes, mark.line + 1, mark.column + 1))
        self.nodes = []

    def _refuse_property(self, event: Any) -> NoReturn:
        if event.anchor:
            self._refuse(event, f"anchor '&{event.anchor}' is not allowed", _NO_ALIAS)
        self._refuse(event, f"tag '{event.tag}' is not allowed", "remove it")

    def _refuse(self, event: Any, message: str, hint: str = "") -> NoReturn:
        mark = event.start_mark
        raise BriefgenError(Problem(self.path, mark.line + 1, mark.column + 1, message, hint))

    def _mapping(self, children: list[Node], line: int, column: int) -> MapNode:
        pairs: list[tuple[Scalar, Node]] = []
        first: dict[str, int] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(Problem(self.path, key.line, key.column, "a key must be a single word"))
                continue
            if key.text in first:
                message = f"key '{key.text}' stands twice"
                hint = f"the first is in line {first[key.text]}"
                self.problems.append(Problem(self.path, key.line, key.column, message, hint))
                continue
            first[key.text] = key.line
            pairs.append((key, value))
        return MapNode(tuple(pairs), line, column)
