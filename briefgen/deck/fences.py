"""Pandoc's fenced divs and attributes, `::: {.quote #id key="value"}` … `:::`, which CommonMark does not know."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field

from briefgen.patterns import lazy_pattern

_OPEN = lazy_pattern(r" {0,3}:{3,}\s*(\{.*\}|[^\s:{}][^\s{}]*)\s*:*\s*")
_CLOSE = lazy_pattern(r" {0,3}:{3,}\s*")
_TRAILING = lazy_pattern(r"(?:(?<![\\\s])\s+|(?<!\\))\{([^{}]*)\}\s*$")
_ATTRIBUTE = lazy_pattern(
    r"""\s*(?:\#(?P<id>[^\s#={}"']+)|\.(?P<class>[^\s#.={}"']+)|-(?=\s|$)"""
    r"""|(?P<key>[\w:-]+)=(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<bare>[^\s"'{}]+)))"""
)
_ESCAPED = lazy_pattern(r"\\([!-/:-@\[-`{-~])")
"""Punctuation behind a backslash, as CommonMark has it."""


class Attributes(Struct, frozen=True):
    """What stands in `{#id .class key=value}`; `unread` is what could not be understood."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    unread: str = ""
    places: dict[str, int] = field(default_factory=dict)
    """The column, from 1, of each class, key and id, and of what could not be understood."""


def read_attributes(text: str, before: int = 0) -> Attributes:
    """Attributes written without their braces, as in pandoc's `header_attributes`, after `before` characters."""
    found, classes, values, at = "", [], {}, 0
    places: dict[str, int] = {}
    while match := _ATTRIBUTE.match(text, at):
        at = match.end()
        if match["id"]:
            found = match["id"]
            places[found] = before + match.start("id")
        elif match["class"]:
            classes.append(match["class"])
            places[match["class"]] = before + match.start("class")
        elif match["key"]:
            quoted = match["double"] or match["single"] or ""
            values[match["key"]] = _ESCAPED.sub(r"\1", quoted) if "\\" in quoted else quoted or match["bare"] or ""
            places[match["key"]] = before + match.start("key") + 1
    unread = text[at:].strip()
    if unread:
        places[unread] = before + text.index(unread, at) + 1
    return Attributes(found, tuple(classes), values, unread, places)


def split_attributes(heading: str) -> tuple[str, Attributes]:
    """A heading's source without the attributes at its end, and these."""
    before = heading[: heading.rfind("{")].rstrip()
    match = _TRAILING.search(heading, len(before))  # it begins with the last brace, and the blanks before that
    if not match:
        return heading, Attributes()
    attributes = read_attributes(match[1], match.start(1))
    if attributes.unread or not (attributes.id or attributes.classes or attributes.values or match[1].strip() == "-"):
        return heading, Attributes()
    return heading[: match.start()], attributes


@lru_cache(maxsize=64)
def opened_div(line: str) -> Attributes | None:
    """The attributes of a line that opens a div, a bare word being its class; None for any other line.

    Kept, as every slide of a storyboard has the same few blocks.
    """
    match = _OPEN.fullmatch(line)
    if not match:
        return None
    written, at = match[1], match.start(1)
    if written.startswith("{"):
        return read_attributes(written[1:-1], at + 1)
    bare = written.lstrip(".")
    return read_attributes("." + bare, at + len(written) - len(bare))


def closes_div(line: str) -> bool:
    return line == ":::" or _CLOSE.fullmatch(line) is not None
