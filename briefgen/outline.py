"""The outline: what a person wrote about an essay, with the place of every key."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from msgspec.structs import replace

from briefgen.errors import Problem
from briefgen.records import CHINESE, Doc, Reading, Record, Worded, read_parts
from briefgen.yamlfile import read_file, read_yaml

DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
SENTENCE = r"\d+\.\d+\.\d+(-\d+)?"
PLACE = r"\d+(\.\d+(-\d+)?(\.\d+(-\d+)?)?)?"
ID = rf"[A-Za-z0-9{CHINESE}][\w{CHINESE}-]*"


class EssayRef(Record, frozen=True, kw_only=True):
    """Which essay the outline is of; what the essay's file does not tell is said here."""

    title: Annotated[str, Doc("the essay's title")] = ""
    author: Annotated[str, Doc("who wrote the essay")] = ""
    published: Annotated[str, Doc("date of publication: 2021, 2021-04 or 2021-04-20", pattern=DATE)] = ""
    language: Annotated[Literal["zh", "en", ""], Doc("language of the outline and of the deck's fixed words")] = ""
    url: Annotated[str, Doc("address of the essay on the web", pattern=r"https?://\S+")] = ""
    file: Annotated[str, Doc("the essay's file, relative to the outline")] = ""
    sha256: Annotated[
        str, Doc("SHA-256 of the essay's file: finds it in the --essays folders", pattern=r"[0-9a-f]{64}")
    ] = ""


class QuoteRef(Record, frozen=True, kw_only=True):
    """One quote: by its words, by its place, or picked; exactly one of `text`, `at` and `pick`."""

    text: Annotated[str, Doc("the words, as they stand in the essay")] = ""
    at: Annotated[
        str, Doc("place of the sentence: section.paragraph.sentence, or a run such as 3.2.1-2", pattern=SENTENCE)
    ] = ""
    check: Annotated[str, Doc("first 8 hex digits of the SHA-256 of the words", pattern=r"[0-9a-f]{8}")] = ""
    pick: Annotated[int, Doc("take the n best sentences of the argument's place")] = 0


class Contrast(Record, frozen=True, kw_only=True):
    """A change that the argument claims or asks for."""

    from_: Annotated[str, Doc("what is, or was", name="from")]
    to: Annotated[str, Doc("what comes, or should come", name="to")]


class Figure(Record, frozen=True, kw_only=True):
    """A number that the essay gives."""

    label: Annotated[str, Doc("what is counted")]
    value: Annotated[float, Doc("the number alone; its unit has a key of its own")]
    unit: Annotated[str, Doc("its unit, such as %")] = ""
    when: Annotated[str, Doc("the year or date it holds for")] = ""
    at: Annotated[str, Doc("where the essay gives it", pattern=SENTENCE)] = ""


class Event(Record, frozen=True, kw_only=True):
    """A dated event that the essay tells."""

    when: Annotated[str, Doc("year or date: 2015, 2015-06 or 2015-06-01", pattern=DATE)]
    what: Annotated[str, Doc("what happened, in your own words")]
    at: Annotated[str, Doc("where the essay tells it", pattern=SENTENCE)] = ""


class Term(Record, frozen=True, kw_only=True):
    """A term that some readers need explained at its first use."""

    term: Annotated[str, Doc("the term as the outline writes it")]
    gloss: Annotated[str, Doc("what it means, in a few words")]


class Ask(Record, frozen=True, kw_only=True):
    """What the reader is asked to decide."""

    ask: Annotated[str, Doc("the decision or action, as a sentence")]
    for_: Annotated[tuple[str, ...], Doc("the audiences that are asked; without it, everybody", name="for")] = ()
    owner: Annotated[str, Doc("who carries it out")] = ""
    by: Annotated[str, Doc("until when")] = ""
    primary: Annotated[bool, Doc("the one ask that matters most to its audiences")] = False


class Argument(Record, frozen=True, kw_only=True):
    """One numbered argument of the essay, in the outline's own words."""

    claim: Annotated[Worded, Doc("what is argued, as a full sentence that can stand as a slide title")]
    id: Annotated[str, Doc("a stable name for the argument; without it a1, a2 …", pattern=ID)] = ""
    basis: Annotated[
        Literal["numbered", "heading", "salient"],
        Doc("how the argument shows in the essay: numbered by its author, under a heading, or only salient"),
    ] = "numbered"
    at: Annotated[
        str, Doc("where the essay argues it: a section (3), a paragraph (3.2) or a run (0.9-13)", pattern=PLACE)
    ] = ""
    points: Annotated[tuple[str, ...], Doc("what supports the claim, in your own words")] = ()
    contrast: Annotated[Contrast | None, Doc("a change the argument claims: {from: …, to: …}")] = None
    quotes: Annotated[tuple[QuoteRef, ...], Doc("the author's words that carry the argument")] = ()
    figures: Annotated[tuple[Figure, ...], Doc("numbers that the essay gives for it")] = ()
    so_what: Annotated[Worded, Doc("what follows for the reader, per audience")] = Worded()
    risk: Annotated[Worded, Doc("what threatens whoever acts on the claim, or ignores it, per audience")] = Worded()
    audiences: Annotated[tuple[str, ...], Doc("only these audiences get the argument; without it, everybody")] = ()


class Outline(Record, frozen=True, kw_only=True):
    """An essay's arguments as a person outlined them."""

    essay: Annotated[EssayRef, Doc("which essay this is the outline of")]
    thesis: Annotated[Worded, Doc("the bottom line, one sentence")]
    arguments: Annotated[tuple[Argument, ...], Doc("the essay's arguments, in its order")]
    context: Annotated[Worded, Doc("situation and complication, short")] = Worded()
    quotes: Annotated[tuple[QuoteRef, ...], Doc("the author's words that carry the thesis")] = ()
    timeline: Annotated[tuple[Event, ...], Doc("dated events that the essay tells")] = ()
    terms: Annotated[tuple[Term, ...], Doc("terms that some audiences need explained")] = ()
    asks: Annotated[tuple[Ask, ...], Doc("what the reader is asked to decide")] = ()

    @property
    def name(self) -> str:
        """The stem of the outline's file: names its outputs."""
        return _stem(self.marks.path)


@lru_cache(maxsize=64)
def _stem(path: str) -> str:
    return Path(path).stem


def read_outline(path: Path | str, data: bytes | None = None) -> Outline:
    """The outline in a YAML file. Raises BriefgenError with every problem that the file alone shows.

    `data` is what the file holds, where it has been read already.

    >>> outline = briefgen.read_outline("outlines/small-platform.yaml")
    >>> [argument.id for argument in outline.arguments]
    ['bottleneck', 'result-fee', 'exit', 'customer-number']
    >>> outline.thesis.for_any(("board",))
    'Back a platform that starts with one bottleneck, is paid by result and lets its members leave.'
    """
    return numbered(read_what_stands(path, data).whole())


def read_what_stands(path: Path | str, data: bytes | None = None) -> Reading[Outline]:
    """The same, with the problems beside what could be read; raises BriefgenError where the file is no YAML."""
    shown = str(path)
    node = read_yaml(read_file(Path(path)) if data is None else data, shown)
    reading = read_parts(Outline, node, shown, _problems)
    wrong = [problem for quote in reading.all(QuoteRef) for problem in _quote_problems(quote)]
    return replace(reading, problems=tuple(sorted((*reading.problems, *wrong)))) if wrong else reading


def sound_quotes(reading: Reading[Outline]) -> tuple[QuoteRef, ...]:
    """The quotes in which nothing is wrong that the outline alone shows."""
    return tuple(quote for quote in reading.sound(QuoteRef) if not any(_quote_problems(quote)))


def numbered(outline: Outline) -> Outline:
    """The outline with names for the arguments that have none: a1, a2 …"""
    arguments = tuple(a if a.id else replace(a, id=f"a{i}") for i, a in enumerate(outline.arguments, 1))
    return replace(outline, arguments=arguments)


def _problems(read: Outline) -> Iterable[Problem]:
    outline = numbered(read)
    if not outline.arguments and "arguments.0" not in outline.marks.keys:  # of which no entry could be read
        yield outline.marks.problem("arguments", "there are no arguments", "give at least one claim")
    first: dict[str, int] = {}
    for argument in outline.arguments:
        line = first.setdefault(argument.id, argument.marks.line)
        if line != argument.marks.line:
            yield argument.marks.problem("id", f"the id '{argument.id}' stands twice", f"the first is in line {line}")
        if not argument.claim.for_any(()):
            yield argument.marks.problem("claim", "the claim has no default wording", "add 'default: …'")
    if not outline.thesis.for_any(()):
        yield outline.marks.problem("thesis", "the thesis has no default wording", "add 'default: …'")
    yield from _ask_problems(outline.asks)


def _quote_problems(quote: QuoteRef) -> Iterable[Problem]:
    given = [name for name in ("text", "at", "pick") if getattr(quote, name)]
    if len(given) != 1:
        found = " and ".join(f"'{name}'" for name in given) or "none of them"
        message = f"a quote needs exactly one of 'text', 'at' and 'pick', found {found}"
        hint = "keep one of them" if given else "text: the words, as they stand in the essay"
        yield quote.marks.problem(given[-1] if given else "", message, hint)
    if quote.text and not any(map(str.isalnum, quote.text)):
        yield quote.marks.problem("text", "the quote holds no words", "give them as they stand in the essay")
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
