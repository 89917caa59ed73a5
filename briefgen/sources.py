"""Finds and reads what an outline or digest is made from, and merges it: outlines, essays, briefings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefgen.briefing import Briefing, merge_briefing
from briefgen.digest import is_digest, read_digest
from briefgen.errors import BriefgenError, Problem
from briefgen.library import find_essay, read_found
from briefgen.outline import read_outline
from briefgen.synthesis import Synthesis, merge_digest

ESSAY_CHANGED = "the essay's file has changed"


def read_briefing(path: Path, essays: tuple[Path, ...]) -> tuple[Briefing, tuple[Problem, ...]]:
    """Outline and essay, found and merged, with warnings. Raises BriefgenError with every problem of the outline."""
    outline = read_outline(path)
    found = find_essay(outline.essay, essays)
    if found is None:
        mark = outline.essay.marks
        hint = "give the folder that holds it with --essays DIR"
        missing = mark.problem("sha256", "the essay is not at hand; quotes show only their places", hint, "warning")
        briefing, warnings = merge_briefing(outline, None)
        return briefing, (missing, *warnings)
    essay = read_found(found)
    briefing, warnings = merge_briefing(outline, essay)
    if outline.essay.sha256 not in ("", essay.sha256):
        mark = outline.essay.marks
        hint = f"when the quotes are checked, write sha256: {essay.sha256}"
        warnings = (mark.problem("sha256", ESSAY_CHANGED, hint, "warning"), *warnings)
    return briefing, warnings


def read_synthesis(path: Path, essays: tuple[Path, ...]) -> tuple[Synthesis, tuple[Problem, ...]]:
    """Digest, outlines and essays, merged, with warnings.

    Raises BriefgenError with every problem of the digest and its outlines. That an essay is no longer the one that
    its outline pins is an error here: nobody has read the new text together with the others.
    """
    digest = read_digest(path)
    briefings: list[Briefing] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for index, outline in enumerate(digest.outlines()):
        if is_digest(outline):
            place = digest.digest.marks.problem(f"essays.{index}", "a digest cannot draw on a digest", "list outlines")
            problems.append(place)
            continue
        try:
            briefing, found = read_briefing(outline, essays)
        except BriefgenError as error:
            problems.extend(error.problems)
            continue
        briefings.append(briefing)
        problems += [replace(p, severity="error") for p in found if p.message == ESSAY_CHANGED]
        warnings += [p for p in found if p.message != ESSAY_CHANGED]
    if problems:
        raise BriefgenError(problems)
    return merge_digest(digest, briefings), tuple(warnings)
