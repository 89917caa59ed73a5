"""The digest: an outline over outlines, what a person says several essays say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from msgspec.structs import replace

from briefgen.errors import Problem
from briefgen.outline import DATE, ID, Ask, Contrast, Term
from briefgen.records import Doc, Reading, Record, Worded, read_parts
from briefgen.yamlfile import is_file, read_file, read_yaml

REF = r"[^/]+/[^/\s]+"
Stance = Literal["supports", "qualifies", "contradicts"]
STANCES: tuple[tuple[str, Stance], ...] = (
    ("draws_on", "supports"),
    ("qualified_by", "qualifies"),
    ("contradicted_by", "contradicts"),
)
"""The keys of a theme that name arguments, and the stance that each key says they take."""


class DigestHead(Record, frozen=True, kw_only=True):
    """What the digest is called, and the outlines that it is over."""

    title: Annotated[str, Doc("the digest's title")]
    essays: Annotated[tuple[str, ...], Doc("the outlines' files, relative to the digest")]
    short_titles: Annotated[dict[str, str] | None, Doc("short titles of the essays for tables, by outline")] = None
    author: Annotated[str, Doc("who wrote the digest")] = ""
    published: Annotated[str, Doc("date of the digest: 2021, 2021-04 or 2021-04-20", pattern=DATE)] = ""
    language: Annotated[Literal["zh", "en"], Doc("language of the digest and of the deck's fixed words")] = "zh"

    def outlines(self) -> tuple[Path, ...]:
        """The files of its outlines."""
        return tuple(Path(self.marks.path).parent / name for name in self.essays)


class Theme(Record, frozen=True, kw_only=True):
    """What several essays argue together; an argument is named `outline/argument`."""

    claim: Annotated[Worded, Doc("what the essays say together, as a full sentence that can stand as a slide title")]
    id: Annotated[str, Doc("a stable name for the theme; without it t1, t2 …", pattern=ID)] = ""
    points: Annotated[tuple[str, ...], Doc("what the theme comes to, in your own words")] = ()
    contrast: Annotated[Contrast | None, Doc("a change that the essays agree on: {from: …, to: …}")] = None
    draws_on: Annotated[tuple[str, ...], Doc("the arguments that support the theme", pattern=REF)] = ()
    qualified_by: Annotated[tuple[str, ...], Doc("the arguments that support it with a reservation", pattern=REF)] = ()
    contradicted_by: Annotated[tuple[str, ...], Doc("the arguments that speak against it", pattern=REF)] = ()
    says: Annotated[
        dict[str, str] | None, Doc("what an argument says to this theme, where its claim is not enough")
    ] = None
    quotes: Annotated[
        tuple[str, ...], Doc("the arguments whose first quote is shown, from two essays", pattern=REF)
    ] = ()
    so_what: Annotated[Worded, Doc("what follows for the reader, per audience")] = Worded()
    risk: Annotated[Worded, Doc("what threatens whoever acts on the theme, or ignores it, per audience")] = Worded()
    audiences: Annotated[tuple[str, ...], Doc("only these audiences get the theme; without it, everybody")] = ()

    def stances(self) -> tuple[tuple[str, Stance, str], ...]:
        """(argument, stance, key of its place) of every argument named, the supporting ones first."""
        named = ((name, stance, getattr(self, name)) for name, stance in STANCES)
        return tuple((ref, stance, f"{name}.{i}") for name, stance, refs in named for i, ref in enumerate(refs))


class Side(Record, frozen=True, kw_only=True):
    """One side of a tension."""

    says: Annotated[Worded, Doc("what this side holds, in your own words")]
    draws_on: Annotated[tuple[str, ...], Doc("the arguments that hold it", pattern=REF)]


class Tension(Record, frozen=True, kw_only=True):
    """Where the essays contradict each other, and how the digest reads it."""

    claim: Annotated[Worded, Doc("the question on which they differ, short enough for a slide title")]
    sides: Annotated[tuple[Side, ...], Doc("what each side holds; two of them, or more")]
    id: Annotated[str, Doc("a stable name for the tension; without it x1, x2 …", pattern=ID)] = ""
    reading: Annotated[Worded, Doc("how the digest resolves it, or what decides it")] = Worded()
    audiences: Annotated[tuple[str, ...], Doc("only these audiences get the tension; without it, everybody")] = ()


class Digest(Record, frozen=True, kw_only=True):
    """Several outlines read together, as a person wrote it down."""

    digest: Annotated[DigestHead, Doc("title and outlines of the digest")]
    thesis: Annotated[Worded, Doc("the bottom line of all essays, one sentence")]
    themes: Annotated[tuple[Theme, ...], Doc("what the essays say together, the most important first")]
    context: Annotated[Worded, Doc("situation and complication, short")] = Worded()
    wordings: Annotated[
        dict[str, str] | None, Doc("the outlines' words for figures and events, with the digest's own")
    ] = None
    tensions: Annotated[tuple[Tension, ...], Doc("where the essays contradict each other")] = ()
    terms: Annotated[tuple[Term, ...], Doc("terms that some audiences need explained")] = ()
    asks: Annotated[tuple[Ask, ...], Doc("what the reader is asked to decide")] = ()

    @property
    def name(self) -> str:
        """The stem of the digest's file: names its outputs."""
        return Path(self.marks.path).stem

    def outlines(self) -> tuple[Path, ...]:
        """The files of its outlines."""
        return self.digest.outlines()


def read_digest(path: Path | str) -> Digest:
    """The digest in a YAML file. Raises BriefgenError with every problem that the file alone shows."""
    return numbered(read_digest_parts(path).whole())


def read_digest_parts(path: Path | str) -> Reading[Digest]:
    """The same, with the problems beside what could be read; raises BriefgenError where the file is no YAML."""
    shown = str(path)
    return read_parts(Digest, read_yaml(read_file(Path(path)), shown), shown, _problems)


def numbered(digest: Digest) -> Digest:
    """The digest with names for the themes and tensions that have none: t1, x1 …"""
    themes = tuple(t if t.id else replace(t, id=f"t{i}") for i, t in enumerate(digest.themes, 1))
    tensions = tuple(t if t.id else replace(t, id=f"x{i}") for i, t in enumerate(digest.tensions, 1))
    return replace(digest, themes=themes, tensions=tensions)


def _problems(read: Digest) -> Iterable[Problem]:
    digest = numbered(read)
    yield from _essay_problems(digest)
    if not digest.themes and "themes.0" not in digest.marks.keys:  # of which no entry could be read
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
        if len(tension.sides) < 2 and "sides.1" not in tension.marks.keys:
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
