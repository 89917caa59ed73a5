"""A storyboard's Markdown as a tree of nodes: CommonMark by pulldown-cmark, fenced divs around it by ourselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from briefgen.deck.fences import Attributes, closes_div, opened_div, split_attributes
from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from pyromark import Options

MAX_DEPTH = 60
_CODE_FENCE = lazy_pattern(r" {0,3}(`{3,}|~{3,})")
_DEFINITION = lazy_pattern(r" {0,3}\[(\^?)[^\]]+\]:")
_INLINE_NOTE = lazy_pattern(r"(?<!\\)\^\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\](?:\([^()]*\))?)*)\]")
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


class Node:
    """A piece of Markdown: `type` is pulldown-cmark's name of it, or `Div`; `value` what the name alone lacks."""

    __slots__ = ("children", "line", "offset", "source", "type", "value")

    def __init__(self, type_: str, value: Any, line: int) -> None:
        self.type = type_
        self.value = value
        self.line = line
        """Of the file, from 1."""
        self.source, self.offset = "", 0
        """The text of that line, and the bytes of it before the node."""
        self.children: list[Node] = []

    @property
    def column(self) -> int:
        """From 1, in characters."""
        before = self.source.encode()[: self.offset].decode(errors="ignore")
        return len(before.partition("[^inline-note-")[0]) + 1  # a named note is shorter or longer than the writer's


class _Scan(Struct):
    """The walk over the lines: text that is waiting to be parsed, attributes of headings by line, open divs."""

    path: str
    definitions: str
    attributes: dict[int, Attributes] = field(default_factory=dict)
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
    scan = _Scan(path, "\n".join([*_definitions(lines), *notes]) if ":::" in text or notes else "")
    code = ""
    for number, line in enumerate(lines, first_line):
        fence = _CODE_FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            code = "" if code and line.strip().startswith(code) and not line.strip(" `~") else code or fence[1]
        elif not code and ":::" in line and _scan_fence(scan, line, number):
            continue
        elif not code and line.startswith("#") and line.rstrip().endswith("}"):
            line, attributes = split_attributes(line)
            scan.attributes[number] = attributes
        scan.waiting.append(line)
    _parse_waiting(scan, first_line + len(lines))
    for div in scan.open:
        div.value = (div.value[0], False)
    return scan.top, scan.notes


def _named_notes(text: str) -> tuple[str, list[str]]:
    """Pandoc's inline notes `^[text]` written as CommonMark footnotes."""
    notes: list[str] = []

    def name(match: re.Match[str]) -> str:
        notes.append(f"\n[^inline-note-{len(notes) + 1}]: {match[1]}\n")
        return f"[^inline-note-{len(notes)}]"

    return (_INLINE_NOTE.sub(name, text), notes) if "^[" in text else (text, notes)


def _definitions(lines: list[str]) -> Iterator[str]:
    """Link and footnote definitions with what belongs to them, since a piece may refer to one in another piece."""
    inside = False
    for line in lines:
        if match := _DEFINITION.match(line) if "]:" in line else None:
            inside = bool(match[1])
            yield line if inside else f"\n{line}"
        elif inside and (not line.strip() or line.startswith("    ")):
            yield line
        else:
            inside = False


def _scan_fence(scan: _Scan, line: str, number: int) -> bool:
    """Whether the line opens or closes a div; the text before it is parsed then."""
    attributes = opened_div(line)
    if attributes is None:
        if not scan.open or not closes_div(line):
            return False
        _parse_waiting(scan, number)
        scan.open.pop()
        scan.waiting = []
        return True
    _parse_waiting(scan, number)
    if len(scan.open) >= MAX_DEPTH:
        raise BriefgenError(Problem(scan.path, number, line.index(":") + 1, f"nested deeper than {MAX_DEPTH} levels"))
    div = Node("Div", (attributes, True), number)
    div.source, div.offset = line, line.index(":")
    scan.here.append(div)
    scan.open.append(div)
    return True


@cache
def _options() -> Options:
    from pyromark import Options

    return Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH


def _parse_waiting(scan: _Scan, end: int) -> None:
    """Parse the lines before line `end` into nodes of the innermost open div."""
    from pyromark import events_with_range

    lines, scan.waiting = scan.waiting, []
    text = "\n".join(lines)
    if not text or text.isspace():
        return
    whole = f"{text}\n\n{scan.definitions}\n" if scan.definitions and "[" in text else text
    size = len(text.encode())
    starts = _line_starts(lines)
    row, first = 0, end - len(lines)
    stack = [scan.here]
    for event, span in events_with_range(whole, options=_options()):
        if isinstance(event, str):
            if len(stack) > 1 or span["start"] < size:
                stack[-1].append(Node(event, None, first + row))
            continue
        key, value = next(iter(event.items()))
        if key == "End":
            stack.pop()
            continue
        while row + 1 < len(starts) and starts[row + 1] <= span["start"]:
            row += 1
        node = _node(key, value, first + row)
        if node.type == "Heading":
            node.value = (int(node.value["level"][1]), scan.attributes.get(node.line, Attributes()))
        if node.type == "FootnoteDefinition":
            scan.notes.setdefault(node.value, node)
        elif len(stack) > 1 or span["start"] < size:
            stack[-1].append(node)
        if key == "Start":
            node.source, node.offset = lines[row], max(span["start"] - starts[row], 0)
            stack.append(node.children)
            if len(stack) > MAX_DEPTH:
                deep = f"nested deeper than {MAX_DEPTH} levels"
                raise BriefgenError(Problem(scan.path, node.line, node.column, deep))


def _node(key: str, value: Any, line: int) -> Node:
    if key != "Start":
        return Node(key, value, line)
    if isinstance(value, str):
        return Node(value, None, line)
    kind, data = next(iter(value.items()))
    return Node(kind, data, line)


def _line_starts(lines: list[str]) -> list[int]:
    """Byte offsets at which the lines begin, as the parser counts."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.encode()) + 1
    return starts
