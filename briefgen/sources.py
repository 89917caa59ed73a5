"""Finds and reads what an outline is made from, and merges it."""

from __future__ import annotations

from pathlib import Path

from briefgen.briefing import Briefing, merge_briefing
from briefgen.errors import Problem
from briefgen.library import find_essay, not_at_hand, read_found
from briefgen.outline import read_outline

ESSAY_CHANGED = "the essay's file has changed"


def read_briefing(
    path: Path, essays: tuple[Path, ...], data: bytes | None = None
) -> tuple[Briefing, tuple[Problem, ...]]:
    """Outline and essay, found and merged, with warnings. Raises BriefgenError with every problem of the outline.

    `data` is what the outline's file holds, where it has been read already.
    """
    outline = read_outline(path, data)
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
