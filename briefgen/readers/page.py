"""The page reader: which part of a web page is the essay, as trafilatura judges, and what its head says of it."""

from __future__ import annotations

import logging
import re
from typing import Any

from briefgen.essay import Block
from briefgen.patterns import lazy_pattern
from briefgen.readers.boilerplate import is_label
from briefgen.readers.html import is_named_by_heading, linked_blocks, read_tree
from briefgen.readers.pagedate import find_page_date
from briefgen.readers.raised import lowered
from briefgen.readers.source import Facts, Source

_WHOLE = lazy_pattern(r"<(?:!doctype html|html|body)\b", re.I)
_MOST = 1_000_000
"""Characters of a page that trafilatura is asked about; more is no page that a browser would show."""
_DEEPEST = 200
_PROBE, _AHEAD = 24, 20_000
"""Letters of a block that are looked for, and how far on in the main text."""


def read_page(markup: str, first_line: int = 1) -> Source:
    """The essay in a page or fragment of HTML: blocks of the main text, title, author, date and address."""
    tree = read_tree(markup)
    blocks, linked = linked_blocks(tree, first_line)
    if tree is None or not _WHOLE.search(markup[:5000]) or len(markup) > _MOST or _depth(tree) > _DEEPEST:
        return Source(blocks)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)  # it complains of empty pages, and we say it better
    return Source(_main_blocks(blocks, linked, _main_text(_for_judging(tree, markup))), _facts(tree, markup))


def _depth(tree: Any) -> int:
    """How deep elements are nested, up to a little over the limit."""
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            break
    return deepest


def _for_judging(tree: Any, markup: str) -> str:
    """The page for trafilatura, which takes every id that holds a word such as share or comment for the frame's."""
    from lxml import etree

    named = [element for element in tree.iter("section", "div") if element.get("id") and is_named_by_heading(element)]
    for element in named:
        del element.attrib["id"]
    return str(etree.tostring(tree, encoding="unicode", method="html")) if named else markup


def _main_text(markup: str) -> str:
    """The letters of the page's main text."""
    from trafilatura import extract

    text = extract(markup, include_comments=False, include_tables=False, favor_recall=True) or ""
    return _letters(text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, lowered(text)))


def _main_blocks(blocks: tuple[Block, ...], linked: tuple[float, ...], main: str) -> tuple[Block, ...]:
    """The blocks from the first to the last that stands in the main text, without lists of links among them.

    All blocks where the main text is too small a part of the page to be the essay.
    """
    letters = [_letters(block.text) for block in blocks]
    inside = _aligned(letters, main)
    found = sum(len(text) for text, kept in zip(letters, inside, strict=True) if kept)
    if not found or 4 * found < sum(map(len, letters)):
        return blocks
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    while first and (blocks[first - 1].kind == "heading" or is_label(blocks[first - 1].text)):
        first -= 1
    kept = [i for i in range(first, last + 1) if inside[i] or linked[i] < 0.7 or blocks[i].kind == "heading"]
    return tuple(blocks[i] for i in kept)


def _aligned(letters: list[str], main: str) -> list[bool]:
    """Which blocks stand in the main text, in its order; a short one only where it is the next thing there."""
    inside = []
    reached = 0
    for text in letters:
        window = reached + (_AHEAD if len(text) >= 8 else 4)
        at = main.find(text[:_PROBE], reached, window + len(text)) if text else -1
        inside.append(at >= 0)
        reached = at + len(text) if at >= 0 else reached
    return inside


def _facts(tree: Any, markup: str) -> Facts:
    """What the head of the page says; the title without the name of the site."""
    from trafilatura import extract_metadata

    found = extract_metadata(markup)
    title = (found.title if found else "") or ""
    if not any(map(_text_of, tree.iter("title", "h1"))) and title in {_text_of(h) for h in tree.iter("h2", "h3")}:
        title = ""  # it takes the first heading for want of a title: whether that is one, the blocks tell
    heading = next(map(_text_of, tree.iter("h1")), "")
    return Facts(
        title=heading if heading and heading in title else title,
        # trafilatura drops names of one word, as Chinese names are
        author=_meta(tree, "author") or (found.author or "" if found else "").split(";")[0].strip(),
        published=find_page_date(tree),  # trafilatura takes a year in the text for it
        url=(found.url or "") if found else "",
        language=(tree.get("lang") or "")[:2].lower(),
    )


def _text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _meta(tree: Any, name: str) -> str:
    """The content of the first `meta` element of that name, if it is no address."""
    contents = (str(meta.get("content") or "").strip() for meta in tree.iter("meta") if meta.get("name") == name)
    return next((content for content in contents if content and "://" not in content), "")
