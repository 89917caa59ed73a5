"""Finds what a finished deck or brief gives as somebody's words: by our mark, as a block, or in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.credits import DASH, begins_with_name, is_credit, is_plain_credit, name_of, part_credit
from briefgen.errors import BriefgenError, Problem
from briefgen.marks import quotations, unclosed
from briefgen.names import is_chinese_name, means_author
from briefgen.patterns import lazy_pattern
from briefgen.quotes import is_long
from briefgen.scripts import has_cjk, is_cjk
from briefgen.voices import speaker_of

MARK = lazy_pattern(r"quote-(?:(?:(?!quote-)[\w-])+-)?(\d+\.\d+\.\d+(?:-\d+)?)-([0-9a-f]{8})(?![0-9a-f])")
"""The id of a quote, wherever it stands: a shape's name, an anchor, an attribute."""
_PLACE = r"(?:[§¶]\d+[–\d]*(?: ¶\d+[–\d]*)?|\?)"
_PLACE_ONLY = lazy_pattern(rf"（原文未随附，见原文{_PLACE}）|\(The essay is not at hand; see it at {_PLACE}\)")
"""What stands instead of the words where a deck was built without the essay: the label `not_at_hand`, no more."""
_PLACED_AFTER = lazy_pattern(rf"[，,] ?{_PLACE}\s*$")
"""The place behind a text in notes, as we write it."""
_FURTHEST = 100
"""Texts after a quotation among which its credit is looked for."""


class Passage(Struct, frozen=True):
    """A piece of text of a finished file: a shape, a table cell, a paragraph."""

    slide: int
    """From 1; 0 in a Markdown file."""
    line: int
    """From 1; 0 in a deck."""
    part: str
    """`notes`, `table`, `chart`, `diagram`, `footer`, the layout that draws it; empty for the slide's own text."""
    text: str
    """Paragraphs and line breaks as line breaks."""
    mark: tuple[str, str] = ("", "")
    """Locator and check of the quote that this place was made for."""
    piece: int = 0
    """Which part of a quote that is longer than a slide, from 1; 0 where it is whole."""
    whole: bool = False
    """Whether all of it, but for a credit, is given as a quotation."""
    is_credit: bool = False
    """Whether it is the place of the credit beside a quotation."""
    is_title: bool = False
    is_hidden: bool = False
    """Whether its slide is left out when the deck is shown."""
    slot: str = ""
    """The `idx` of the placeholder that holds it; empty where none does."""
    lines: tuple[int, ...] = ()
    """In a Markdown file the line of each line of the text."""


class Quotation(Struct, frozen=True):
    """Words that a file gives as somebody's."""

    slide: int
    line: int
    part: str
    text: str
    credit: str
    """Whom the file names as the speaker; empty where it names nobody."""
    locator: str = ""
    check: str = ""
    source: str = ""
    """The whole credit, which may begin with a title."""
    uncut: Quotation | None = None
    """The same with its last dash among the words, where only the essay can tell whether a credit follows it."""


def read_quotations(path: str | Path) -> tuple[Quotation, ...]:
    """All quotations of a .pptx or .md file, in its order.

    Text in quotation marks counts from six CJK characters or four words on: fewer make a term.
    Raises BriefgenError where the file cannot be read as what its name says.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".pptx":
        from briefgen.quotations_pptx import read_passages
    elif suffix in (".md", ".markdown"):
        from briefgen.quotations_md import read_passages
    else:
        raise BriefgenError(Problem(str(path), 0, 0, "only .pptx and .md files can be verified", "save it as .pptx"))
    passages = read_passages(Path(path))
    return tuple(quotation for at in range(len(passages)) for quotation in _quotations(passages, at))


def _quotations(passages: Sequence[Passage], at: int) -> Iterator[Quotation]:
    passage = passages[at]
    if passage.whole or passage.mark[1]:
        words, credit, within = part_credit(passage.text)
        if not _PLACE_ONLY.fullmatch(words):
            beside = "" if credit and not within else _credit_beside(passages, at)
            uncut = _quotation(passage, _unwrapped(passage.text.strip()), beside) if within else None
            yield _quotation(passage, _unwrapped(words), credit or beside, uncut)
        return
    for opening, closing in quotations(passage.text):
        words = passage.text[opening + 1 : closing]
        if is_long(words):
            after = passage.text[closing + 1 :]
            credit = _credit_after(after) or speaker_of(passage.text, opening, closing)
            credit = credit or _label(passage.text[:opening])
            credit = credit or ("" if after.strip() else _credit_beside(passages, at))
            line = passage.lines[passage.text.count("\n", 0, opening)] if passage.lines else passage.line
            yield replace(_quotation(passage, words.strip(), credit), line=line)
    reached = 0
    for opening in unclosed(passage.text):
        if opening >= reached:  # any further mark stands among the words that this one opens
            end = passage.text.find("\n", opening) if passage.slide else -1  # in Markdown, it ends no paragraph
            reached = end if end >= 0 else len(passage.text)
            yield from _left_open(passages, at, opening, reached)


def _left_open(passages: Sequence[Passage], at: int, opening: int, end: int) -> Iterator[Quotation]:
    """What follows an opening mark that nothing closes, to the end of its paragraph, where it is long enough."""
    passage = passages[at]
    rest = _PLACED_AFTER.sub("", passage.text[opening + 1 : end])
    words, credit, within = part_credit(rest)
    if is_long(words):
        named = credit or speaker_of(passage.text, opening, len(passage.text)) or _credit_beside(passages, at)
        yield _quotation(passage, words, named, _quotation(passage, rest.strip(), "") if within else None)


def _quotation(passage: Passage, text: str, credit: str, uncut: Quotation | None = None) -> Quotation:
    return Quotation(passage.slide, passage.line, passage.part, text, name_of(credit), *passage.mark, credit, uncut)


def _credit_beside(passages: Sequence[Passage], at: int) -> str:
    """The name in a text of its own that follows the quotation on the same slide: its credit, or begun with a dash."""
    here = passages[at]
    for passed, other in enumerate(passages[at + 1 : at + _FURTHEST]):
        if (other.slide, other.part) != (here.slide, here.part) or other.mark[1]:
            return ""
        dash = re.match(rf"{DASH}\s*(?=\S)", other.text) if other.is_credit or not passed else None
        credit = other.text[dash.end() if dash else 0 :]
        if other.is_credit or (dash and is_credit(credit)):
            return credit
    return ""


def _credit_after(text: str) -> str:
    """The credit in what follows the closing mark: behind a dash where nothing but it follows, or in brackets."""
    match = re.match(rf"\s*(?:{DASH}\s*|-\s+)([^\n\v]{{2,80}})(?:[\n\v]|$)", text)
    if match:
        return match[1] if begins_with_name(match[1]) or means_author(name_of(match[1])) else ""
    match = re.match(r"\s*[（(]([^()（）\n\v]{2,80})[)）]", text)
    name = name_of(match[1]) if match else ""
    named = is_chinese_name(name) or (
        is_plain_credit(name) and not has_cjk(name) and not re.search(r"\b\d{1,3}\b", name)
    )
    return match[1] if match and named else ""


def _label(before: str) -> str:
    """The name in `Name: “…”`, with a place in brackets or without."""
    match = re.search(
        r"(?:^|[\n\v。；;•·])\s*([^\s：:，。（(]{2,3}|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*)+)"
        r"\s*(?:[（(][^()（）\n]{1,60}[)）])?\s*[：:]\s*$",
        before,
    )
    if not match:
        return ""
    chinese = all(map(is_cjk, match[1]))
    return match[1] if not chinese or is_chinese_name(match[1]) else ""


def _unwrapped(text: str) -> str:
    """The words without the marks that surround them all."""
    marks = quotations(text)
    return text[1:-1].strip() if marks == ((0, len(text) - 1),) else text
