"""Finds what several outlines have in common: themes, recurring contrasts, contradictions, repeated quotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from msgspec import Struct

from briefgen.essay import check_of
from briefgen.glossary import Glossary
from briefgen.outline import Argument, Outline
from briefgen.patterns import lazy_pattern
from briefgen.words import words

Vector = Mapping[str, float]

WEIGHTS = {"claim": 3.0, "contrast": 2.0, "points": 1.0}
IDEA_WEIGHT = 3.0
"""An idea of the glossary counts as much as this many words: words differ between authors, ideas less so."""
LEAST_LIKENESS = 0.04
"""Clusters less alike than this stay apart: mean cosine between their arguments."""
LEAST_WEIGHT = 0.3
"""An idea that weighs less in an argument is only mentioned there: no ground for a contradiction."""

_DENIED = lazy_pattern(
    r"(?:不是|而非|不必|不再|取代|代替|让位于|rather than|instead of|\bnot\b)[^，。；：？！,.;:?!]*", re.IGNORECASE
)
_SMALL = """\
a an the and or but nor if then than so as of to in on at by for from with without into onto over under between
through about against is are was were be been being am do does did done has have had having can could may might must
shall should will would not no it its he she they them their his her we us our you your i me my this that these those
which who whom whose what when where why how there here all any both each every either neither some such only own same
other others another more most less least very too also just even still yet again once one first before after until
while because though although however up down out off"""
_GRAMMAR = frozenset(_SMALL.split())
"""English words that say how others hang together, not what an argument is about."""


class Member(Struct, frozen=True):
    """An argument of an outline as the search for themes sees it."""

    ref: str
    """`outline/argument`."""
    outline: str
    argument: Argument
    vector: Vector
    """Unit length: weights of words and of ideas (`=platform`)."""
    wanted: frozenset[str]
    """Ideas that the argument speaks for."""
    unwanted: frozenset[str]
    """Ideas that it says to leave behind."""


class Cluster(Struct, frozen=True):
    """Arguments that seem to argue one thing; the first speaks for the others best."""

    members: tuple[Member, ...]
    shared: tuple[str, ...]
    """The words and ideas that hold it together, the strongest first."""


class Contradiction(Struct, frozen=True):
    """An idea on which outlines differ."""

    idea: str
    wants: tuple[Member, ...]
    denies: tuple[Member, ...]


class Recurring(Struct, frozen=True):
    """A contrast that several outlines draw, as the ideas that it leaves and reaches."""

    left: str
    reached: str
    members: tuple[Member, ...]


def members_of(outlines: Iterable[Outline], glossary: Glossary) -> tuple[Member, ...]:
    """All arguments of the outlines, in their order, weighed against each other.

    The weights are tf-idf at unit length, without the words that only one outline uses: they liken it to none.
    """
    found = [(o.name, a, _counts(a, o.essay.language or "zh", glossary)) for o in outlines for a in o.arguments]
    held = {(word, name) for name, _, count in found for word in count}
    outlines_with = Counter(word for word, _ in held)
    seen = Counter(word for _, _, count in found for word in count)
    rarity = {word: log(1 + len(found) / seen[word]) for word, number in outlines_with.items() if number > 1}
    return tuple(
        Member(
            ref=f"{name}/{argument.id}",
            outline=name,
            argument=argument,
            vector=_unit({word: n * rarity[word] for word, n in count.items() if word in rarity}),
            wanted=(attitude := _attitude(argument, glossary))[0],
            unwanted=attitude[1],
        )
        for name, argument, count in found
    )


def _counts(argument: Argument, language: str, glossary: Glossary) -> dict[str, float]:
    """Words and ideas with the square root of how often they stand there, each part of the argument by its weight."""
    counts: dict[str, float] = defaultdict(float)
    for name, text in _texts(argument):
        for word in words(text, language):
            counts[word] += WEIGHTS[name] if len(word) > 1 and word not in _GRAMMAR else 0.0
        for idea in glossary.ideas(text):
            counts["=" + idea] += WEIGHTS[name] * IDEA_WEIGHT
    return {word: sqrt(count) for word, count in counts.items() if count}


def _texts(argument: Argument) -> Iterable[tuple[str, str]]:
    yield "claim", argument.claim.for_any(())
    if argument.contrast:
        yield "contrast", f"{argument.contrast.from_} {argument.contrast.to}"
    for point in argument.points:
        yield "points", point


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / length for word, value in vector.items()}


def _attitude(argument: Argument, glossary: Glossary) -> tuple[frozenset[str], frozenset[str]]:
    """Ideas wanted and unwanted: what the claim says and what it denies, and the two ends of the contrast."""
    claim = argument.claim.for_any(())
    wanted, unwanted = [_DENIED.sub(" ", claim)], _DENIED.findall(claim)
    if argument.contrast:
        wanted.append(argument.contrast.to)
        unwanted.append(argument.contrast.from_)
    good, bad = set(glossary.ideas(" ".join(wanted))), set(glossary.ideas(" ".join(unwanted)))
    return frozenset(good - bad), frozenset(bad - good)


def likeness(one: Member, other: Member) -> float:
    """Cosine of two arguments, from 0 to 1."""
    small, large = sorted((one.vector, other.vector), key=len)
    return sum(value * large.get(word, 0.0) for word, value in small.items())


def find_clusters(members: Sequence[Member], themes: int = 0) -> tuple[Cluster, ...]:
    """Groups of arguments from at least two outlines, the largest first: clustering by mean likeness.

    `themes` is the number of groups to aim at, without it the square root of the number of arguments: what a reader
    can survey. Groups less alike than LEAST_LIKENESS stay apart all the same.
    """
    wanted = themes or round(sqrt(len(members)))
    groups = {i: [i] for i in range(len(members))}
    owner = list(range(len(members)))
    for like, one, other in sorted(_joins(_table(members)), key=lambda join: -join[0]):
        if like < LEAST_LIKENESS or len(groups) <= wanted:
            break
        kept, gone = owner[one], owner[other]
        groups[kept] += groups.pop(gone)
        for i in groups[kept]:
            owner[i] = kept
    clusters = [_cluster([members[i] for i in sorted(group)]) for group in groups.values()]
    several = [cluster for cluster in clusters if len({member.outline for member in cluster.members}) > 1]
    return tuple(sorted(several, key=lambda c: (-len(c.members), c.members[0].ref)))


def _table(members: Sequence[Member]) -> dict[int, dict[int, float]]:
    """Likeness of every pair, by way of the words that they share."""
    table: dict[int, dict[int, float]] = {}
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for i, member in enumerate(members):
        row = [0.0] * i
        for word, value in member.vector.items():
            for j, other in holders[word]:
                row[j] += value * other
            holders[word].append((i, value))
        table[i] = {j: like for j, like in enumerate(row) if like}
        for j, like in table[i].items():
            table[j][i] = like
    return table


def _joins(table: dict[int, dict[int, float]]) -> list[tuple[float, int, int]]:
    """(mean likeness, member of one cluster, member of the other) of every join that may be worth it.

    The nearest-neighbour chain (Murtagh, 1983) finds the tree that joining the nearest pair each time gives, in time
    that grows with the square of the number of arguments. A cluster that is like no other is left out: a mean is not
    above what it is the mean of. `table` is used up.
    """
    sizes, found = dict.fromkeys(table, 1), []
    chain: list[int] = []
    while table:
        chain = chain or [next(iter(table))]
        last, before = chain[-1], chain[-2] if len(chain) > 1 else -1
        nearest, like = _nearest(table[last], before)
        if like < LEAST_LIKENESS:
            for j in table.pop(last):
                table[j].pop(last)
            chain.pop()
        elif nearest == before:
            found.append((like, before, last))
            _join(table, sizes, before, last)
            del chain[-2:]
        else:
            chain.append(nearest)
    return found


def _nearest(row: dict[int, float], before: int) -> tuple[int, float]:
    """The most alike, and how much: of equal ones the one before in the chain, or else the first."""
    most = max(row.values(), default=0.0)
    if not row or row.get(before) == most:
        return before, most
    return min([j for j, like in row.items() if like == most]), most


def _join(table: dict[int, dict[int, float]], sizes: dict[int, int], kept: int, gone: int) -> None:
    """Puts the cluster `gone` into `kept`; their likeness to others is the mean over all arguments."""
    near, far = table[kept], table.pop(gone)
    one, other = sizes[kept], sizes.pop(gone)
    whole = sizes[kept] = one + other
    del near[gone], far[kept]
    for j in near.keys() | far.keys():
        like, unlike = near.get(j, 0.0), far.get(j, 0.0)
        mean, most = (one * like + other * unlike) / whole, like if like > unlike else unlike
        row = table[j]
        near[j] = row[kept] = mean if mean < most else most  # rounding must not send the chain in a circle
        row.pop(gone, None)


def _cluster(members: list[Member]) -> Cluster:
    totals: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for member in members:
        totals.update(member.vector)
        holders.update(member.vector.keys())
    centre = _unit(totals)
    ranked = sorted(members, key=lambda m: (-sum(v * centre.get(w, 0.0) for w, v in m.vector.items()), m.ref))
    shared = sorted((w for w in totals if holders[w] > 1), key=lambda w: (-totals[w], w))
    told = dict.fromkeys(word.removeprefix("=") for word in shared)  # an idea may be called as a word is
    return Cluster(tuple(ranked), tuple(told)[:5])


def find_contradictions(members: Sequence[Member]) -> tuple[Contradiction, ...]:
    """Ideas that arguments of one outline want and arguments of another say to leave behind, worth a look."""
    found = []
    for idea in sorted({idea for member in members for idea in member.unwanted}):
        heavy = [member for member in members if member.vector.get("=" + idea, 0.0) >= LEAST_WEIGHT]
        heavy.sort(key=lambda member: (-member.vector["=" + idea], member.ref))
        wants = tuple(member for member in heavy if idea in member.wanted)
        denies = tuple(member for member in heavy if idea in member.unwanted)
        if any(one.outline != other.outline for one in wants for other in denies):
            found.append(Contradiction(idea, wants, denies))
    return tuple(sorted(found, key=lambda c: (-min(len(c.wants), len(c.denies)), c.idea)))


def find_recurring(members: Sequence[Member], glossary: Glossary) -> tuple[Recurring, ...]:
    """Contrasts that several outlines draw, those that most outlines draw first."""
    held: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in members:
        contrast = member.argument.contrast
        if contrast:
            left, reached = set(glossary.ideas(contrast.from_)), set(glossary.ideas(contrast.to))
            for pair in sorted((one, other) for one in left - reached for other in reached - left):
                held[pair].append(member)
    found = [Recurring(*pair, tuple(group)) for pair, group in held.items() if len({m.outline for m in group}) > 1]
    return tuple(sorted(found, key=lambda r: (-len({m.outline for m in r.members}), r.left, r.reached)))


def find_repeated(outlines: Iterable[Outline]) -> tuple[tuple[str, ...], ...]:
    """Groups of arguments that quote the same words, told by the quotes' checks."""
    held: dict[str, list[str]] = defaultdict(list)
    for name, argument in ((outline.name, argument) for outline in outlines for argument in outline.arguments):
        checks = {quote.check or check_of(quote.text) for quote in argument.quotes if not quote.pick}
        for check in sorted(checks):
            held[check].append(f"{name}/{argument.id}")
    return tuple(tuple(refs) for _, refs in sorted(held.items()) if len(refs) > 1)
