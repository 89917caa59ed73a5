"""Reads what a digest is made from, outlines and their essays, and merges it."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from briefgen.briefing import Briefing
from briefgen.digest import read_digest
from briefgen.errors import BriefgenError, Problem
from briefgen.outlines import is_digest
from briefgen.sources import ESSAY_CHANGED, read_briefing
from briefgen.synthesis import Synthesis, merge_digest


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
