"""The glossary: ideas of the field with their Chinese and English terms, so that essays in both can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import BriefgenError
from briefgen.records import Record, key, read_record
from briefgen.yamlfile import read_file, read_yaml

BUILTIN = Path(__file__).with_name("glossary.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea(Record):
    """The terms of one idea."""

    zh: tuple[str, ...] = key("Chinese terms", ())
    en: tuple[str, ...] = key("beginnings of English words or phrases", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryFile(Record):
    """What a glossary's file holds."""

    terms: Mapping[str, Idea] = key("ideas by name")


@dataclass(frozen=True, slots=True)
class Glossary:
    """Finds the ideas that a text speaks of."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    def ideas(self, text: str) -> tuple[str, ...]:
        """The names of the ideas in `text`, once for each mention, in the glossary's order."""
        return tuple(name for name, pattern in self.patterns for _ in pattern.finditer(text))


def read_glossary(own: Path | None = None) -> Glossary:
    """The glossary that ships, with the ideas of one's own added; raises BriefgenError with all that is wrong."""
    ideas = dict(_read(BUILTIN).terms)
    if own:
        ideas.update(_read(own).terms)
    return Glossary(tuple((name, _pattern(idea)) for name, idea in ideas.items()))


def _read(path: Path) -> GlossaryFile:
    file = read_record(GlossaryFile, read_yaml(read_file(path), str(path)), str(path))
    empty = [(name, idea) for name, idea in file.terms.items() if not any((*idea.zh, *idea.en))]
    if empty:
        raise BriefgenError(idea.marks.problem("", f"the idea '{name}' has no term") for name, idea in empty)
    return file


def _pattern(idea: Idea) -> re.Pattern[str]:
    """Longer terms first, so that a term is not counted again for a shorter one inside it."""
    chinese = [re.escape(term) for term in sorted(idea.zh, key=len, reverse=True) if term]
    english = [rf"\b{re.escape(term)}" for term in sorted(idea.en, key=len, reverse=True) if term]
    return re.compile("|".join(chinese + english), re.IGNORECASE)
