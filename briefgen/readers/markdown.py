"""The Markdown reader: CommonMark with tables, footnotes and strike-through, by way of the HTML that it means."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Any

from msgspec import Struct, field

from briefgen.patterns import lazy_pattern
from briefgen.readers.frontmatter import read_date
from briefgen.readers.html import html_blocks, read_own_tree, read_tree
from briefgen.readers.source import Facts, Source

_MAX_DEPTH = 60
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOSE_STARS = lazy_pattern(r"\*{2,}")
_FACT = lazy_pattern(r"""(?im)^ {0,3}\[(title|author|date)\]: *<> +(?:"(.*)"|'(.*)'|\((.*)\)) *$""")
_TAGS = {
    "Paragraph": "p", "CodeBlock": "pre", "BlockQuote": "blockquote", "Item": "li",
    "Table": "table", "TableHead": "tr", "TableRow": "tr", "TableCell": "td",
}  # fmt: skip
_SPANS = {"Emphasis": "em", "Strong": "strong", "Strikethrough": "s", "Tilde": "", "Link": "a", "Image": "svg"}
"""A picture's description is none of the essay's words: the HTML reader skips what stands in `svg`."""

_TILDE = ("~", True)


def read_markdown(text: str, first_line: int = 1) -> Source:
    """The blocks of a Markdown text; `first_line` is the line of the file on which the text begins."""
    markup, is_own = _markup(text)
    tree = read_own_tree(markup) if is_own else read_tree(markup)
    return Source(html_blocks(tree, first_line), _reference_facts(text))


def _markup(text: str) -> tuple[str, bool]:
    """The HTML that the text means, its block elements with `data-line`; and whether none of it is in the text."""
    from pyromark import Options, events_with_range

    options = Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH
    data = text.encode()
    starts = list(accumulate((len(line) for line in data.split(b"\n")), lambda at, size: at + size + 1, initial=0))
    writer = _Writer()
    for event, span in events_with_range(text, options=options):
        name, value = _named(event)
        if name == "Start":
            start = span["start"]
            start += data.startswith(b"\n", start)  # an item indented by a tab is said to begin before its line
            writer.start(*_element(value, data, start), bisect_right(starts, start))
        elif name == "End":
            writer.end(*_element(value, data, span["start"]))
        else:
            writer.add(name, value)
    writer.flush()
    return "".join(writer.markup), writer.is_own


def _named(value: Any) -> tuple[str, Any]:
    """The name of an element and what else the parser tells of it."""
    return (value, None) if isinstance(value, str) else next(iter(value.items()))


def _element(value: Any, data: bytes, start: int) -> tuple[str, Any]:
    """The element that begins at `start`; between single tildes, as in 5~10, nothing is struck."""
    name, more = _named(value)
    return ("Tilde" if name == "Strikethrough" and not data.startswith(b"~~", start) else name), more


class _Writer(Struct):
    """The HTML so far, and the inline pieces of the block that is being collected: (text or markup, whether text)."""

    markup: list[str] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    depth: int = 0
    is_own: bool = True

    def start(self, name: str, value: Any, line: int) -> None:
        if name in _SPANS:
            self.pieces.append(_TILDE if name == "Tilde" else (f"<{_SPANS[name]}>", False))
            return
        self.flush()
        self.depth += 1
        tag, attributes = _tag(name, value)
        if tag and self.depth <= _MAX_DEPTH:
            self.markup.append(f'<{tag}{attributes} data-line="{line}">')

    def end(self, name: str, value: Any) -> None:
        if name in _SPANS:
            self.pieces.append(_TILDE if name == "Tilde" else (f"</{_SPANS[name]}>", False))
            return
        self.flush()
        tag = _tag(name, value)[0]
        if tag and self.depth <= _MAX_DEPTH:
            self.markup.append(f"</{tag}>\n")
        self.depth -= 1

    def add(self, name: str, value: str | None) -> None:
        """An inline piece, or raw HTML."""
        if name == "Text" and value:
            if self.pieces and self.pieces[-1][1]:
                value = self.pieces.pop()[0] + value
            self.pieces.append((value, True))
        elif name == "Code" and value:
            self.pieces.append((f"<code>{value.translate(_ESCAPES)}</code>", False))
        elif name in ("Html", "InlineHtml") and value:
            self.pieces.append((value, False))
            self.is_own = False
        elif name in _BREAKS:
            self.pieces.append((_BREAKS[name], False))

    def flush(self) -> None:
        """Close the block that is being collected."""
        if self.pieces:
            self.markup += _mended(_stripped(self.pieces))
            self.pieces = []


_BREAKS = {"SoftBreak": "\n", "HardBreak": "<br/>\n", "Rule": "<hr/>\n"}


def _tag(name: str, value: Any) -> tuple[str, str]:
    """The tag of a block and its attributes."""
    if name == "Heading":
        return (value if isinstance(value, str) else value["level"]).lower(), ""
    if name == "List":
        ordered = value is not None and value is not False
        return ("ol" if ordered else "ul"), (f' start="{value}"' if ordered else "")
    if name == "FootnoteDefinition":
        return "section", ' class="footnotes"'
    return _TAGS.get(name, ""), ""


def _stripped(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Without the blanks that indent a paragraph, which are wide ones in Chinese."""
    (first, is_text), *rest = pieces
    return [(first.lstrip(), True), *rest] if is_text else pieces


def _mended(pieces: list[tuple[str, bool]]) -> list[str]:
    """Make `**` strong where CommonMark does not, as beside Chinese punctuation: **“quays”**are; or else drop it."""
    marks = sum(len(_LOOSE_STARS.findall(piece)) for piece, is_text in pieces if is_text and "**" in piece)
    opened = False
    done = []
    for piece, is_text in pieces:
        if not is_text or not marks:
            done.append(piece.translate(_ESCAPES) if is_text else piece)
            continue
        first, *rest = _LOOSE_STARS.split(piece)
        done.append(first.translate(_ESCAPES))
        for part in rest:
            opened = not opened
            done.append("" if marks % 2 else "<strong>" if opened else "</strong>")
            done.append(part.translate(_ESCAPES))
    return done


def _reference_facts(text: str) -> Facts:
    """Facts that some blogs keep in link references: `[title]: <> (Trust)`."""
    if "<>" not in text:
        return Facts()
    said = {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _FACT.finditer(text)}
    return Facts(said.get("title", ""), said.get("author", ""), read_date(said.get("date", "")))
