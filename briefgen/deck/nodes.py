"""A storyboard's Markdown as a tree of nodes: CommonMark by pulldown-cmark, fenced divs around it by ourselves."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

from msgspec import Struct, field

from briefgen.deck.fences import Attributes, closes_div, opened_div, split_attributes
from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern

MAX_DEPTH = 60
Place = tuple[int, str, int]
"""The number of a line of the file, its text, and how many bytes of it stand before a node."""
_CODE_FENCE = lazy_pattern(r" {0,3}(`{3,}|~{3,})")
_HEADING = lazy_pattern(r"#{1,6}(?:[ \t]|$)")
_DEFINITION = lazy_pattern(r" {0,3}\[(\^?[^\]]+)\]:")
_LABEL = lazy_pattern(r"\[((?:[^\[\]\\]|\\.)+)\]")
_INLINE_NOTE = lazy_pattern(r"(?<!\\)\^\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\](?:\([^()]*\))?)*)\]")
_NO_ATTRIBUTES = Attributes()
INLINE = frozenset(
    [
        "Text",
        "Code",
        "SoftBreak",
        "HardBreak",
        "Emphasis",
        "Strong",
        "Strikethrough",
        "Link",
        "Image",
        "FootnoteReference",
        "InlineHtml",
    ]
)


class Piece(Struct, eq=False):
    """Text that is parsed at once; where its parts stand is found out when somebody asks, by a second parse."""

    text: str
    lines: list[str]
    first: int
    """Number in the file of the first line."""
    places: list[Place] = field(default_factory=list)

    def place(self, number: int) -> Place:
        """Of the parser's event of that number."""
        self.places = self.places or list(self._find_places())
        return self.places[number]

    def _find_places(self) -> Iterator[Place]:
        starts, row = _line_starts(self.lines), 0
        for event, span in _parser(places=True)(self.text):
            key = event if isinstance(event, str) else next(iter(event))
            if key != event and key != "End":
                while row + 1 < len(starts) and starts[row + 1] <= span["start"]:
                    row += 1
            line = self.lines[row] if key == "Start" else ""
            yield self.first + row, line, max(span["start"] - starts[row], 0) if line else 0


class Node(Struct, eq=False, gc=False):
    """A piece of Markdown: `type` is pulldown-cmark's name of it, or `Div`; `value` what the name alone lacks."""

    type: str
    value: Any
    piece: Piece | Place
    """What it was read from, as event `number`; or its place where that is known."""
    number: int = 0
    children: list[Node] = field(default_factory=list)
    known_line: int = 0

    @property
    def place(self) -> Place:
        return self.piece.place(self.number) if isinstance(self.piece, Piece) else self.piece

    @property
    def line(self) -> int:
        """Of the file, from 1."""
        return self.known_line or self.place[0]

    @property
    def source(self) -> str:
        """The text of that line; empty for a node that holds no others."""
        return self.place[1]

    @property
    def lines(self) -> list[str]:
        """The text of all lines that were parsed with the node's."""
        return self.piece.lines if isinstance(self.piece, Piece) else [self.piece[1]]

    @property
    def column(self) -> int:
        """From 1, in characters."""
        _, source, offset = self.place
        before = source.encode()[:offset].decode(errors="ignore")
        return len(before.partition("[^inline-note-")[0]) + 1  # a named note is shorter or longer than the writer's


class _Scan(Struct):
    """The walk over the lines: text that is waiting to be parsed, attributes of headings by line, open divs."""

    path: str
    definitions: dict[str, list[tuple[int, str]]]
    """Number and text of the definitions of each label."""
    attributes: dict[int, Attributes] = field(default_factory=dict)
    headings: list[int] = field(default_factory=list)
    """The waiting lines that begin as a heading does."""
    top: list[Node] = field(default_factory=list)
    open: list[Node] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    notes: dict[str, Node] = field(default_factory=dict)

    @property
    def here(self) -> list[Node]:
        return self.open[-1].children if self.open else self.top


def read_nodes(text: str, first_line: int, path: str) -> tuple[list[Node], dict[str, Node]]:
    """The top-level nodes, and the footnotes by label; `first_line` is the file's line where `text` begins.

    A heading's value is (level, Attributes), a div's (Attributes, whether it is closed).
    Raises BriefgenError where nesting is deeper than MAX_DEPTH.
    """
    text, notes = _named_notes(text)
    lines = text.split("\n")
    scan = _Scan(path, _definitions([*lines, *notes]) if (":::" in text and "]:" in text) or notes else {})
    code, has_code = "", "```" in text or "~~~" in text
    for number, line in enumerate(lines, first_line):
        if has_code and (fence := _CODE_FENCE.match(line)):
            code = "" if code and line.strip().startswith(code) and not line.strip(" `~") else code or fence[1]
        elif code:
            pass
        elif ":::" in line and _scan_fence(scan, line, number):
            continue
        elif line.startswith("#"):
            if _HEADING.match(line):
                scan.headings.append(number)
            if line.rstrip().endswith("}"):
                line, scan.attributes[number] = split_attributes(line)
        scan.waiting.append(line)
    _parse_waiting(scan, first_line + len(lines))
    for div in scan.open:
        div.value = (div.value[0], False)
    return scan.top, scan.notes


def _named_notes(text: str) -> tuple[str, list[str]]:
    """Pandoc's inline notes `^[text]` written as CommonMark footnotes."""
    notes: list[str] = []

    def name(match: re.Match[str]) -> str:
        number = len(notes) + 1
        notes.append(f"[^inline-note-{number}]: {match[1]}")
        return f"[^inline-note-{number}]"

    return (_INLINE_NOTE.sub(name, text), notes) if "^[" in text else (text, notes)


def _definitions(lines: list[str]) -> dict[str, list[tuple[int, str]]]:
    """Link and footnote definitions with what belongs to them, since a piece may refer to one in another piece."""
    found: list[tuple[str, list[str]]] = []
    inside = False
    for line in lines:
        if match := _DEFINITION.match(line) if "]:" in line else None:
            inside = match[1].startswith("^")
            found.append((_normal(match[1]), [line]))
        elif inside and (not line.strip() or line.startswith("    ")):
            found[-1][1].append(line)
        else:
            inside = False
    by_label: dict[str, list[tuple[int, str]]] = {}
    for number, (label, rows) in enumerate(found):
        by_label.setdefault(label, []).append((number, "\n".join(rows)))
    return by_label


def _normal(label: str) -> str:
    """Labels match without regard to case and to how much blank there is (CommonMark, 4.7)."""
    return " ".join(label.split()).casefold()


def _referred(text: str, definitions: dict[str, list[tuple[int, str]]]) -> str:
    """The definitions that a text refers to, and those that they refer to, in the file's order.

    Not all there are: a long talk has as many as it has pieces.
    """
    found: dict[int, str] = {}
    queue = [text] if definitions else []
    while queue:
        for label in _LABEL.findall(queue.pop()):
            for number, written in definitions.get(_normal(label), ()):
                if number not in found:
                    found[number] = written
                    queue.append(written)
    return "\n\n".join(found[number] for number in sorted(found))


def _scan_fence(scan: _Scan, line: str, number: int) -> bool:
    """Whether the line opens or closes a div; the text before it is parsed then."""
    if closes_div(line):
        if not scan.open:
            return False
        _parse_waiting(scan, number)
        scan.open.pop()
        return True
    attributes = opened_div(line)
    if attributes is None:
        return False
    _parse_waiting(scan, number)
    if len(scan.open) >= MAX_DEPTH:
        raise BriefgenError(Problem(scan.path, number, line.index(":") + 1, f"nested deeper than {MAX_DEPTH} levels"))
    div = Node("Div", (attributes, True), (number, line, line.index(":")))
    scan.here.append(div)
    scan.open.append(div)
    return True


@cache
def _parser(places: bool = False) -> Callable[[str], Iterator[Any]]:
    """The parser of a text to its events, which is four times as slow where it is to say at which bytes they stand."""
    from pyromark import Options, events, events_with_range

    options = Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH
    return partial(events_with_range if places else events, options=options, merge_text=True)


def _parse_waiting(scan: _Scan, end: int) -> None:
    """Parse the lines before line `end` into nodes of the innermost open div."""
    lines, scan.waiting = scan.waiting, []
    begun, scan.headings = scan.headings, []
    text = "\n".join(lines)
    if not text or text.isspace():
        return
    definitions = _referred(text, scan.definitions) if "[" in text else ""
    piece = Piece(f"{text}\n\n{definitions}\n" if definitions else text, lines, end - len(lines))
    headings = _read_events(scan, piece, len(text.encode()) if definitions else 0)
    if not definitions and "<" not in text and len(headings) == len(begun):
        # Each of these lines is one: no HTML around it.
        for node, line in zip(headings, begun, strict=True):
            node.known_line = line
    for node in headings:
        node.value = (int(node.value["level"][1]), scan.attributes.get(node.line, _NO_ATTRIBUTES))


def _events(text: str, size: int) -> tuple[Iterable[Any], int]:
    """The parser's events, and how many of them begin in the first `size` bytes: all where that is 0."""
    if not size:
        return _parser()(text), sys.maxsize
    found = list(_parser(places=True)(text))
    mine = next((number for number, (_, span) in enumerate(found) if span["start"] >= size), len(found))
    return [event for event, _ in found], mine


def _read_events(scan: _Scan, piece: Piece, size: int) -> list[Node]:
    """Adds the nodes of a piece, those only that begin in its first `size` bytes where this is not 0; the headings."""
    here = scan.here
    before = len(here)
    above: list[list[Node]] = []
    headings: list[Node] = []
    events, mine = _events(piece.text, size)
    kind: str
    data: Any
    for number, event in enumerate(events):
        kind, data = (event, None) if isinstance(event, str) else event.popitem()
        if kind == "End":
            here = above.pop()
            continue
        if kind != "Start":
            here.append(Node(kind, data, piece, number))
            continue
        kind, data = (data, None) if isinstance(data, str) else data.popitem()
        node = Node(kind, data, piece, number)
        if kind == "FootnoteDefinition":
            scan.notes.setdefault(data, node)
        else:
            here.append(node)
            if kind == "Heading":
                headings.append(node)
        above.append(here)
        here = node.children
        if len(above) >= MAX_DEPTH:
            deep = f"nested deeper than {MAX_DEPTH} levels"
            raise BriefgenError(Problem(scan.path, node.line, node.column, deep))
    if size:
        here[before:] = [node for node in here[before:] if node.number < mine]
    return headings


def _line_starts(lines: list[str]) -> list[int]:
    """Byte offsets at which the lines begin, as the parser counts."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.encode()) + 1
    return starts
