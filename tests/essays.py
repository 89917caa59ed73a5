"""Small essays for tests: paragraphs in, an Essay out, sentences cut at full stops."""

from __future__ import annotations

import re

from briefgen.essay import Essay, Paragraph, Section, Sentence


def essay_of(*sections: tuple[str, ...], language: str = "zh", kind: str = "text", **fields: str) -> Essay:
    """An essay whose sections are tuples of a heading and paragraphs; the first is the lead, its heading unused."""
    read = tuple(_section(number, texts, kind) for number, texts in enumerate(sections))
    given = {"path": "essay.md", "sha256": "0" * 64, "title": "题目", "author": "作者", "published": "2024-05-01"}
    return Essay(**{**given, "url": "", **fields}, language=language, sections=read)  # type: ignore[arg-type]


def _section(number: int, texts: tuple[str, ...], kind: str) -> Section:
    heading = _paragraph(f"{number}.0", texts[0], "heading") if number else None
    body = tuple(_paragraph(f"{number}.{at}", text, kind) for at, text in enumerate(texts[1:], 1))
    return Section(number, heading, body)


def _paragraph(locator: str, text: str, kind: str) -> Paragraph:
    cut = re.finditer(r"[^。！？!?]+?(?:(?:[。！？!?]+|\.(?= |$))[”’」』]*|$)", text)
    pieces = [(match.start() + len(match[0]) - len(match[0].lstrip()), match[0].strip()) for match in cut]
    sentences = tuple(
        Sentence(f"{locator}.{at}", piece, start, 1) for at, (start, piece) in enumerate((p for p in pieces if p[1]), 1)
    )
    return Paragraph(locator, text, 1, sentences, kind=kind)  # type: ignore[arg-type]
