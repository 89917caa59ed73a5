"""The glossary: ideas of the field with their Chinese and English terms, so that essays in both can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Struct

from briefgen.errors import BriefgenError
from briefgen.records import Doc, Record, read_record
from briefgen.yamlfile import read_file, read_yaml

BUILTIN = Path(__file__).with_name("glossary.yaml")


class Idea(Record, frozen=True, kw_only=True):
    """The terms of one idea."""

    zh: Annotated[tuple[str, ...], Doc("Chinese terms")] = ()
    en: Annotated[tuple[str, ...], Doc("beginnings of English words or phrases")] = ()


class GlossaryFile(Record, frozen=True, kw_only=True):
    """What a glossary's file holds."""

    terms: Annotated[Mapping[str, Idea], Doc("ideas by name")]


class Glossary(Struct, frozen=True):
    """Finds the ideas that a text speaks of."""

    pattern: re.Pattern[str]
    """Every term, the longer ones first: a term is not found again inside a longer one."""
    ideas_by_term: Mapping[str, str]
    chinese: Mapping[str, str]
    """The first Chinese term of each idea that has one."""

    def ideas(self, text: str) -> tuple[str, ...]:
        """The names of the ideas in `text`, once for each mention, in the order of the text."""
        return tuple(self.ideas_by_term[match[0].lower()] for match in self.pattern.finditer(text))

    def word(self, idea: str, language: str) -> str:
        """What a reader of `language` calls the idea."""
        return self.chinese.get(idea, idea) if language == "zh" else idea


def read_glossary(own: Path | None = None) -> Glossary:
    """The glossary that ships, with the ideas of one's own added; raises BriefgenError with all that is wrong."""
    ideas = dict(_read(BUILTIN).terms)
    if own:
        ideas.update(_read(own).terms)
    return glossary_of(ideas)


def glossary_of(ideas: Mapping[str, Idea]) -> Glossary:
    """The glossary of the ideas; where two share a term, the first has it."""
    terms = {
        term.lower(): name for name, idea in reversed(list(ideas.items())) for term in (*idea.zh, *idea.en) if term
    }
    longest = sorted(terms, key=lambda term: (-len(term), term))
    pattern = "|".join((r"\b" if term[0].isascii() else "") + re.escape(term) for term in longest)
    chinese = {name: idea.zh[0] for name, idea in ideas.items() if idea.zh}
    return Glossary(re.compile(pattern or "(?!)", re.IGNORECASE | re.ASCII), terms, chinese)


def _read(path: Path) -> GlossaryFile:
    file = read_record(GlossaryFile, read_yaml(read_file(path), str(path)), str(path))
    empty = [(name, idea) for name, idea in file.terms.items() if not any((*idea.zh, *idea.en))]
    if empty:
        raise BriefgenError(idea.marks.problem("", f"the idea '{name}' has no term") for name, idea in empty)
    return file
