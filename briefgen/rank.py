"""Ranks an essay's sentences by how likely its author would stress them."""

from __future__ import annotations

import re
from collections import Counter

from briefgen.essay import Essay, Paragraph, Sentence
from briefgen.quotes import Quote, quote_of
from briefgen.words import words

_CUES = re.compile(
    r"关键|本质|真正|核心|意味着|根本|就是|才是|必须|应该|只有|唯有|一定|不是|而是"
    r"|\b(?:key|really|the point|must|should|never|only|not|but|is the)\b",
    re.I,
)
_DANGLING = re.compile(r"这|那|它|他|她|此|其|(?:this|that|these|those|it|they|he|she)\b", re.I)


def rank_quotes(essay: Essay, top: int, within: tuple[str, ...] = ()) -> tuple[Quote, ...]:
    """The `top` sentences most worth quoting, best first; `within` limits them to places that begin with a locator."""
    counts = Counter(word for sentence in essay.sentences() for word in set(words(sentence.text, essay.language)))
    scored: list[tuple[float, Paragraph, Sentence]] = []
    for paragraph in essay.paragraphs():
        if paragraph.kind != "heading":
            scored += [
                (_score(sentence, essay, counts), paragraph, sentence)
                for sentence in paragraph.sentences
                if _inside(sentence.locator, within)
            ]
    scored.sort(key=lambda entry: -entry[0])
    return tuple(quote_of(paragraph, (sentence,)) for _, paragraph, sentence in scored[:top])


def _inside(locator: str, within: tuple[str, ...]) -> bool:
    return not within or any(_begins(locator, place) for place in within)


def _begins(locator: str, place: str) -> bool:
    """Whether `locator` lies in `place`, whose last number may be a range: `3`, `0.9-13`, `3.2.1-2`."""
    parts, wanted = locator.split("."), place.split(".")
    for part, want in zip(parts, wanted, strict=False):
        first, _, last = want.partition("-")
        if not int(first) <= int(part) <= int(last or first):
            return False
    return True


def _score(sentence: Sentence, essay: Essay, counts: Counter[str]) -> float:
    text = sentence.text
    common = sum(1 for word in set(words(text, essay.language)) if len(word) > 1 and counts[word] > 2)
    length = 70 if essay.language == "zh" else 200
    return (
        len(_CUES.findall(text))
        + min(common, 6) / 3
        - 2 * (len(text) > length or len(text) < length / 6)
        - 1.5 * bool(_DANGLING.match(text))
        - 1.5 * text.endswith(("?", "？"))
    )
