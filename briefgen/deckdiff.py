"""Compares two finished decks by what they say: slides, claims, quotes, figures and notes, not XML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Literal

from msgspec import Struct

from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern
from briefgen.quotations import Passage
from briefgen.quotations_pptx import read_passages

Kind = Literal["slide", "claim", "quote", "figure", "text", "notes"]
_NUMBER = lazy_pattern(r"\d+(?:[.,:]\d+)*")
_DECIMAL = lazy_pattern(r"-?\d+\.\d+")
_ALIKE = 0.5
"""How alike (as difflib counts it) two lines, or two slides, must be to be the same one changed."""


class Change(Struct, frozen=True):
    """One difference: without `before` something came, without `after` it went."""

    kind: Kind
    slide: int
    """In the new deck; in the old one where the slide went."""
    before: str
    after: str

    def __str__(self) -> str:
        if self.before and self.after:
            return f"slide {self.slide}: {self.kind} changed: {_one_line(self.before)} → {_one_line(self.after)}"
        verb = "added" if self.after else "removed"
        return f"slide {self.slide}: {self.kind} {verb}: {_one_line(self.after or self.before)}"


class _Slide(Struct, frozen=True):
    number: int
    title: str
    quotes: tuple[tuple[str, str], ...]
    """(locator, words) of each marked quote."""
    lines: tuple[tuple[Kind, str], ...]
    is_hidden: bool

    @property
    def name(self) -> str:
        return self.title or "(without a title)"


def diff_decks(old: Path, new: Path) -> tuple[Change, ...]:
    """What changed from one deck to the other, in the new one's order.

    Raises BriefgenError with each file that is no readable .pptx.
    """
    read: list[tuple[Passage, ...]] = []
    problems: list[Problem] = []
    for path in dict.fromkeys((old, new)):
        try:
            read.append(read_passages(path))
        except BriefgenError as error:
            problems += error.problems
    if problems:
        raise BriefgenError(problems)
    return diff_passages(read[0], read[-1])


def diff_passages(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[Change, ...]:
    """The same for the texts of two decks, as `read_passages` gives them."""
    before, after = _slides(old), _slides(new)
    pairs = _pairs(before, after)
    moved = _moved(pairs)
    changes: list[Change] = []
    for slide in after:
        was = pairs.get(slide.number)
        if was is None:
            changes.append(Change("slide", slide.number, "", slide.name))
            continue
        if slide.number in moved:
            changes.append(
                Change("slide", slide.number, f"at {was.number}: {was.name}", f"at {slide.number}: {slide.name}")
            )
        if was.is_hidden != slide.is_hidden:
            states = ("hidden", "shown") if was.is_hidden else ("shown", "hidden")
            changes.append(Change("slide", slide.number, f"{states[0]}: {was.name}", f"{states[1]}: {slide.name}"))
        changes += _in_slide(was, slide)
    kept = {slide.number for slide in pairs.values()}
    gone = [Change("slide", s.number, s.name, "") for s in before if s.number not in kept]
    return (*changes, *gone)


def _moved(pairs: dict[int, _Slide]) -> set[int]:
    """The numbers of the slides that stand elsewhere among those that both decks have: as few as tell it."""
    numbers = sorted(pairs)
    was = [pairs[number].number for number in numbers]
    blocks = SequenceMatcher(None, sorted(was), was, autojunk=False).get_matching_blocks()
    return set(numbers) - {numbers[n] for block in blocks for n in range(block.b, block.b + block.size)}


def _slides(passages: Iterable[Passage]) -> tuple[_Slide, ...]:
    groups = groupby(passages, key=lambda passage: passage.slide)
    return tuple(_slide(number, tuple(group)) for number, group in groups)


def _slide(number: int, passages: tuple[Passage, ...]) -> _Slide:
    title = next((_one_line(p.text) for p in passages if p.is_title and not p.part), "")
    quotes = tuple((p.mark[0], _one_line(p.text)) for p in passages if p.mark[0] and p.part != "notes")
    rest = [p for p in passages if not p.is_title and not (p.mark[0] and p.part != "notes")]
    lines = tuple((_kind(p), _line(line.strip(), p)) for p in rest for line in p.text.splitlines() if line.strip())
    return _Slide(number, title, quotes, lines, passages[0].is_hidden)


def _line(line: str, passage: Passage) -> str:
    """A chart's numbers as PowerPoint writes them: who edits one of them has it write `71.0` as `71`."""
    is_number = passage.part == "chart" and _DECIMAL.fullmatch(line)
    return line.rstrip("0").rstrip(".") if is_number else line


def _kind(passage: Passage) -> Kind:
    return "notes" if passage.part == "notes" else "figure" if passage.part == "chart" else "text"


def _pairs(before: Sequence[_Slide], after: Sequence[_Slide]) -> dict[int, _Slide]:
    """The old slide of each new one that has one: by its title, else the one most like it."""
    pairs: dict[int, _Slide] = {}
    free = list(before)
    for slide in after:
        same = [s for s in free if s.title and s.title == slide.title]
        if same:
            found = max(same, key=lambda s: _likeness(s, slide)) if len(same) > 1 else same[0]
            pairs[slide.number] = found
            free.remove(found)
    for slide in after:
        if slide.number in pairs or not free:
            continue
        best = max(free, key=lambda s: _likeness(s, slide))
        if _likeness(best, slide) >= _ALIKE:
            pairs[slide.number] = best
            free.remove(best)
    return pairs


def _likeness(one: _Slide, other: _Slide) -> float:
    mine, yours = (Counter([s.title, *(w for _, w in s.quotes), *(line for _, line in s.lines)]) for s in (one, other))
    return 2 * (mine & yours).total() / ((mine + yours).total() or 1)


def _in_slide(old: _Slide, new: _Slide) -> Iterator[Change]:
    if old.title != new.title:
        yield Change("claim", new.number, old.title, new.title)
    was, now = list((Counter(old.quotes) - Counter(new.quotes)).elements()), Counter(new.quotes) - Counter(old.quotes)
    for locator in dict.fromkeys(locator for locator, _ in (*now.elements(), *was)):
        went, came = ([words for place, words in quotes if place == locator] for quotes in (was, now.elements()))
        yield from (Change("quote", new.number, *pair) for pair in zip_longest(went, came, fillvalue=""))
    left = Counter(old.lines)
    left.subtract(new.lines)
    gone = [line for line, count in left.items() for _ in range(count)]
    come = [line for line, count in left.items() for _ in range(-count)]
    yield from _lines(gone, come, new.number)
    for kind in dict.fromkeys(kind for kind, _ in new.lines):
        yield from _order(old, new, kind)


def _order(old: _Slide, new: _Slide, kind: Kind) -> Iterator[Change]:
    """One change where the lines that both have stand in another order: bullets, cells, dates, a chart's values."""
    was, now = ([line for k, line in slide.lines if k == kind] for slide in (old, new))
    before, after = Counter(was), Counter(now)
    if before != after:  # which of several equal lines is left cannot be told
        was, now = ([line for line in lines if before[line] == after[line] == 1] for lines in (was, now))
    if was == now:
        return
    differ = [n for n, (one, other) in enumerate(zip(was, now, strict=True)) if one != other]
    first, last = differ[0], differ[-1] + 1
    yield Change(kind, new.number, " | ".join(was[first:last]), " | ".join(now[first:last]))


def _lines(gone: list[tuple[Kind, str]], come: list[tuple[Kind, str]], number: int) -> Iterator[Change]:
    for kind, after in come:
        alike = [(SequenceMatcher(None, line, after).ratio(), line) for k, line in gone if k == kind]
        score, before = max(alike, default=(0.0, ""))
        before = before if score >= _ALIKE else ""
        if before:
            gone.remove((kind, before))
        only_numbers = bool(before) and _NUMBER.sub("0", before) == _NUMBER.sub("0", after)
        yield Change("figure" if only_numbers and kind == "text" else kind, number, before, after)
    for kind, before in gone:
        yield Change(kind, number, before, "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
