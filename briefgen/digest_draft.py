"""Drafts a digest from outlines: proposals with their reasons, for a person to decide on."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from briefgen.errors import BriefgenError, Problem, collecting
from briefgen.glossary import Glossary, read_glossary
from briefgen.outline import Outline, read_outline
from briefgen.outlines import find_outlines, is_digest
from briefgen.themes import (
    Cluster,
    Contradiction,
    Member,
    find_clusters,
    find_contradictions,
    find_recurring,
    find_repeated,
    members_of,
)

THESIS = {"zh": "待定：用一句话写出这些文章合起来说明什么", "en": "To decide: what these essays say, in one sentence"}
TITLE = {"zh": "待定：综述标题", "en": "To decide: the digest's title"}
READING = {"zh": "待定：我们怎样看这一分歧", "en": "To decide: how we read this difference"}

NO_THEMES = "themes: [] # no arguments of different outlines are alike; --glossary may tell what ideas they share"


def draft_over(named: tuple[Path, ...], folder: Path, own: Path | None = None) -> str:
    """The digest over the outlines in the files and folders `named`, to be saved in `folder`.

    Digests among them are passed over; `own` is a glossary of one's own. Raises BriefgenError with every problem of
    the outlines, or of the glossary.
    """
    glossary = read_glossary(own)
    outlines: list[Outline] = []
    problems: list[Problem] = []
    digests: list[str] = []
    for path in find_outlines(named):
        with collecting(problems):
            if is_digest(path):
                digests.append(str(path))
            else:
                outlines.append(read_outline(path))
    problems += _same_names(outlines)
    if not problems and len(outlines) < 2:
        passed_over = f"; {digests[0]} is a digest, which does not count" if digests else ""
        problems.append(
            Problem(str(named[0]), 0, 0, "a digest needs at least two outlines", f"name more of them{passed_over}")
        )
    if problems:
        raise BriefgenError(problems)
    return draft_digest(outlines, glossary, folder)


def _same_names(outlines: Iterable[Outline]) -> Iterator[Problem]:
    """A digest names an outline by its file: two of one name could not be told apart in it."""
    first: dict[str, str] = {}
    for outline in outlines:
        path = outline.marks.path
        if first.setdefault(outline.name, path) != path:
            hint = f"rename it: {first[outline.name]} has that name, too"
            yield Problem(path, 0, 0, f"a second outline named '{outline.name}'", hint)


def draft_digest(outlines: Sequence[Outline], glossary: Glossary, folder: Path) -> str:
    """The YAML of a digest to be saved in `folder`: themes, tensions and, as comments, what speaks for them."""
    members = members_of(outlines, glossary)
    chinese = sum(outline.essay.language != "en" for outline in outlines)
    language = "zh" if chinese * 2 >= len(outlines) else "en"
    contradictions = find_contradictions(members)
    clusters = find_clusters(members)
    lines = [*_head(outlines, language, folder), "", "themes:" if clusters else NO_THEMES]
    for number, cluster in enumerate(clusters, 1):
        lines += [*_theme(number, cluster, contradictions), ""]
    if contradictions:
        lines.append("tensions:")
    for number, contradiction in enumerate(contradictions, 1):
        lines += [*_tension(number, contradiction, glossary.word(contradiction.idea, language), language), ""]
    return "\n".join([*lines, *_remarks(outlines, members, glossary)]).rstrip() + "\n"


def _head(outlines: Iterable[Outline], language: str, folder: Path) -> Iterator[str]:
    yield "# yaml-language-server: $schema=digest.schema.json"
    yield "# A draft: every proposal below shows why it is made. Keep, change or delete it."
    yield "digest:"
    yield f"  title: {_quoted(TITLE[language])}"
    yield f"  language: {language}"
    yield "  essays:"
    for outline in outlines:
        yield f"    - {_quoted(Path(os.path.relpath(outline.marks.path, folder)).as_posix())}"
    yield ""
    for outline in outlines:
        yield _comment("", f"{outline.name}: {outline.thesis.for_any(())}")
    yield f"thesis: {_quoted(THESIS[language])}"


def _theme(number: int, cluster: Cluster, contradictions: Iterable[Contradiction]) -> Iterator[str]:
    leader = cluster.members[0]
    against = _against(cluster, contradictions)
    yield _comment("  ", f"why together: {', '.join(cluster.shared) or 'they are alike in several rare words'}")
    yield f"  - id: t{number}"
    yield f"    claim: {_quoted(leader.argument.claim.for_any(()))} # the words of {leader.ref}, nearest to the middle"
    if leader.argument.contrast:
        contrast = leader.argument.contrast
        yield f"    contrast: {{from: {_quoted(contrast.from_)}, to: {_quoted(contrast.to)}}}"
    yield "    draws_on:"
    yield from (_listed(member) for member in cluster.members if all(member is not other for other in against))
    if against:
        yield "    contradicted_by: # they want what others here leave behind, or the reverse"
        yield from (_listed(member) for member in against)
    yield f"    quotes: [{', '.join(_quotable(cluster.members))}]"


def _against(cluster: Cluster, contradictions: Iterable[Contradiction]) -> list[Member]:
    """Members that stand alone with their view of an idea on which several others of the cluster agree."""
    refs = {member.ref for member in cluster.members}
    alone: set[str] = set()
    for contradiction in contradictions:
        wants = refs & {member.ref for member in contradiction.wants}
        denies = refs & {member.ref for member in contradiction.denies}
        if len(wants) != len(denies):
            alone |= min(wants, denies, key=len)
    found = [member for member in cluster.members if member.ref in alone]
    return found if len(found) * 2 < len(cluster.members) else []


def _quotable(members: Iterable[Member]) -> list[str]:
    """The first arguments with quotes, of two outlines."""
    first: dict[str, str] = {}
    for member in members:
        if member.argument.quotes:
            first.setdefault(member.outline, _ref(member))
    return list(first.values())[:2]


def _tension(number: int, contradiction: Contradiction, word: str, language: str) -> Iterator[str]:
    question = {"zh": f"要{word}，还是不要{word}？", "en": f"{word}: wanted or left behind?"}
    yield _comment("  ", f"why: some want '{contradiction.idea}', others say to leave it behind or deny it")
    yield f"  - id: x{number}"
    yield f"    claim: {_quoted(question[language])}"
    yield "    sides:"
    for members in (contradiction.wants, contradiction.denies):
        yield f"      - says: {_quoted(members[0].argument.claim.for_any(()))}"
        yield "        draws_on:"
        yield from ("    " + _listed(member) for member in members)
    yield f"    reading: {_quoted(READING[language])}"


def _remarks(outlines: Sequence[Outline], members: Sequence[Member], glossary: Glossary) -> Iterator[str]:
    for recurring in find_recurring(members, glossary):
        yield _comment("", f"recurring contrast: {recurring.left} → {recurring.reached}")
        for member in recurring.members:
            contrast = member.argument.contrast
            if contrast:
                yield _comment("  ", f"{member.ref}: {contrast.from_} → {contrast.to}")
    for refs in find_repeated(outlines):
        yield _comment("", f"the same words are quoted by {', '.join(refs)}")


def _listed(member: Member) -> str:
    return f"      - {_ref(member)} # {_one_line(member.argument.claim.for_any(()))}"


def _ref(member: Member) -> str:
    """The argument's name, quoted where YAML would read it as something else."""
    return member.ref if re.fullmatch(r"\w[\w./-]*", member.ref) else _quoted(member.ref)


def _comment(indent: str, text: str) -> str:
    return f"{indent}# {_one_line(text)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar: JSON's strings are such scalars."""
    return json.dumps(_one_line(text), ensure_ascii=False)
