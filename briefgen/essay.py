"""The essay as a value: sections, paragraphs and sentences, each with a place that a person can look up."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Literal

from msgspec import Struct

BlockKind = Literal["heading", "text", "item", "quotation"]


class Block(Struct, frozen=True, gc=False):
    """What a reader gives: one heading, paragraph, list item or block quotation, without markup, soft wraps folded."""

    kind: BlockKind
    text: str
    line: int
    """Line of the file, from 1, where the block begins."""
    level: int = 0
    """Heading level (1 to 6), or nesting of a list item (from 1)."""
    marker: str = ""
    """`3.` of an ordered item or numbered heading where the markup, not the text, holds it; `-` for a bullet."""
    strong: tuple[tuple[int, int], ...] = ()
    """Spans of `text`, in code points, that the author set in bold."""
    breaks: tuple[tuple[int, int], ...] = ()
    """(offset in `text`, line of the file) wherever the text goes on on a later line."""


class Sentence(Struct, frozen=True, gc=False):
    """A sentence with its closing quotation marks; `text` is `paragraph.text[start:start + len(text)]`."""

    locator: str
    """`section.paragraph.sentence`, from 1; section 0 is the lead, paragraph 0 the section's heading."""
    text: str
    start: int
    line: int


class Paragraph(Struct, frozen=True, gc=False):
    """A paragraph, list item, block quotation, or (with number 0) the heading of its section."""

    locator: str
    text: str
    line: int
    sentences: tuple[Sentence, ...]
    kind: BlockKind = "text"
    level: int = 0
    marker: str = ""
    strong: tuple[tuple[int, int], ...] = ()


class Section(Struct, frozen=True):
    """What stands under one heading, up to the next heading of any level; the lead has no heading."""

    number: int
    heading: Paragraph | None
    paragraphs: tuple[Paragraph, ...]

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""


class Essay(Struct, frozen=True):
    """An essay as read; what the file does not tell (title, author …) is an empty string."""

    path: str
    sha256: str
    """Of the file's bytes, in hex."""
    title: str
    author: str
    published: str
    """ISO 8601 date, or as much of it as the file gives."""
    url: str
    language: str
    """BCP 47 primary tag: `zh` or `en`."""
    sections: tuple[Section, ...]

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in the essay's order, headings included."""
        for section in self.sections:
            if section.heading:
                yield section.heading
            yield from section.paragraphs

    def paragraph(self, locator: str) -> Paragraph | None:
        """The paragraph that holds a place `section.paragraph` or `section.paragraph.sentence`."""
        number, place, *_ = (*locator.split("."), "")
        section = next((section for section in self.sections if str(section.number) == number), None)
        if section is None or not place.isdecimal():
            return None
        at = int(place)
        if at == 0:
            return section.heading
        return section.paragraphs[at - 1] if at <= len(section.paragraphs) else None

    def sentences(self) -> Iterator[Sentence]:
        for paragraph in self.paragraphs():
            yield from paragraph.sentences

    @property
    def text(self) -> str:
        """The body, a paragraph a line: what every quote must be found in."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs())


def check_of(text: str) -> str:
    """The check of a quoted text: the first 8 hex digits of the SHA-256 of its UTF-8 bytes."""
    return sha256(text.encode()).hexdigest()[:8]
