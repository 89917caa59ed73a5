"""Pandoc's fenced divs and attributes for markdown-it: `::: {.quote #id key="value"}` … `:::`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

_OPEN = re.compile(r"(:{3,})\s*(\{.*\}|[^\s:{}][^\s{}]*)\s*:*\s*$")
_CLOSE = re.compile(r":{3,}\s*$")
_CODE = re.compile(r"(`{3,}|~{3,})")
_TRAILING = re.compile(r"(?<!\\)\s*\{([^{}]*)\}\s*$")
_ATTRIBUTE = re.compile(
    r"""\s*(?:\#(?P<id>[^\s#={}"']+)|\.(?P<class>[^\s#.={}"']+)|-(?=\s|$)"""
    r"""|(?P<key>[\w:-]+)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'{}]+)))"""
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in `{#id .class key=value}`; `unread` is what could not be understood."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    unread: str = ""


def read_attributes(text: str) -> Attributes:
    """Attributes written without their braces, as in pandoc's `header_attributes`."""
    found, classes, values, at = "", [], {}, 0
    while match := _ATTRIBUTE.match(text, at):
        at = match.end()
        if match["id"]:
            found = match["id"]
        elif match["class"]:
            classes.append(match["class"])
        elif match["key"]:
            values[match["key"]] = match["double"] or match["single"] or match["bare"] or ""
    return Attributes(found, tuple(classes), values, text[at:].strip())


def split_attributes(text: str) -> tuple[str, Attributes]:
    """A heading's text without the attributes at its end, and these."""
    match = _TRAILING.search(text)
    if not match:
        return text, Attributes()
    attributes = read_attributes(match[1])
    if attributes.unread or not (attributes.id or attributes.classes or attributes.values or match[1].strip() == "-"):
        return text, Attributes()
    return text[: match.start()], attributes


def use_fences(md: MarkdownIt) -> None:
    """Teach a parser fenced divs (tokens `div_open`, `div_close`) and heading attributes (in `meta`)."""
    interrupts = ["paragraph", "reference", "blockquote", "list", "table"]
    md.block.ruler.before("fence", "div", _read_div, {"alt": interrupts})
    md.core.ruler.after("block", "heading_attributes", _take_heading_attributes)


def _read_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", begin) or state.is_code_block(start):
        return False
    match = _OPEN.match(state.src[begin : state.eMarks[start]])
    if not match:
        return False
    if silent:
        return True
    last = _closing_line(state, start, end)
    written = match[2]
    attributes = read_attributes(written[1:-1] if written.startswith("{") else "." + written.lstrip("."))
    opening = state.push("div_open", "div", 1)
    opening.block, opening.map = True, [start, last]
    opening.meta = {"attributes": attributes, "closed": last < end}
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "div", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = parent, line_max
    state.push("div_close", "div", -1).block = True
    state.line = min(last + 1, end)
    return True


def _closing_line(state: StateBlock, start: int, end: int) -> int:
    """The line of the fence that closes the div; `end` where none does."""
    depth, code = 1, ""
    for line in range(start + 1, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if not text.startswith((":::", "```", "~~~")):
            continue
        if fence := _CODE.match(text):
            code = "" if code and text.startswith(code) else code or fence[1]
        elif not code:
            depth += -1 if _CLOSE.match(text) else 1 if _OPEN.match(text) else 0
            if not depth:
                return line
    return end


def _take_heading_attributes(state: StateCore) -> None:
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and "{" in inline.content:
            inline.content, attributes = split_attributes(inline.content)
            opening.meta = {"attributes": attributes}
