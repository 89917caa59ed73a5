"""Finds and reads what an outline is made from, and merges it."""

from __future__ import annotations

from pathlib import Path

from briefgen.briefing import Briefing, merge_briefing, missing_quotes
from briefgen.errors import BriefgenError, Problem, collecting
from briefgen.library import find_essay, not_at_hand, read_found
from briefgen.outline import EssayRef, Outline, numbered, read_what_stands, sound_quotes
from briefgen.records import Reading

ESSAY_CHANGED = "the essay's file has changed"


def read_briefing(
    path: Path, essays: tuple[Path, ...], data: bytes | None = None
) -> tuple[Briefing, tuple[Problem, ...]]:
    """Outline and essay, found and merged, with warnings. Raises BriefgenError with every problem of the outline.

    `data` is what the outline's file holds, where it has been read already.
    """
    reading = read_what_stands(path, data)
    if reading.problems:
        raise BriefgenError(sorted({*reading.problems, *_quotes_missing(reading, essays)}))
    outline = numbered(reading.whole())
    found = find_essay(outline.essay, essays)
    if found is None:
        briefing, warnings = merge_briefing(outline, None)
        return briefing, (not_at_hand(outline.essay), *warnings)
    essay = read_found(found)
    briefing, warnings = merge_briefing(outline, essay)
    if outline.essay.sha256 not in ("", essay.sha256):
        mark = outline.essay.marks
        hint = f"when the quotes are checked, write sha256: {essay.sha256}"
        warnings = (mark.problem("sha256", ESSAY_CHANGED, hint, "warning"), *warnings)
    return briefing, warnings


def _quotes_missing(reading: Reading[Outline], essays: tuple[Path, ...]) -> tuple[Problem, ...]:
    """What is wrong, beside an outline's own mistakes, with the essay that it names and the quotes from it."""
    problems: list[Problem] = []
    with collecting(problems):
        for named in reading.sound(EssayRef):
            if found := find_essay(named, essays):
                problems += missing_quotes(sound_quotes(reading), read_found(found))
    return tuple(problems)
