"""The first step of the way: an essay file in whatever form people have it becomes an Essay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, Problem, unreadable
from briefgen.essay import Block, Essay, Paragraph, Section, Sentence
from briefgen.output import check_shown
from briefgen.patterns import lazy_pattern
from briefgen.readers.boilerplate import trim_boilerplate
from briefgen.readers.decoding import decode_text
from briefgen.readers.frontmatter import split_front_matter
from briefgen.readers.source import Facts, Source
from briefgen.sentences import count_wide, split_sentences

if TYPE_CHECKING:
    from briefgen.enumeration import Marker

_MARKUP = lazy_pattern(r"\s*<(?:!doctype|html|head|body|div|p|article|section|main|h[1-6]|blockquote|\?xml)\b", re.I)
_HTML = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_OUTLINE = lazy_pattern(rb"(?m)^(?:essay|arguments|thesis)[ \t]*:")
_DIGEST = lazy_pattern(rb"(?m)^digest[ \t]*:")
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_MAYBE_WIDE = lazy_pattern("[\u1100-\U0010ffff]")
"""No letter before these is wide."""
_MOST_BYTES = 50_000_000
_MOST_TOLD = 200_000
"""Characters from which the language is told."""


def read_essay(path: str | Path) -> Essay:
    """The essay in the file: text, Markdown, HTML, a saved feed entry, .docx, or .pdf with a text layer.

    Raises BriefgenError where the file cannot be read, is no text, or holds no essay.

    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> essay.title, essay.language, essay.sections[1].title
    ('The Small Platform', 'en', '1. Start with one bottleneck')
    """
    name = str(path)
    check_shown(Path(path))
    data = _read_bytes(Path(path), name)
    stated, source = _read_source(data, Path(path).suffix.lower(), name)
    blocks, around = trim_boilerplate(source.blocks)
    title, blocks = _take_title(stated.title or source.facts.title, blocks)
    if not any(block.kind != "heading" for block in blocks):
        raise BriefgenError(
            Problem(name, 0, 0, "there is no essay in this file", "nothing but headings or boilerplate")
        )
    # A feed's front matter names the site as its author; a byline or a note on the author knows better.
    facts = Facts(title=title, author=around.author).or_else(stated).or_else(around).or_else(source.facts)
    language = facts.language[:2].lower() if facts.language[:2].lower() in ("zh", "en") else _language(blocks)
    sections = _sections(blocks)
    digest = sha256(data).hexdigest()
    return Essay(name, digest, facts.title, facts.author, facts.published, facts.url, language, sections)


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:  # some files have no size until they are read: pipes, devices
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BriefgenError(unreadable(name, error, "cannot read the essay")) from error
    if len(data) > _MOST_BYTES:
        raise BriefgenError(Problem(name, 0, 0, "this file is larger than 50 MB", "is it an essay?"))
    return data


def _read_source(data: bytes, suffix: str, name: str) -> tuple[Facts, Source]:
    """What the file states of itself above the essay, and the essay as blocks."""
    if data.startswith(b"%PDF-") or suffix == ".pdf":
        from briefgen.readers.pdf import read_pdf

        return Facts(), read_pdf(data, name)
    _refuse_other_kinds(data, suffix, name)
    if data.startswith(b"PK\x03\x04") or suffix in (".docx", ".docm", ".doc"):
        from briefgen.readers.docx import read_docx

        return Facts(), read_docx(data, name)
    stated, body, line = split_front_matter(decode_text(data, name))
    return stated, _read_text(body, line, suffix)


def _refuse_other_kinds(data: bytes, suffix: str, name: str) -> None:
    """Raises BriefgenError for kinds of file that would be read as something else, and says what to give instead."""
    if suffix == ".rtf" or data.startswith(b"{\\rtf"):
        raise BriefgenError(Problem(name, 0, 0, "this is rich text (RTF), which is not read", "save it as .docx"))
    if suffix in (".odt", ".ott", ".pages", ".wps") or b"opendocument.text" in data[:200]:
        kind = suffix if suffix in (".pages", ".wps") else ".odt"
        raise BriefgenError(Problem(name, 0, 0, f"{kind} documents are not read", "save it as .docx"))
    if suffix in (".yaml", ".yml"):
        kind = "a digest" if _DIGEST.search(data) else "an outline" if _OUTLINE.search(data) else "YAML"
        hint = (
            "`briefgen build` makes its decks and briefs"
            if kind != "YAML"
            else "give text, Markdown, HTML, .docx or .pdf"
        )
        raise BriefgenError(Problem(name, 0, 0, f"is {kind} and no essay", hint))


def _read_text(body: str, line: int, suffix: str) -> Source:
    if suffix in _HTML or (suffix not in _MARKDOWN and _MARKUP.match(body)):
        from briefgen.readers.page import read_page

        return read_page(body, line)
    if suffix in _MARKDOWN:
        from briefgen.readers.markdown import read_markdown

        return read_markdown(body, line)
    from briefgen.readers.text import read_plain_text

    return read_plain_text(body, line)


def _take_title(title: str, blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """The title, and the blocks without the heading that repeats it or, where the file names none, gives it."""
    first = next((place for place, block in enumerate(blocks[:4]) if block.kind == "heading"), None)
    place = 0 if first is None else first
    if not blocks:
        return title, ()
    if first is None:
        taken = not title and _looks_like_title(blocks)
    else:
        lonely = blocks[first].level == 1 and sum(b.level == 1 and b.kind == "heading" for b in blocks) == 1
        repeats = bool(title) and _plain(blocks[first].text) == _plain(title)
        taken = repeats or (not title and (first == 0 or lonely))
    if not taken or _counts_on(blocks[place], blocks[place + 1 :]):
        return title, tuple(blocks)
    return title or blocks[place].text, (*blocks[:place], *blocks[place + 1 :])


def _counts_on(block: Block, later: Sequence[Block]) -> bool:
    """Whether the block has a number and the next that is counted so has the one after: it is a point, no title."""
    siblings = [other for other in later if (other.kind, other.level) == (block.kind, block.level)]
    first = _marker_of(block) if siblings else None  # a title mostly has none, and a start need not know how to count
    if first is None:
        return False
    from briefgen.enumeration import NEXT

    markers = (_marker_of(other) for other in siblings)
    following = next((marker for marker in markers if marker and marker.family == first.family), None)
    return following is not None and following.number in (first.number + 1, NEXT)


def _marker_of(block: Block) -> Marker | None:
    """The enumerator with which the block begins."""
    from briefgen.enumeration import find_markers

    return next((marker for marker in find_markers([_paragraph(block, "0.0")]) if marker.start == 0), None)


def _looks_like_title(blocks: Sequence[Block]) -> bool:
    """Whether a file without headings begins with a short line that is no sentence."""
    if len(blocks) < 4 or blocks[0].kind != "text" or len(blocks[0].text) > 60:
        return False
    return blocks[0].text[-1] not in "。，；：…,;:.”" and any(map(str.isalpha, blocks[0].text))


def _plain(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _language(blocks: Iterable[Block]) -> str:
    """`zh` where Chinese characters are at least a fifth of the first words, counting each as one."""
    text = "\n".join(block.text for block in blocks)[:_MOST_TOLD]
    if not _MAYBE_WIDE.search(text):
        return "en" if _LETTERS.search(text) else "zh"
    wide = words = 0
    for run in _LETTERS.finditer(text):
        chinese = count_wide(run[0])
        wide += chinese
        words += chinese or 1
        if chinese and 5 * wide >= words + (len(text) - run.end()) // 2:  # at most so many other words can follow
            return "zh"
    return "zh" if 5 * wide >= words else "en"


def _sections(blocks: Iterable[Block]) -> tuple[Section, ...]:
    """Sections from heading to heading; the lead is section 0, even where it is empty."""
    parts: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if block.kind == "heading":
            parts.append((block, []))
        else:
            parts[-1][1].append(block)
    return tuple(
        Section(
            number,
            _paragraph(heading, f"{number}.0") if heading else None,
            tuple(_paragraph(block, f"{number}.{place}") for place, block in enumerate(body, 1)),
        )
        for number, (heading, body) in enumerate(parts)
    )


def _paragraph(block: Block, locator: str) -> Paragraph:
    spans = ((0, len(block.text)),) if block.kind == "heading" else split_sentences(block.text)
    text, line = block.text, block.line
    later = iter((*block.breaks, (len(text), 0)))
    following, its_line = next(later)
    sentences = []
    for number, (start, end) in enumerate(spans, 1):
        while following <= start:
            line = its_line
            following, its_line = next(later)
        sentences.append(Sentence(f"{locator}.{number}", text[start:end], start, line))
    return Paragraph(locator, text, block.line, tuple(sentences), block.kind, block.level, block.marker, block.strong)
