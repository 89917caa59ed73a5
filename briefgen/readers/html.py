"""The HTML reader: a page, a fragment or a saved feed entry as blocks; the Markdown reader ends here as well."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field

from briefgen.essay import Block, BlockKind
from briefgen.patterns import lazy_pattern
from briefgen.readers.folding import Piece, fold_block
from briefgen.readers.raised import read_raised

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = _HEADINGS.keys() | frozenset({
    "address", "article", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "footer", "header", "hr", "html", "li", "main", "ol", "p", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_STRONG = {"b", "strong"}
_SKIPPED_BLOCKS = frozenset({
    "aside", "figcaption", "footer", "form", "head", "header", "iframe", "nav", "pre", "table", "template",
})  # fmt: skip
_SKIPPED_INLINE = frozenset({
    "audio", "button", "canvas", "del", "embed", "input", "math", "noscript", "object", "s", "script", "select",
    "strike", "style", "svg", "textarea", "video",
})  # fmt: skip
"""What is no text, and what is struck out: that the author does not say."""
_CHROME = lazy_pattern(
    r"ads?|advert\w*|breadcrumbs?|byline|caption|comments?|copyright|donat\w+|footer|footnotes?|meta|nav|navbar|newsletter"
    r"|pager|pagination|promo|recommend\w*|related|reward|share|sharing|sidebar|social|subscribe|tags|toc",
    re.I,
)
_BESIDE_CHROME = lazy_pattern(
    r"\d*|area|articles?|author|bar|blog|bottom|box|buttons?|cloud|container|content|count|entry|form|global|icons?|inner|left"
    r"|links?|list|main|media|menu|page|posts?|right|section|site|this|title|top|widget|wrap(?:per)?",
    re.I,
)
"""With what a page's frame makes ids of such words: share-buttons; share-of-profit is a heading's."""
_WITHOUT = {"has", "hide", "no", "with", "without"}
"""A class that says of an essay what stands beside it: no-sidebar."""
_HIDDEN = lazy_pattern(r"display\s*:\s*none", re.I)
_FOOTNOTE_MARK = lazy_pattern(r"(?:(?<![ \t])[ \t]+)?\[\^[^\]\s]{1,40}\](?!:)")
_NOTE = lazy_pattern(r"\bfn|footnote|noteref|cite_ref|\breference\b", re.I)
_LIST_NUMBER = lazy_pattern(r"-?\d{1,6}")


def read_tree(markup: str) -> Any:
    """The lxml tree of the markup, or None where there is no element in it."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    return etree.fromstring(markup.encode(), parser) if markup.strip() else None


def read_own_tree(markup: str) -> Any:
    """The same of markup without an essay's own HTML, which is XML unless marks cross.

    All text in it is escaped, and loading lxml takes 9 ms.
    """
    from xml.etree import ElementTree

    try:
        return ElementTree.fromstring(f'<body data-line="1">{markup}</body>')
    except ElementTree.ParseError:
        return read_tree(markup)


def html_blocks(root: Any, first_line: int = 1) -> tuple[Block, ...]:
    """The blocks under `root` in document order, without navigation, scripts, pictures, tables and code."""
    return linked_blocks(root, first_line)[0]


def linked_blocks(root: Any, first_line: int = 1) -> tuple[tuple[Block, ...], tuple[float, ...]]:
    """The blocks under `root`, and which share of each stands in links.

    Lines are those of `data-line` attributes where there are any (the Markdown reader sets them), else the parser's.
    """
    if root is None:
        return (), ()
    walk = _Walk(root, _text_lengths(root), first_line - 1)
    waiting, opened = [iter((root,))], []
    while waiting:
        for element in waiting[-1]:
            if not walk.enter(element):
                waiting.append(iter(element))
                opened.append(element)
                break
            walk.leave(element)
        else:
            waiting.pop()
            if opened:
                walk.leave(opened.pop())
    walk.flush()
    return tuple(walk.blocks), tuple(walk.linked)


def _text_lengths(root: Any) -> dict[Any, int]:
    """Characters of text in each element."""
    lengths: dict[Any, int] = {}
    for element in reversed(list(root.iter())):
        own = len((element.text or "").strip())
        lengths[element] = own + sum(lengths[child] + len((child.tail or "").strip()) for child in element)
    return lengths


class _Place(Struct):
    """The block element that we stand in."""

    element: Any
    kind: BlockKind = "text"
    level: int = 0
    marker: str = ""
    counter: int | None = None
    """In an ordered list: the number of the next item."""
    depth: int = 0
    """How many lists we stand in."""


class _Walk(Struct):
    """The state of one walk through a tree: open blocks, and the pieces of the block that is being collected."""

    root: Any
    lengths: dict[Any, int]
    offset: int
    blocks: list[Block] = field(default_factory=list)
    linked: list[float] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    places: list[_Place] = field(default_factory=lambda: [_Place(None)])
    strong: int = 0
    links: int = 0
    in_links: int = 0
    line: int = 1
    marked: bool = False
    skipped: Any = None

    def enter(self, element: Any) -> bool:
        """Take the element's start tag and first text; True when nothing inside it is to be read."""
        tag = element.tag
        self._move_to(element)
        if tag in _BLOCKS or tag in _SKIPPED_BLOCKS:
            self.flush()
        if self._is_skipped(element) or (tag == "sup" and self._is_raised(element)):
            self.skipped = element
            return True
        if tag in _BLOCKS:
            self.places.append(_place(element, self.places[-1]))
        self.strong += tag in _STRONG
        self.links += tag == "a"
        self._add(element.text)
        return False

    def leave(self, element: Any) -> None:
        """Take the element's end tag and the text after it."""
        if element is self.skipped:
            self.skipped = None
        else:
            self.strong -= element.tag in _STRONG
            self.links -= element.tag == "a"
            if element.tag in _BLOCKS:
                self.flush()
                self.places.pop()
        self._add(element.tail)

    def flush(self) -> None:
        """Close the block that is being collected, if it holds any text."""
        place = self.places[-1]
        if self.pieces:
            block = fold_block(place.kind, self.pieces, place.level, place.marker)
            if block.text:
                self.blocks.append(block)
                self.linked.append(min(1.0, self.in_links / len(block.text)))
                place.marker = ""
            self.pieces = []
            self.in_links = 0

    def _move_to(self, element: Any) -> None:
        marked = element.get("data-line")
        if marked:
            self.line, self.marked = int(marked), True
        elif not self.marked and element.sourceline:
            self.line = max(self.line, element.sourceline)

    def _add(self, text: str | None) -> None:
        if text:
            clean = _FOOTNOTE_MARK.sub("", text) if "[^" in text else text
            if clean.strip() or self.pieces:
                self.pieces.append(Piece(clean, self.line + self.offset, self.strong > 0))
                self.in_links += len(clean) * (self.links > 0)
            self.line += text.count("\n")

    def _is_raised(self, element: Any) -> bool:
        """Read a superscript that does not read as its plain characters would; False where it does."""
        text = "".join(element.itertext())
        before = "".join(piece.text for piece in self.pieces[-4:])[-60:]
        shown = read_raised(text, before, element.tail or "", _links_to_note(element, text))
        if shown and shown != text:
            self._add(shown)
        return shown != text

    def _is_skipped(self, element: Any) -> bool:
        tag = element.tag
        if tag in _SKIPPED_INLINE:
            return True
        if element.get("hidden") is not None or ((style := element.get("style")) and _HIDDEN.search(style)):
            return True
        if tag in ("body", "html") or tag in _HEADINGS or 2 * self.lengths[element] > self.lengths[self.root]:
            return False
        return tag in _SKIPPED_BLOCKS or _is_chrome(element)


def _is_chrome(element: Any) -> bool:
    """Whether the element's classes or id name a part of a page's frame.

    A class is given for the page's look, so one such word in it tells; an id is as often made from the words of a
    heading, as pandoc and Sphinx do, and only tells where all of its words are such.
    """
    if any(map(_is_chrome_class, (element.get("class") or "").split())):
        return True
    words = re.split(r"[\s_-]", element.get("id") or "")
    if not any(map(_CHROME.fullmatch, words)):
        return False
    known = all(_CHROME.fullmatch(word) or _BESIDE_CHROME.fullmatch(word) for word in words)
    return known and not is_named_by_heading(element)


def _is_chrome_class(name: str) -> bool:
    words = re.split("[_-]", name)
    return name == "support-author" or (words[0] not in _WITHOUT and any(map(_CHROME.fullmatch, words)))


def is_named_by_heading(element: Any) -> bool:
    """Whether the element is a section of the text, and its id the words of its heading."""
    if element.tag != "section" and "section" not in (element.get("class") or "").split():
        return False
    heading = next(element.iter(*_HEADINGS), None)
    name = _plain(re.sub(r"-\d+$", "", element.get("id") or ""))
    return bool(name) and heading is not None and _plain("".join(heading.itertext())).endswith(name)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())


def _links_to_note(raised: Any, text: str) -> bool:
    """Whether the superscript holds a link, is all that a link holds, or says itself that it is a note's."""
    if raised.find(".//a") is not None or _NOTE.search(" ".join(map(str, raised.values()))):
        return True
    link = next(raised.iterancestors("a"), None)
    return link is not None and "".join(link.itertext()).strip() == text.strip()


def _place(element: Any, outer: _Place) -> _Place:
    """The place that the block element opens inside `outer`."""
    tag = element.tag
    if tag in _HEADINGS:
        return _Place(element, "heading", _HEADINGS[tag], depth=outer.depth)
    if tag in ("ol", "ul"):
        start = element.get("start") or "1"
        counter = (int(start) if _LIST_NUMBER.fullmatch(start) else 1) if tag == "ol" else None
        return _Place(element, outer.kind, outer.level, "", counter, outer.depth + 1)
    if tag == "li":
        marker = "-" if outer.counter is None else f"{outer.counter}."
        if outer.counter is not None:
            outer.counter += 1
        return _Place(element, "item", max(outer.depth, 1), marker, None, outer.depth)
    kind: BlockKind = "quotation" if tag == "blockquote" else outer.kind
    place = _Place(element, kind, outer.level, outer.marker, outer.counter, outer.depth)
    if outer.marker:
        outer.marker = ""
    return place
