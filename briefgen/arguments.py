"""The arguments of an essay: the outermost runs of enumerated claims, or else its headings or salient sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from briefgen.enumeration import Marker, all_paragraphs, find_markers, is_title
from briefgen.essay import Essay, Paragraph, Sentence
from briefgen.patterns import lazy_pattern
from briefgen.runs import Run, find_runs

Basis = Literal["numbered", "heading", "salient"]


class FoundArgument(Struct, frozen=True):
    """An argument as it stands in the essay."""

    claim: str
    """A slice of the essay: the author's claim without enumerator, hedges and closing punctuation."""
    basis: Basis
    locator: str
    """The sentence that makes the claim."""
    first: int
    """The paragraphs that argue it: indices into `all_paragraphs(essay)`, first and last."""
    last: int
    nested: tuple[FoundArgument, ...] = ()
    """What an inner run counts within the argument."""


class _Group(Struct, frozen=True):
    """A run that may be argued, with the ground that each member covers."""

    markers: tuple[Marker, ...]
    ends: tuple[int, ...]
    """Index of the last paragraph of each member."""
    titled: bool
    """Whether the members are titles above text."""

    @property
    def start(self) -> tuple[int, int]:
        return self.markers[0].paragraph, self.markers[0].start

    def members(self) -> Iterator[tuple[Marker, int]]:
        """Each marker with the last paragraph of its ground."""
        return zip(self.markers, self.ends, strict=True)


_GENERIC = lazy_pattern(
    r"(?:写在(?:最?[前后])面?|前言|引[言子]|导[言语论]|序言?|概述|背景|摘要|目录|结[语论尾]|总结|小结|尾声|后记|结束语|最后|附录|参考文献|致谢"
    r"|introduction|preface|background|overview|abstract|contents|summary|conclusions?|epilogue|appendix|references|notes"
    r"|final thoughts|wrapping up|tl;?dr)[\s：:.]*",
    re.I,
)
_STEPS = lazy_pattern(
    r"(?:步骤|流程|教程|安装|操作方法|配方|食材|做法|用法|使用方法|目录)\s*(?:如下|为|是|有)?[：:\s]*$"
    r"|^(?:步骤|教程|安装|食材|做法|目录)"
    r"|\b(?:steps?|procedure|recipe|ingredients|install(?:ation)?|how to (?:use|install)|contents|instructions)\b"
    r"[^.]{0,30}$",
    re.I,
)
_REFERENCE = lazy_pattern(
    r"https?://|www\.|\bdoi\b|\[[JMCDN]\]|\bpp?\. ?\d|\bISBN\b|《[^》]+》[，,].{0,30}(?:19|20)\d\d年?"
)
_CUE = lazy_pattern(
    r"(?:[两二三四五六七八九几多]|\d+)\s*(?:大|个|点|条|种|项|方面|层|件|类|重)|原因|理由|以下|如下|方面|\b(?:two|three|four|five|six|several|few"
    r"|reasons?|ways?|points?|things?|problems?|following)\b",
    re.I,
)
_LEADING = lazy_pattern(
    r"(?:(?:我们)?(?:需)?要做的(?:就|便)?是|(?:则|就|便)?是(?![否的非])|在于|在我看来|事实上|其实|因此|所以|于是|然而|但是?|不过|由此可见|可见|总之|换句话说|说到底"
    r"|(?:笔者|我们?|本人)(?:坚定地?|始终|一直)?(?:认为|觉得|相信|以为)|我们要知道的是|需要(?:指出|说明|强调)的是"
    r"|(?:is|are|was|were)(?: that)?\b|(?:I|we) (?:think|believe|feel)(?: that)?\b"
    r"|(?:in my (?:view|opinion)|in fact|of course"
    r"|however|therefore|thus|so|but|and|it(?:'s| is) (?:clear|obvious|true) that)\b)[，,：:\s]*",
    re.I,
)
_TRAILING = " 。；;，,：:.、—–-"
_SHORT_EMS = 40
_MOST_AROUND = 20
"""How many groups back one is looked for that a group stands in."""


def find_arguments(essay: Essay) -> tuple[FoundArgument, ...]:
    """The essay's arguments in its order; `basis` says what shows them. Empty only where the essay has no sentence."""
    return find_numbered(essay) or _by_heading(essay)


def find_numbered(essay: Essay) -> tuple[FoundArgument, ...]:
    """The arguments that the author numbered; runs within a member are its nested arguments."""
    paragraphs = all_paragraphs(essay)
    runs = find_runs(paragraphs, find_markers(paragraphs))
    groups = sorted((group for run in runs if (group := _group(run, paragraphs))), key=lambda group: group.start)
    found = []
    for group, inner in _outermost(groups, paragraphs):
        for place, (marker, end) in enumerate(zip(group.markers, group.ends, strict=True)):
            nested = inner.get(place)
            points = [_argument(m, e, paragraphs) for m, e in nested.members()] if nested else []
            found.append(replace(_argument(marker, end, paragraphs), nested=tuple(points)))
    return tuple(sorted(found, key=lambda argument: argument.first))


def _group(run: Run, paragraphs: Sequence[Paragraph]) -> _Group | None:
    """The run as a group of claims, or None where it counts something that is not argued."""
    markers = _with_titles_below(run.markers, paragraphs) if run.first.bare else tuple(run.markers)
    markers = tuple(m for m in markers if not _GENERIC.fullmatch(paragraphs[m.paragraph].text[m.end :]))
    if len(markers) < 2 or _is_inline(markers, paragraphs) or _is_not_argued(markers, paragraphs):
        return None
    titled = 2 * sum(m.position == "title" for m in markers) > len(markers) and not _is_list(markers, paragraphs)
    return _Group(markers, _ends(markers, titled, paragraphs), titled)


def _with_titles_below(markers: Iterable[Marker], paragraphs: Sequence[Paragraph]) -> tuple[Marker, ...]:
    """For numbers that stand alone: markers on the titles below them; none where mere text stands there."""
    moved = []
    for marker in markers:
        below = marker.paragraph + 1
        if below >= len(paragraphs) or not is_title(paragraphs[below]) or _ends_as_sentence(paragraphs[below]):
            return ()
        moved.append(replace(marker, paragraph=below, start=0, end=0, bare=False))
    return tuple(moved)


def _ends_as_sentence(paragraph: Paragraph) -> bool:
    return paragraph.kind != "heading" and paragraph.text.rstrip("”’」』）)\"'").endswith((".", "。", "！", "!", "…"))


def _is_inline(markers: Sequence[Marker], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the run is an aside within one or two paragraphs rather than a way through the essay."""
    return len({marker.paragraph for marker in markers}) < max(2, len(markers) - 1)


def _is_list(markers: Sequence[Marker], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the members follow on each other with no text between."""
    joints = [b.paragraph - a.paragraph == 1 for a, b in pairwise(markers)]
    return 2 * sum(joints) > len(joints) and all(paragraphs[m.paragraph].kind != "heading" for m in markers)


def _is_not_argued(markers: Sequence[Marker], paragraphs: Sequence[Paragraph]) -> bool:
    texts = [paragraphs[m.paragraph].text[m.end :] for m in markers]
    above = paragraphs[markers[0].paragraph - 1].text if markers[0].paragraph else ""
    by_words = markers[0].family.partition(":")[0] in ("di", "shi", "seq", "qi", "en", "label")
    if not by_words and _STEPS.search(above[-80:]):
        return True
    if 2 * sum(bool(_REFERENCE.search(text)) for text in texts) > len(texts):
        return True
    if not by_words and _is_list(markers, paragraphs) and sum(map(_ems, texts)) < _SHORT_EMS * len(texts):
        return True
    if markers[0].family == "seq" and len(markers) == 2:
        lead = paragraphs[markers[0].paragraph].text[: markers[0].start]
        return not _CUE.search((above + lead)[-60:])
    return False


def _ems(text: str) -> float:
    return sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in text[:400])


def _ends(markers: Sequence[Marker], titled: bool, paragraphs: Sequence[Paragraph]) -> tuple[int, ...]:
    """The last paragraph of each member: before the next member; after the last, as far as the others go at most."""
    places = [marker.paragraph for marker in markers]
    ends = [max(place, following - 1) for place, following in pairwise(places)]
    widest = max(end - place for place, end in zip(places, ends, strict=False))
    limit = min(places[-1] + (3 * widest + 20 if titled else widest), len(paragraphs) - 1)
    level = paragraphs[places[-1]].level if paragraphs[places[-1]].kind == "heading" else 6
    end = places[-1]
    while end < limit and not (paragraphs[end + 1].kind == "heading" and paragraphs[end + 1].level <= level):
        end += 1
    return (*ends, end)


def _outermost(groups: Sequence[_Group], paragraphs: Sequence[Paragraph]) -> list[tuple[_Group, dict[int, _Group]]]:
    """The groups that stand in no other, each with the first group inside of each member.

    Where titles carry the essay, only groups of titles.
    """
    outer: list[tuple[_Group, dict[int, _Group]]] = []
    for group in groups:
        if outer and _begins_anew(group, outer[-1][0], paragraphs):
            before, inner = outer[-1]
            outer[-1] = (replace(before, ends=(*before.ends[:-1], group.start[0] - 1)), inner)
        for around, inner in reversed(outer[-_MOST_AROUND:]):
            place = next((i for i, (m, end) in enumerate(around.members()) if _within(group, m, end)), None)
            if place is not None:
                inner.setdefault(place, group)
                break
        else:
            outer.append((group, {}))
    titled = [(group, inner) for group, inner in outer if group.titled]
    covered = sum(_length(paragraphs, m.paragraph, end) for group, _ in titled for m, end in group.members())
    return titled if 2 * covered > _length(paragraphs, 0, len(paragraphs)) else outer


def _begins_anew(group: _Group, before: _Group, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the group counts the same way anew, below the other's last member: a second part, not a nested one."""
    first, other = group.markers[0], before.markers[0]
    new, old = paragraphs[first.paragraph], paragraphs[other.paragraph]
    alike = (first.family, group.titled, new.kind, new.level) == (other.family, before.titled, old.kind, old.level)
    return alike and before.markers[-1].paragraph < first.paragraph <= before.ends[-1]


def _length(paragraphs: Sequence[Paragraph], first: int, last: int) -> int:
    return sum(len(paragraph.text) for paragraph in paragraphs[first : last + 1])


def _within(inner: _Group, marker: Marker, end: int) -> bool:
    """Whether the group lies in the ground of the member, after its marker."""
    return (marker.paragraph, marker.start) < inner.start and inner.markers[-1].paragraph <= end


def _argument(marker: Marker, end: int, paragraphs: Sequence[Paragraph]) -> FoundArgument:
    paragraph = paragraphs[marker.paragraph]
    sentence = _sentence_at(paragraph, marker.end)
    stop = len(paragraph.text) if paragraph.kind == "heading" else sentence.start + len(sentence.text)
    claim = trim_claim(paragraph.text[marker.end : stop])
    return FoundArgument(claim, "numbered", sentence.locator, marker.paragraph, end)


def _sentence_at(paragraph: Paragraph, offset: int) -> Sentence:
    """The sentence in which the first character from `offset` on stands."""
    later = (s for s in paragraph.sentences if s.start + len(s.text) > offset)
    return next(later, paragraph.sentences[-1])


def trim_claim(text: str) -> str:
    """The claim without the words that only lead to it, and without closing punctuation; always a slice of `text`."""
    claim = text.strip(_TRAILING)
    while (match := _LEADING.match(claim)) and _ems(claim[match.end() :]) >= 3:
        claim = claim[match.end() :].lstrip(_TRAILING)
    return claim or text.strip()


def _by_heading(essay: Essay) -> tuple[FoundArgument, ...]:
    """One argument for each heading with text below it, of the uppermost level that has two of them; else none."""
    paragraphs = all_paragraphs(essay)
    titles = [
        (index, paragraph)
        for index, paragraph in enumerate(paragraphs)
        if paragraph.kind == "heading"
        and sum(map(str.isalpha, paragraph.text)) > 1
        and not _GENERIC.fullmatch(paragraph.text)
    ]
    levels = [paragraph.level for _, paragraph in titles]
    level = min((lv for lv in levels if levels.count(lv) > 1), default=0)
    chosen = [(index, paragraph) for index, paragraph in titles if paragraph.level == level]
    bounds = [*(index for index, _ in chosen), len(paragraphs)][1:]
    found = tuple(
        FoundArgument(trim_claim(paragraph.text), "heading", f"{paragraph.locator}.1", index, end - 1)
        for (index, paragraph), end in zip(chosen, bounds, strict=True)
        if end - index > 1
    )
    return found if len(found) > 1 else ()
