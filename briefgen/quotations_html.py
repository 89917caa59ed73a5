"""Reads the text that HTML in a finished brief shows, with its block quotations and its lines."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from briefgen.patterns import lazy_pattern
from briefgen.quotations_blocks import Piece

_NAME = lazy_pattern(r"</?([A-Za-z][\w-]*)")
_WORDS = "a abbr b bdi bdo cite code dfn em font i ins kbd mark rb ruby samp small span strong sub sup u var"
_INLINE = frozenset(["", *_WORDS.split()])
_HIDDEN = frozenset({"script", "style"})
_STRUCK = frozenset({"del", "s", "strike"})


def read_markup(markup: str, line: int) -> Iterator[Piece]:
    """The pieces of a block of HTML that begins on `line`."""
    found = _Paragraph()
    for text, is_tag in _parts(markup):
        name = _name(text) if is_tag else ""
        if not is_tag:
            found.add(unescape(text), line)
        elif shown := shown_for(text):
            found.add(shown, line - shown.count("\n"))  # a break that is none in the file
        elif name not in _INLINE:
            yield from found.taken()
            if name == "blockquote":
                yield Piece("close" if text.startswith("</") else "open")
        if is_tag:
            yield Piece("tag", text)
        line += text.count("\n")
    yield from found.taken()


def shown_for(tag: str, quoting: tuple[str, ...] = ("q",)) -> str:
    """What stands for a tag within a line: quotation marks, a line break, the tildes around struck words."""
    name = _name(tag)
    if name in quoting:
        return "”" if tag.startswith("</") else "“"
    return "\n" if name == "br" else "~~" if name in _STRUCK else ""


def _name(tag: str) -> str:
    match = _NAME.match(tag)
    return match[1].lower() if match else ""


class _Paragraph:
    """The text of a paragraph while it is read, with the lines of its lines."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.lines: list[int] = []

    def add(self, text: str, line: int) -> None:
        """Adds text that begins on `line`, or what a tag there stands for."""
        self.lines = self.lines or [line]
        self.text.append(text)
        self.lines += range(line + 1, line + text.count("\n") + 1)

    def taken(self) -> Iterator[Piece]:
        """The paragraph without the blanks around it, where it holds any text; the next one begins."""
        text = "".join(self.text)
        words = text.strip()
        if words:
            first = text[: len(text) - len(text.lstrip())].count("\n")
            yield Piece("text", words, tuple(self.lines[first : first + words.count("\n") + 1]))
        self.text, self.lines = [], []


def _parts(markup: str) -> Iterator[tuple[str, bool]]:
    """Texts, and with True tags and comments; a script or style sheet goes with its tag, as no reader sees it."""
    at, begun = 0, 0
    last = {end: markup.rfind(end) for end in ("-->", ">", "</")}  # no search goes to the end for nothing
    while (at := markup.find("<", at)) >= 0:
        end = "-->" if markup.startswith("<!--", at) and at < last["-->"] else ">"
        if at > last[end]:
            break
        if not (markup[at + 1].isalpha() or markup[at + 1] in "/!?"):
            at += 1
            continue
        yield markup[begun:at], False
        begun = markup.find(end, at) + len(end)
        if begun <= last["</"] and markup[at + 1] != "/" and _name(markup[at:begun]) in _HIDDEN:
            begun = markup.find("</", begun)
        yield markup[at:begun], True
        at = begun
    yield markup[begun:], False
