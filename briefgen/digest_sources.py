"""Reads what a digest is made from, outlines and their essays, and merges it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from briefgen.briefing import Briefing
from briefgen.digest import Digest, DigestHead, numbered, read_digest_parts
from briefgen.errors import BriefgenError, Problem, collecting
from briefgen.outlines import is_digest
from briefgen.records import Marks, Reading
from briefgen.sources import ESSAY_CHANGED, read_briefing
from briefgen.synthesis import Synthesis, merge_digest
from briefgen.yamlfile import is_file


def read_synthesis(path: Path, essays: tuple[Path, ...]) -> tuple[Synthesis, tuple[Problem, ...]]:
    """Digest, outlines and essays, merged, with warnings.

    Raises BriefgenError with every problem of the digest and its outlines. That an essay is no longer the one that
    its outline pins is an error here: nobody has read the new text together with the others.
    """
    reading = read_digest_parts(path)
    problems = list(reading.problems)
    briefings: list[Briefing] = []
    warnings: list[Problem] = []
    for outline, marks, key in _outlines(reading, path):
        with collecting(problems):
            if is_digest(outline):
                raise BriefgenError(marks.problem(key, "a digest cannot draw on a digest", "list outlines"))
            briefing, found = read_briefing(outline, essays)
            briefings.append(briefing)
            problems += [replace(p, severity="error") for p in found if p.message == ESSAY_CHANGED]
            warnings += [p for p in found if p.message != ESSAY_CHANGED]
    if problems:
        raise BriefgenError(dict.fromkeys(problems))
    return merge_digest(numbered(reading.whole()), briefings), tuple(warnings)


def _outlines(reading: Reading[Digest], path: Path) -> Iterator[tuple[Path, Marks, str]]:
    """The outlines that a digest names and that are there, with the place of each."""
    for head in reading.all(DigestHead):
        for index, outline in enumerate(head.outlines()):
            if is_file(outline) and outline.resolve() != path.resolve():
                yield outline, head.marks, f"essays.{index}"
