"""The outline: what a person wrote about an essay, with the place of every key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from briefgen.errors import BriefgenError, Problem
from briefgen.records import Record, Worded, key, read_record
from briefgen.yamlfile import read_file, read_yaml

DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
SENTENCE = r"\d+\.\d+\.\d+(-\d+)?"
PLACE = r"\d+(\.\d+(-\d+)?(\.\d+(-\d+)?)?)?"
ID = r"[A-Za-z0-9\u4e00-\u9fff][\w\u4e00-\u9fff-]*"


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayRef(Record):
    """Which essay the outline is of; what the essay's file does not tell is said here."""

    title: str = key("the essay's title", "")
    author: str = key("who wrote the essay", "")
    published: str = key("date of publication: 2021, 2021-04 or 2021-04-20", "", pattern=DATE)
    language: Literal["zh", "en", ""] = key("language of the outline and of the deck's fixed words", "")
    url: str = key("address of the essay on the web", "", pattern=r"https?://\S+")
    file: str = key("the essay's file, relative to the outline", "")
    sha256: str = key("SHA-256 of the essay's file: finds it in the --essays folders", "", pattern=r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRef(Record):
    """One quote: by its words, by its place, or picked; exactly one of `text`, `at` and `pick`."""

    text: str = key("the words, as they stand in the essay", "")
    at: str = key("place of the sentence: section.paragraph.sentence, or a run such as 3.2.1-2", "", pattern=SENTENCE)
    check: str = key("first 8 hex digits of the SHA-256 of the words", "", pattern=r"[0-9a-f]{8}")
    pick: int = key("take the n best sentences of the argument's place", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast(Record):
    """A change that the argument claims or asks for."""

    from_: str = key("what is, or was", name="from")
    to: str = key("what comes, or should come", name="to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Record):
    """A number that the essay gives."""

    label: str = key("what is counted")
    value: float = key("the number")
    unit: str = key("its unit, such as %", "")
    when: str = key("the year or date it holds for", "")
    at: str = key("where the essay gives it", "", pattern=SENTENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """A dated event that the essay tells."""

    when: str = key("year or date: 2015, 2015-06 or 2015-06-01", pattern=DATE)
    what: str = key("what happened, in your own words")
    at: str = key("where the essay tells it", "", pattern=SENTENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A term that some readers need explained at its first use."""

    term: str = key("the term as the outline writes it")
    gloss: str = key("what it means, in a few words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Record):
    """What the reader is asked to decide."""

    ask: str = key("the decision or action, as a sentence")
    for_: tuple[str, ...] = key("the audiences that are asked; without it, everybody", (), name="for")
    owner: str = key("who carries it out", "")
    by: str = key("until when", "")
    primary: bool = key("the one ask that matters most to its audiences", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Record):
    """One numbered argument of the essay, in the outline's own words."""

    claim: Worded = key("what is argued, as a full sentence that can stand as a slide title")
    id: str = key("a stable name for the argument; without it a1, a2 …", "", pattern=ID)
    basis: Literal["numbered", "heading", "salient"] = key(
        "how the argument shows in the essay: numbered by its author, under a heading, or only salient", "numbered"
    )
    at: str = key("where the essay argues it: a section (3), a paragraph (3.2) or a run (0.9-13)", "", pattern=PLACE)
    points: tuple[str, ...] = key("what supports the claim, in your own words", ())
    contrast: Contrast | None = key("a change the argument claims: {from: …, to: …}", None)
    quotes: tuple[QuoteRef, ...] = key("the author's words that carry the argument", ())
    figures: tuple[Figure, ...] = key("numbers that the essay gives for it", ())
    so_what: Worded = key("what follows for the reader, per audience", Worded())
    risk: Worded = key("what threatens whoever acts on the claim, or ignores it, per audience", Worded())
    audiences: tuple[str, ...] = key("only these audiences get the argument; without it, everybody", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline(Record):
    """An essay's arguments as a person outlined them."""

    essay: EssayRef = key("which essay this is the outline of")
    thesis: Worded = key("the bottom line, one sentence")
    arguments: tuple[Argument, ...] = key("the essay's arguments, in its order")
    context: Worded = key("situation and complication, short", Worded())
    quotes: tuple[QuoteRef, ...] = key("the author's words that carry the thesis", ())
    timeline: tuple[Event, ...] = key("dated events that the essay tells", ())
    terms: tuple[Term, ...] = key("terms that some audiences need explained", ())
    asks: tuple[Ask, ...] = key("what the reader is asked to decide", ())

    @property
    def name(self) -> str:
        """The stem of the outline's file: names its outputs."""
        return Path(self.marks.path).stem


def read_outline(path: Path | str) -> Outline:
    """The outline in a YAML file. Raises BriefgenError with every problem that the file alone shows."""
    shown = str(path)
    outline = read_record(Outline, read_yaml(read_file(Path(path)), shown), shown)
    numbered = tuple(a if a.id else replace(a, id=f"a{i}") for i, a in enumerate(outline.arguments, 1))
    outline = replace(outline, arguments=numbered)
    problems = sorted(_problems(outline))
    if problems:
        raise BriefgenError(problems)
    return outline


def _problems(outline: Outline) -> Iterable[Problem]:
    if not outline.arguments:
        yield outline.marks.problem("arguments", "there are no arguments", "give at least one claim")
    first: dict[str, int] = {}
    for quote in outline.quotes:
        yield from _quote_problems(quote)
    for argument in outline.arguments:
        line = first.setdefault(argument.id, argument.marks.line)
        if line != argument.marks.line:
            yield argument.marks.problem("id", f"the id '{argument.id}' stands twice", f"the first is in line {line}")
        if not argument.claim.for_any(()):
            yield argument.marks.problem("claim", "the claim has no default wording", "add 'default: …'")
        for quote in argument.quotes:
            yield from _quote_problems(quote)
    if not outline.thesis.for_any(()):
        yield outline.marks.problem("thesis", "the thesis has no default wording", "add 'default: …'")
    yield from _ask_problems(outline.asks)


def _quote_problems(quote: QuoteRef) -> Iterable[Problem]:
    given = [name for name in ("text", "at", "pick") if getattr(quote, name)]
    if len(given) != 1:
        found = " and ".join(f"'{name}'" for name in given) or "none of them"
        message = f"a quote needs exactly one of 'text', 'at' and 'pick', found {found}"
        yield quote.marks.problem(given[-1] if given else "", message)
    if quote.at and not quote.check:
        hint = "add the first 8 hex digits of the sentence's SHA-256; `briefgen quotes ESSAY` prints them"
        yield quote.marks.problem("at", "a quote given by 'at' needs a 'check'", hint)
    if not 0 <= quote.pick <= 9:
        yield quote.marks.problem("pick", f"'pick' must be between 1 and 9, found {quote.pick}")


def _ask_problems(asks: tuple[Ask, ...]) -> Iterable[Problem]:
    first: dict[str, int] = {}
    for ask in asks:
        for audience in ask.for_ or ("everybody",) if ask.primary else ():
            if audience in first:
                message = f"a second primary ask for {audience}"
                yield ask.marks.problem("primary", message, f"the first is in line {first[audience]}")
            first.setdefault(audience, ask.marks.line)


def parse_place(place: str) -> tuple[int, tuple[int, int] | None, tuple[int, int] | None]:
    """A place as numbers: section, first and last paragraph, first and last sentence; None where it does not say."""
    section, _, rest = place.partition(".")
    paragraphs, _, sentences = rest.partition(".")
    return int(section), _span(paragraphs), _span(sentences)


def _span(text: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    return (int(match[1]), int(match[2] or match[1])) if match else None
