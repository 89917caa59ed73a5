"""Resolves what a deck or brief says to the outline, the essay or the fixed words: nothing else may stand there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from briefgen.passages import Passage
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from briefgen.digest_view import DigestView
    from briefgen.view import View, ViewArgument, ViewQuote

LETTERS = re.compile(r"[^\W\d_]+")
_UNSAID = frozenset({"audience", "labels", "ledger", "deck_parts", "brief_parts", "name", "basis", "id"})
_MARKS = " :;,.·—→：；，。、"
_MARK = re.compile("([:;,.·—→：；，。、](?:(?<=[：；，。、])| ))")
"""Where a line may be cut that says several things; it begins with one class, which the search finds quickly."""
_MOST_PARTS = 200
"""Of a line with more texts and marks, known texts are searched for instead: to put them together would take long."""
_SLOT = lazy_pattern(r"{\w*}")


class Known(Struct):
    """What may be said of a view."""

    texts: frozenset[str]
    resolved: set[str]
    """The texts, without marks around them, too, and lines found to say no more: many stand on several slides."""


def elements_of(view: View) -> tuple[tuple[str, str], ...]:
    """Every text that the view offers with the element of the outline it comes from, in the outline's order."""
    found = [("thesis", view.thesis), ("context", view.context)]
    found += [(quote.id, quote.shown) for quote in view.quotes]
    for argument in view.arguments:
        found += _of_argument(argument)
    if view.template_prefix:
        found += _of_digest(cast("DigestView", view))
    for number, event in enumerate(view.timeline, 1):
        found += [(f"timeline.{number}", event.what)]
    for number, ask in enumerate(view.asks, 1):
        found += [(f"asks.{number}", ask.ask)]
    for number, (_, gloss) in enumerate(view.terms, 1):
        found += [(f"terms.{number}", gloss)]
    return tuple((element, text) for element, text in found if text)


def _of_digest(view: DigestView) -> Iterable[tuple[str, str]]:
    for theme in view.themes:
        yield from ((stand.ref, stand.says) for stand in theme.stands)
    for tension in view.tensions:
        yield tension.id, tension.claim
        yield from ((f"{tension.id}.sides.{number}", side.says) for number, side in enumerate(tension.sides, 1))
        yield f"{tension.id}.reading", tension.reading


def _of_argument(argument: ViewArgument) -> Iterable[tuple[str, str]]:
    name = argument.id
    yield name, argument.claim
    for number, point in enumerate(argument.points, 1):
        yield f"{name}.points.{number}", point
    if argument.contrast:
        yield f"{name}.contrast", argument.contrast.before
        yield f"{name}.contrast", argument.contrast.after
    for quote in argument.quotes:
        yield quote.id, quote.shown
    for number, figure in enumerate(argument.figures, 1):
        yield f"{name}.figures.{number}", figure.label
    yield f"{name}.so_what", argument.so_what
    yield f"{name}.risk", argument.risk


def drawn_from(texts: Iterable[str], elements: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """For each text the elements whose words stand in it; white space does not count, since slides break lines."""
    said, known = list(map(squeezed, texts)), tuple(elements)
    drawn: list[dict[str, None]] = [{} for _ in said]
    for (element, _), numbers in zip(known, find_in(said, (words for _, words in known)), strict=True):
        for number in numbers:
            drawn[number][element] = None
    return list(map(tuple, drawn))


def find_in(said: list[str], sought: Iterable[str]) -> Iterator[list[int]]:
    """For each of the words sought the numbers of the squeezed texts that hold them."""
    all_said, starts = "\0".join(said), [0, *accumulate(len(one) + 1 for one in said)]
    for words in map(squeezed, sought):
        numbers: list[int] = []
        at = all_said.find(words) if words else -1
        while at >= 0:  # all texts in one look: most elements stand in one of them
            numbers.append(bisect_right(starts, at) - 1)
            at = all_said.find(words, starts[numbers[-1] + 1])
        yield numbers


def squeezed(text: str) -> str:
    """The text without white space: mostly blanks, which go many at a time."""
    return "".join(text.replace(" ", "").split())


def quote_entry(quote: ViewQuote) -> dict[str, str]:
    """A quote as the manifest lists it."""
    return {
        "id": quote.id,
        "text": quote.text,
        "locator": quote.locator,
        "check": quote.check,
        "speaker": quote.speaker,
    }


def unresolved(known: Known, passages: Iterable[Passage]) -> Iterator[tuple[str, str]]:
    """(line, words in it) for every line that says more than the known texts do."""
    for passage in passages:
        for line in passage.lines:
            if words := unknown_words(line, known):
                yield line, words


def unknown_words(line: str, known: Known) -> str:
    """The words of the line that the known texts do not have; `known` learns it where there are none."""
    if line in known.resolved:
        return ""
    words = _look_for_unknown(line, known)
    if not words:
        known.resolved.add(line)
    return words


def _look_for_unknown(line: str, known: Known) -> str:
    if _is_joined(line, known.resolved):
        return ""
    text = spaced(line)
    is_joined = text != line and _is_joined(text, known.resolved)
    return "" if is_joined else " ".join(LETTERS.findall(_rest_of(text, known)))


def _is_joined(line: str, known: set[str]) -> bool:
    """Whether the line is known texts with marks between, as most are: cheaper to look up than to search for."""
    parts = [*_MARK.split(line), ""]
    if known.issuperset(parts[::2]):
        return True
    if len(parts) > _MOST_PARTS:
        return False
    words = ""
    for text, mark in zip(parts[::2], parts[1::2], strict=True):
        words += text
        words = "" if _is_said(words.strip(_MARKS), known) else words + mark
    return not words


def _is_said(words: str, known: set[str]) -> bool:
    """Whether the words are a known text, or none; or such a text with one more word of that kind behind it."""
    if words in known or not LETTERS.search(words):
        return True
    before, _, last = words.rpartition(" ")
    return (last in known or not LETTERS.search(last)) and before in known


def _rest_of(line: str, known: Known) -> str:
    """What is left of a line without the known texts, of which the longest go first; only words are claims."""
    near = [text for text in known.texts if text in line and LETTERS.search(text)]
    for text in sorted(near, key=longest_first):
        if text in line:
            line = _without(line, text)
            if not LETTERS.search(line):
                break
    return line


def longest_first(text: str) -> tuple[int, str]:
    return -len(text), text


def known_of(view: View) -> Known:
    """What may be said of a view: its texts, its labels and what stands around the labels' slots."""
    fixed, own = fixed_of(view.labels.values()), frozenset(map(spaced, _texts_of(view)))
    return Known(fixed.texts | own, fixed.resolved.union(own, _bare(own)))


@lru_cache(maxsize=16)
def fixed_of(labels: tuple[str, ...]) -> Known:
    """What of the fixed words may be said, which are the same for all outlines of a language."""
    pieces = frozenset([spaced(piece) for label in labels for piece in _SLOT.split(label)])
    return Known(pieces, {"", *pieces, *_bare(pieces)})


def _bare(texts: Iterable[str]) -> list[str]:
    return [text.strip(_MARKS) for text in texts]


def spaced(text: str) -> str:
    """The text with single blanks for all white space; most have no other, and no other is printable."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.split())


def _without(line: str, text: str) -> str:
    """The line with a mark in place of the text; a short Latin one goes only where it is whole words."""
    if len(text) > 24 or not (text[0].isascii() and text[0].isalpha()):
        return line.replace(text, "\0")
    at = line.find(text)
    while at >= 0:
        end = at + len(text)
        # A Chinese character beside a Latin word does not continue it.
        if not (_is_latin(line[at - 1 : at]) or _is_latin(line[end : end + 1])):
            line, end = f"{line[:at]}\0{line[end:]}", at + 1
        at = line.find(text, end)
    return line


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"


def _texts_of(view: View) -> set[str]:
    """Every text that the view holds, whatever its shape; how it was chosen and for whom is no text of it."""
    texts: set[str] = set()
    waiting: list[Any] = [view]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            texts.add(value)
        elif isinstance(value, tuple):
            waiting += value
        elif isinstance(value, Struct):
            waiting += [getattr(value, name) for name in _said(type(value))]
    return texts


@cache
def _said(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a kind of value that may hold texts of the view."""
    return tuple(name for name in kind.__struct_fields__ if name not in _UNSAID)
