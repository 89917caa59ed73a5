"""Ranks an essay's sentences by how likely its author would stress them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from math import inf, log, sqrt
from operator import mul

from msgspec import Struct

from briefgen.context import is_turned
from briefgen.essay import Essay, Paragraph, Sentence
from briefgen.patterns import LATIN_LETTER, lazy_pattern
from briefgen.quotes import Quote, quote_of
from briefgen.words import words

Vector = dict[str, float]
"""Weights by word."""


class _Sign(Struct, frozen=True):
    weight: float
    chinese: re.Pattern[str] | None
    latin: re.Pattern[str] | None


def _sign(weight: float, chinese: str = "", latin: str = "", both: str = "") -> _Sign:
    """`latin` is searched for in lower case; `both` in either script."""
    found = ["|".join(filter(None, (own, both))) for own in (chinese, latin)]
    return _Sign(weight, *(lazy_pattern(pattern) if pattern else None for pattern in found))


# What authors write where they make their point, and where they do not; weights in half steps, set by reasoning.
_WORDING: tuple[_Sign, ...] = (
    # the words of emphasis
    _sign(
        1.0,
        r"关键|本质|真正|核心|意味着|根本|精髓|要害",
        r"\b(?:key|really|the point|essen\w+|truth|heart of)\b",
    ),
    # a definition
    _sign(0.5, r"就是|才是|是一种|莫过于", r"\b(?:is|are) (?:the|a|an)\b|\bmeans\b"),
    # a demand, or a claim without exception
    _sign(1.0, r"必须|应该|应当|只有|唯有|一定要?|绝不|永远|总是|从来|没有任何|任何一个"),
    _sign(1.0, "", r"\b(?:must|should|never|always|only|don[’']t|do not|have to)\b"),
    # a contrast
    _sign(
        1.0,
        r"不是.{1,60}[，,].{0,6}是|而不是|不在于|与其.{1,40}不如",
        r"\bnot\b.{1,120}(?:\bbut\b|[;:—] )|\b(?:rather than|instead of)\b",
    ),
    # a conclusion
    _sign(0.5, r"^(?:所以|因此|因而|总之|说到底|归根结底|可见|由此可见)"),
    _sign(0.5, "", r"^(?:so|therefore|in short|in the end|bottom line|ultimately)\b"),
    # a numbered point
    _sign(1.0, r"^(?:第[一二三四五六七八九十]|其[一二三四五]|[一二三四五六七八九十][、是]|首先|其次|最后[，要])"),
    _sign(1.0, "", r"^(?:first(?:ly)?,|second(?:ly)?,|third(?:ly)?,|finally,)", both=r"^\d{1,2}[.、)）]"),
    # an example, a source, a number, an aside, the author's own story
    _sign(
        -1.0,
        r"比如|例如|举个例子|譬如|据.{1,12}(?:统计|报道|数据)",
        r"\b(?:for example|for instance|e\.g\.|such as)",
    ),
    _sign(-0.5, r"如下|[上下]图", r"https?:|\b(?:figure|graph|below|above|according to)\b", both=r"[(（]"),
    _sign(-0.5, both=r"(?<!^)\d"),
    _sign(-0.5, r"我(?![们国])|笔者", r"\b(?:i|my|me)\b"),
    # words that lead on to others, or back to words that are not there
    _sign(-1.0, both=r"[:：]\W{0,40}$"),
    _sign(-0.5, both=r"[?？]\W{0,40}$"),
    _sign(-1.0, r"^.{0,6}[这那此该](?!些年)|^[它他她其]|^(?:前者|后者|同样|另外|此外|换句话说)"),
    _sign(-1.0, "", r"^(?:\w+,? )?(?:this|that|these|those|it|they|he|she|such|also|another)\b"),
)
_WIDE = "\u2e80"
"""The first character of what is Chinese."""


class _Candidate(Struct, frozen=True):
    paragraph: Paragraph
    sentence: Sentence
    words: Vector
    score: float


def rank_quotes(essay: Essay, top: int, within: tuple[str, ...] = ()) -> tuple[Quote, ...]:
    """The `top` sentences most worth quoting, best first, spread over the essay, no two saying the same.

    `within` limits them to places: a section `3`, paragraphs `0.9-13`, sentences `3.2.1-2`.

    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> [quote.locator for quote in briefgen.rank_quotes(essay, 3)]
    ['2.4.3', '1.3.3', '3.1.3']
    >>> briefgen.rank_quotes(essay, 1, within=("3",))[0].text
    'The careful ones see the trap and stay out, and the careful ones are the members worth having.'
    """
    candidates = _candidates(essay)
    places = [_ranges(place) for place in within]
    inside = [one for one in candidates if _inside(one.sentence.locator, places)] if places else candidates
    return tuple(quote_of(one.paragraph, (one.sentence,)) for one in _spread(inside, top))


@lru_cache(maxsize=2)
def _candidates(essay: Essay) -> tuple[_Candidate, ...]:
    """All sentences with their scores; kept for the next question, as each argument asks about its own place."""
    places = [(p, s) for p in essay.paragraphs() if p.kind != "heading" for s in p.sentences]
    vectors = _vectors([words(sentence.text, essay.language) for _, sentence in places])
    centrality = _centrality(vectors)
    title = {word for word in words(essay.title, essay.language) if len(word) > 1}
    candidates = []
    for order, (paragraph, sentence) in enumerate(places):
        score = _wording(sentence.text, essay.language) + _position(paragraph, sentence, order / len(places))
        score += centrality[order] + _shared(title, vectors[order]) - _broken(paragraph, sentence)
        candidates.append(_Candidate(paragraph, sentence, vectors[order], score))
    return tuple(candidates)


def _wording(text: str, language: str) -> float:
    length, short, long = (len(text), 10, 70) if language == "zh" else (len(text.split()), 5, 32)
    score = _shown(text)
    if length < short:
        return score - 2
    return score - 1.5 if length > long else score + 0.5 * (length <= 0.6 * long)


def _shown(text: str) -> float:
    """The weights of the signs that the text shows; a script that it does not use is not looked for."""
    chinese = max(text) >= _WIDE
    latin = text.lower() if not chinese or LATIN_LETTER.search(text) else ""
    score = 0.0
    for sign in _WORDING:
        if (chinese and sign.chinese and sign.chinese.search(text)) or (
            latin and sign.latin and sign.latin.search(latin)
        ):
            score += sign.weight
    return score


def _position(paragraph: Paragraph, sentence: Sentence, passed: float) -> float:
    """`passed` is the share of the essay that stands before."""
    count = len(paragraph.sentences)
    first, last = sentence is paragraph.sentences[0], sentence is paragraph.sentences[-1]
    score = -1.5 if passed < 0.1 else 0.0
    if first and last:
        return score + 0.5
    return score + (0.5 * (first or last) if count < 5 or first else -0.5)


def _broken(paragraph: Paragraph, sentence: Sentence) -> float:
    """The price of what does not stand for itself: half a quotation, or words that their neighbours take back."""
    text = sentence.text
    halved = text.count("“") != text.count("”") or text.count("「") != text.count("」") or text[:1].islower()
    return halved + float(is_turned(paragraph, sentence))


def _vectors(tokens: Sequence[Sequence[str]]) -> list[Vector]:
    """tf-idf vectors of length one."""
    seen = Counter(chain.from_iterable(map(set, tokens)))
    rarity = {word: log(len(tokens) / count) for word, count in seen.items()}
    vectors = []
    for sentence in tokens:
        counts: dict[str, float] = {}
        for word in sentence:
            counts[word] = counts.get(word, 0) + 1
        weights = [n * rarity[word] for word, n in counts.items()]
        size = sqrt(sum(map(mul, weights, weights))) or 1.0
        vectors.append({word: weight / size for word, weight in zip(counts, weights, strict=True)})
    return vectors


def _centrality(vectors: Sequence[Vector]) -> list[float]:
    """How near each sentence is to all others, 0 to 1: the word matrix applied twice, without an n × n matrix."""
    weights = [1.0] * len(vectors)
    for _ in range(2):
        centre: defaultdict[str, float] = defaultdict(float)
        for vector, weight in zip(vectors, weights, strict=True):
            for word, value in vector.items():
                centre[word] += weight * value
        weights = [sum(map(mul, vector.values(), map(centre.__getitem__, vector))) for vector in vectors]
        largest = max(weights, default=1.0) or 1.0
        weights = [weight / largest for weight in weights]
    return weights


def _shared(title: set[str], vector: Vector) -> float:
    return 0.5 * min(2, len(title & vector.keys()))


def _spread(candidates: Sequence[_Candidate], top: int) -> list[_Candidate]:
    """Takes the best again and again, each lowered by what is taken of its paragraph and by its likeness to that."""
    left = [one.score for one in candidates]
    chosen: list[_Candidate] = []
    holders: dict[str, list[tuple[int, float]]] = {}
    for _ in range(min(top, len(candidates))):
        if chosen:
            holders = holders or _holders(candidates)
            _lower(left, candidates, chosen[-1], holders)
        place = left.index(max(left))
        chosen.append(candidates[place])
        left[place] = -inf
    return chosen


def _lower(
    left: list[float], candidates: Sequence[_Candidate], taken: _Candidate, holders: dict[str, list[tuple[int, float]]]
) -> None:
    likeness = [0.0] * len(left)
    for word, value in taken.words.items():
        for other, weight in holders[word]:
            likeness[other] += value * weight
    for other, one in enumerate(candidates):
        left[other] -= 3 * likeness[other] ** 2 + 0.5 * (one.paragraph is taken.paragraph)


def _holders(candidates: Sequence[_Candidate]) -> dict[str, list[tuple[int, float]]]:
    """By word: which candidates have it, and its weight there."""
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, one in enumerate(candidates):
        for word, weight in one.words.items():
            holders[word].append((place, weight))
    return holders


def _inside(locator: str, places: Iterable[Sequence[range]]) -> bool:
    """Whether `locator` lies in one of the places."""
    numbers = [int(part) for part in locator.split(".")]
    return any(all(number in wanted for number, wanted in zip(numbers, place, strict=False)) for place in places)


def _ranges(place: str) -> list[range]:
    """The numbers of section, paragraph and sentence in a place: `3`, `0.9-13`, `3.2.1-2`."""
    ends = [part.partition("-") for part in place.split(".")]
    return [range(int(first), int(last or first) + 1) for first, _, last in ends]
