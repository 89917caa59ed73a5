"""The digest: an outline over outlines, what a person says several essays say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from briefgen.errors import BriefgenError, Problem
from briefgen.outline import DATE, ID, Ask, Contrast, Term
from briefgen.records import Record, Worded, key, read_record
from briefgen.yamlfile import is_file, read_file, read_yaml

REF = r"[^/]+/[^/\s]+"
Stance = Literal["supports", "qualifies", "contradicts"]
STANCES: tuple[tuple[str, Stance], ...] = (
    ("draws_on", "supports"),
    ("qualified_by", "qualifies"),
    ("contradicted_by", "contradicts"),
)
"""The keys of a theme that name arguments, and the stance that each key says they take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestHead(Record):
    """What the digest is called, and the outlines that it is over."""

    title: str = key("the digest's title")
    essays: tuple[str, ...] = key("the outlines' files, relative to the digest")
    short_titles: dict[str, str] | None = key("short titles of the essays for tables, by outline", None)
    author: str = key("who wrote the digest", "")
    published: str = key("date of the digest: 2021, 2021-04 or 2021-04-20", "", pattern=DATE)
    language: Literal["zh", "en"] = key("language of the digest and of the deck's fixed words", "zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Record):
    """What several essays argue together; an argument is named `outline/argument`."""

    claim: Worded = key("what the essays say together, as a full sentence that can stand as a slide title")
    id: str = key("a stable name for the theme; without it t1, t2 …", "", pattern=ID)
    points: tuple[str, ...] = key("what the theme comes to, in your own words", ())
    contrast: Contrast | None = key("a change that the essays agree on: {from: …, to: …}", None)
    draws_on: tuple[str, ...] = key("the arguments that support the theme", (), pattern=REF)
    qualified_by: tuple[str, ...] = key("the arguments that support it with a reservation", (), pattern=REF)
    contradicted_by: tuple[str, ...] = key("the arguments that speak against it", (), pattern=REF)
    says: dict[str, str] | None = key("what an argument says to this theme, where its claim is not enough", None)
    quotes: tuple[str, ...] = key("the arguments whose first quote is shown, from two essays", (), pattern=REF)
    so_what: Worded = key("what follows for the reader, per audience", Worded())
    risk: Worded = key("what threatens whoever acts on the theme, or ignores it, per audience", Worded())
    audiences: tuple[str, ...] = key("only these audiences get the theme; without it, everybody", ())

    def stances(self) -> tuple[tuple[str, Stance, str], ...]:
        """(argument, stance, key of its place) of every argument named, the supporting ones first."""
        named = ((name, stance, getattr(self, name)) for name, stance in STANCES)
        return tuple((ref, stance, f"{name}.{i}") for name, stance, refs in named for i, ref in enumerate(refs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Record):
    """One side of a tension."""

    says: Worded = key("what this side holds, in your own words")
    draws_on: tuple[str, ...] = key("the arguments that hold it", pattern=REF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tension(Record):
    """Where the essays contradict each other, and how the digest reads it."""

    claim: Worded = key("the question on which they differ, short enough for a slide title")
    sides: tuple[Side, ...] = key("what each side holds; two of them, or more")
    id: str = key("a stable name for the tension; without it x1, x2 …", "", pattern=ID)
    reading: Worded = key("how the digest resolves it, or what decides it", Worded())
    audiences: tuple[str, ...] = key("only these audiences get the tension; without it, everybody", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Record):
    """Several outlines read together, as a person wrote it down."""

    digest: DigestHead = key("title and outlines of the digest")
    thesis: Worded = key("the bottom line of all essays, one sentence")
    themes: tuple[Theme, ...] = key("what the essays say together, the most important first")
    context: Worded = key("situation and complication, short", Worded())
    wordings: dict[str, str] | None = key("the outlines' words for figures and events, with the digest's own", None)
    tensions: tuple[Tension, ...] = key("where the essays contradict each other", ())
    terms: tuple[Term, ...] = key("terms that some audiences need explained", ())
    asks: tuple[Ask, ...] = key("what the reader is asked to decide", ())

    @property
    def name(self) -> str:
        """The stem of the digest's file: names its outputs."""
        return Path(self.marks.path).stem

    def outlines(self) -> tuple[Path, ...]:
        """The files of its outlines."""
        return tuple(Path(self.marks.path).parent / name for name in self.digest.essays)


def read_digest(path: Path | str) -> Digest:
    """The digest in a YAML file. Raises BriefgenError with every problem that the file alone shows."""
    shown = str(path)
    digest = read_record(Digest, read_yaml(read_file(Path(path)), shown), shown)
    themes = tuple(t if t.id else replace(t, id=f"t{i}") for i, t in enumerate(digest.themes, 1))
    tensions = tuple(t if t.id else replace(t, id=f"x{i}") for i, t in enumerate(digest.tensions, 1))
    digest = replace(digest, themes=themes, tensions=tensions)
    problems = sorted(_problems(digest))
    if problems:
        raise BriefgenError(problems)
    return digest


def _problems(digest: Digest) -> Iterable[Problem]:
    yield from _essay_problems(digest)
    if not digest.themes:
        yield digest.marks.problem("themes", "there are no themes", "give at least one claim")
    if not digest.thesis.for_any(()):
        yield digest.marks.problem("thesis", "the thesis has no default wording", "add 'default: …'")
    parts: tuple[Theme | Tension, ...] = (*digest.themes, *digest.tensions)
    counts = Counter(part.id for part in parts)
    for part in parts:
        if counts[part.id] > 1:
            yield part.marks.problem("id", f"the id '{part.id}' stands twice", "ids must differ")
        if not part.claim.for_any(()):
            yield part.marks.problem("claim", "the claim has no default wording", "add 'default: …'")
    for theme in digest.themes:
        yield from _theme_problems(theme)
    for tension in digest.tensions:
        if len(tension.sides) < 2:
            yield tension.marks.problem("sides", "a tension needs two sides")


def _essay_problems(digest: Digest) -> Iterable[Problem]:
    head, own, seen = digest.digest, Path(digest.marks.path).resolve(), set()
    for index, path in enumerate(digest.outlines()):
        place = f"essays.{index}"
        if path.resolve() == own:
            yield head.marks.problem(place, "the digest draws on itself", "list outlines of essays")
        elif not is_file(path):
            hint = "the path is relative to the digest"
            yield head.marks.problem(place, f"the outline '{head.essays[index]}' does not exist", hint)
        elif path.stem in seen:
            yield head.marks.problem(place, f"a second outline named '{path.stem}'", "names must differ")
        seen.add(path.stem)
    if len(head.essays) < 2:
        yield head.marks.problem("essays", "a digest needs at least two outlines")


def _theme_problems(theme: Theme) -> Iterable[Problem]:
    first: dict[str, str] = {}
    for ref, stance, place in theme.stances():
        if ref in first:
            yield theme.marks.problem(place, f"'{ref}' already {first[ref]} this theme", "name it once")
        first.setdefault(ref, stance)
    if not theme.draws_on:
        yield theme.marks.problem("draws_on", "no argument supports the theme", "name one as 'outline/argument'")
    for ref in theme.says or ():
        if ref not in first:
            yield theme.marks.problem("says", f"the theme does not draw on '{ref}'", "name it in draws_on first")
    for index, ref in enumerate(theme.quotes):
        if ref not in first:
            message = f"the theme does not draw on '{ref}'"
            yield theme.marks.problem(f"quotes.{index}", message, "name it in draws_on first")
    essays = [ref.partition("/")[0] for ref in theme.quotes]
    if len(essays) > 2 or len(set(essays)) < len(essays):
        yield theme.marks.problem("quotes", "a theme shows at most one quote from each of two essays")
