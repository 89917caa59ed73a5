"""Tells what a new state of an essay does to an outline's quotes, and which slides and briefs go stale by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

from msgspec import MsgspecError, Struct, json
from msgspec.structs import replace

from briefgen.briefing import quote_named, shows_number
from briefgen.context import Alarm, context_alarm
from briefgen.difference import COMPARED, comparing
from briefgen.essay import Essay, Paragraph, Sentence
from briefgen.library import find_essay, read_found
from briefgen.outline import Outline, QuoteRef, read_outline
from briefgen.outlines import is_digest
from briefgen.quotes import Quote, QuoteNotFound, folded, missing_quote
from briefgen.scripts import count_cjk

Fate = Literal["kept", "moved", "changed", "gone"]
_ALIKE = 0.5
"""How much of a quote the nearest sentence must have to be that quote, changed."""
_HEADS = ("title", "author")


class Change(Struct, frozen=True):
    """What became of one thing that the outline takes from the essay: a quote, a figure, title or author."""

    outline: str
    """The outline's file."""
    line: int
    """From 1."""
    element: str
    """As in the manifest: `depth.quotes.1`, `quotes.1` for a quote of the thesis, `depth.figures.2`; or `title`."""
    fate: Fate
    at: str
    """The place that the outline gives, where it gives one."""
    place: str = ""
    """Where the words, or the nearest ones, stand in the new essay."""
    nearest: str = ""
    message: str = ""

    def __str__(self) -> str:
        where = f" from {self.at}" if self.at else ""
        place = f" at {self.place}" if self.place else ""
        told = {
            "kept": "stands where it stood",
            "moved": f"has moved{where} to {self.place}: write 'at: {self.place}'",
            "changed": f"has changed: {self.message}; now{place}: “{self.nearest}”",
            "gone": "is gone",
        }
        return f"{self.outline}:{self.line}: {self.element} {told[self.fate]}"


class _Was(Struct, frozen=True):
    """What is known of a quote in the old edition."""

    text: str
    locator: str
    speaker: str
    alarm: Alarm | None = None
    is_whole: bool = False
    """Known from the old essay itself: whether its neighbours took it back, too."""


@comparing()
def check_against(
    outline: Outline, essay: Essay, old: Essay | None = None, built: dict[str, Any] | None = None
) -> tuple[Change, ...]:
    """The fate in the new `essay` of every pinned quote of `outline`, of its figures that have changed, and of title
    and author where these have; picks are made anew and have no fate.

    Where the old essay is not at hand, `built`, the manifest of an earlier build, tells what the quotes were.
    """
    was = _was_in(old, built)
    quotes = (_change(element, ref, essay, was(ref)) for element, ref in _pinned(outline))
    return (*_heads(outline, essay, old, built), *quotes, *_figures(outline, essay, old))


def read_changes(
    outlines: Iterable[Path], folders: tuple[Path, ...], essay: Essay, out: Path = Path("build")
) -> tuple[Change, ...]:
    """The changes of each outline that is about `essay`: by its file or title, or by a quote that it still has.

    `out` holds the manifests of what was built before.
    """
    found: list[Change] = []
    for path in outlines:
        if is_digest(path):
            continue
        outline = read_outline(path)
        at_hand = find_essay(outline.essay, folders)
        own = at_hand is not None and at_hand.sha256 == essay.sha256
        old = read_found(at_hand) if at_hand and at_hand.as_pinned and not own else None
        built = next((m for m in read_manifests([path], out) if m.get("essay", {}).get("sha256") != essay.sha256), None)
        changes = check_against(outline, essay, essay if own and at_hand and at_hand.as_pinned else old, built)
        is_about = own or outline.essay.title == essay.title
        if is_about or any(change.fate in ("kept", "moved") for change in changes):
            found += changes
    return tuple(found)


def read_manifests(outlines: Iterable[Path], out: Path) -> tuple[dict[str, Any], ...]:
    """The manifests that earlier builds of the outlines left in `out`; those that cannot be read are left out."""
    found = []
    for path in outlines:
        with suppress(OSError, MsgspecError):
            found.append(json.decode((out / f"{path.stem}.manifest.json").read_bytes(), type=dict[str, Any]))
    return tuple(found)


def stale_outputs(changes: Iterable[Change], manifests: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The files that must be built again, one line each with the slides that draw on what has changed."""
    stale = [change for change in changes if change.fate != "kept"]
    lines = []
    for manifest in manifests:
        touched = _touched(stale, manifest)
        everywhere = ("quotes.", *_HEADS) if "outline" in manifest else ("quote-", *_HEADS)
        for audience in manifest["audiences"].values():
            kept = {entry["element"] for entry in audience["kept"]}
            kept |= {element for element in touched if element.partition(".figures.")[0] in kept}
            if touched.isdisjoint(kept) and not any(element.startswith(everywhere) for element in touched):
                continue
            slides = [s["number"] for s in audience["slides"] if touched & set(s["draws_on"])]
            for name in audience["files"]:
                numbers = f": slides {', '.join(map(str, slides))}" if slides and name.endswith(".pptx") else ""
                lines.append(f"{name} is stale{numbers}")
    return tuple(lines)


def _touched(stale: Iterable[Change], manifest: dict[str, Any]) -> set[str]:
    """The elements of the outline that have changed, and the ids of quotes; of a digest, those alone."""
    own = [change for change in stale if Path(change.outline).stem == manifest.get("outline")]
    drawn = own if "outline" in manifest else stale
    starts = tuple(f"quote-{Path(change.outline).stem}-{change.at}-" for change in drawn if change.at)
    return {change.element for change in own} | {q["id"] for q in manifest["quotes"] if q["id"].startswith(starts)}


def _pinned(outline: Outline) -> Iterator[tuple[str, QuoteRef]]:
    groups = [("", outline.quotes), *((f"{argument.id}.", argument.quotes) for argument in outline.arguments)]
    for owner, refs in groups:
        for number, ref in enumerate(refs, 1):
            if ref.text or ref.at:
                yield f"{owner}quotes.{number}", ref


def _was_in(old: Essay | None, built: dict[str, Any] | None) -> Callable[[QuoteRef], _Was | None]:
    """Finds what a quote was: in the old essay, else in the manifest."""
    entries = built["quotes"] if built and not old else []
    author = built["essay"]["author"] if built else ""

    def was(ref: QuoteRef) -> _Was | None:
        quote = _quote_or_none(ref, old) if old else None
        if old and quote:
            return _Was(quote.text, quote.locator, quote.speaker, context_alarm(old, quote), is_whole=True)
        words, place = folded(ref.text), (ref.at, ref.check)
        for entry in entries:
            if entry["text"] and (entry["text"] == words or place == (entry["locator"], entry["check"])):
                speaker = "" if entry["speaker"] == author else entry["speaker"]
                return _Was(entry["text"], entry["locator"], speaker)
        return None

    return was


def _heads(outline: Outline, essay: Essay, old: Essay | None, built: dict[str, Any] | None) -> Iterator[Change]:
    """Title and author, where the outline leaves them to the essay."""
    head = built.get("essay", {}) if built else {}
    for name in _HEADS:
        if getattr(outline.essay, name):
            continue
        before, now = getattr(old, name) if old else head.get(name, ""), getattr(essay, name)
        if before and before != now:
            marks = outline.essay.marks
            message = f"it was “{before}”"
            yield Change(marks.path, marks.line, name, "changed", "", nearest=now, message=message)


def _figures(outline: Outline, essay: Essay, old: Essay | None) -> Iterator[Change]:
    """The figures whose sentence has another number now, has moved, or is gone."""
    figures = [(f"{a.id}.figures.{n}", f) for a in outline.arguments for n, f in enumerate(a.figures, 1) if f.at]
    if not figures:
        return
    before = {sentence.locator: sentence.text for sentence in old.sentences()} if old else {}
    now = {sentence.locator: sentence.text for sentence in essay.sentences()}
    places = {text: place for place, text in now.items()}
    for element, figure in figures:
        at, number = figure.at.split("-")[0], f"{figure.value:g}"
        change = Change(figure.marks.path, figure.marks.line, element, "gone", figure.at)
        if shows_number(now.get(at, ""), number) and before.get(at, now[at]) == now[at]:
            continue
        if before.get(at) in places:
            yield replace(change, fate="moved", place=places[before[at]])
        elif at in now and not shows_number(now[at], number):
            message = f"sentence {at} does not show the number {number}"
            yield replace(change, fate="changed", place=at, nearest=now[at], message=message)
        elif at not in now:
            yield change


def _change(element: str, ref: QuoteRef, essay: Essay, was: _Was | None) -> Change:
    gone = Change(ref.marks.path, ref.marks.line, element, "gone", ref.at)
    try:
        now = quote_named(essay, ref, was.locator if was else "")
    except QuoteNotFound as missing:
        lost = replace(gone, at=ref.at or (was.locator if was else ""))
        return _lost(lost, ref.text or (was.text if was else ""), essay, missing)
    if not ref.text and not ref.check and was and was.text != now.text:
        return _lost(gone, was.text, essay, missing_quote(essay, was.text))
    before = ref.at or (was.locator if was else now.locator)
    kept = replace(gone, fate="kept" if now.locator == before else "moved", at=before, place=now.locator)
    message = _meant_otherwise(now, was, essay) if was else ""
    return replace(kept, fate="changed", nearest=now.text, message=message) if message else kept


def _meant_otherwise(now: Quote, was: _Was, essay: Essay) -> str:
    """What makes the same words say something else: who speaks, or a sentence that takes them back."""
    is_named = was.is_whole or now.speaker or now.voice == "author"  # the manifest has other words for nobody's name
    if now.speaker != was.speaker and is_named:
        before, after = was.speaker or "the author", now.speaker or "the author"
        return f"the words were {before}'s and are {after}'s"
    alarm = context_alarm(essay, now) if was.is_whole and not was.alarm else None
    return f"it is out of context now: {alarm}" if alarm else ""


def _lost(gone: Change, words: str, essay: Essay, missing: QuoteNotFound) -> Change:
    if words:
        missing = missing_quote(essay, words)
    nearest = missing.nearest
    paragraph = essay.paragraph(nearest.locator) if nearest else None
    if nearest is None or paragraph is None or (words and _share(words, _piece(paragraph, nearest, words)) < _ALIKE):
        return gone
    found = replace(gone, place=nearest.locator, nearest=nearest.text, message=missing.difference)
    return replace(found, fate="changed")


def _piece(paragraph: Paragraph, nearest: Sentence, words: str) -> str:
    """The nearest sentence, and as many after and before it as make it as long as the words are."""
    sentences = paragraph.sentences
    ends = [sentence.start + len(sentence.text) for sentence in sentences]
    first = next(n for n, sentence in enumerate(sentences) if sentence.locator == nearest.locator)
    last = first
    while ends[last] - sentences[first].start < 0.9 * len(words) and last - first + 1 < len(sentences):
        first, last = (first, last + 1) if last + 1 < len(sentences) else (first - 1, last)
    return paragraph.text[sentences[first].start : ends[last]]


def _share(words: str, text: str) -> float:
    """How much of `words` stands in `text` in runs that chance does not make, in order: 0 to 1."""
    run = 2 if count_cjk(words) * 2 > len(words) else 5
    blocks = SequenceMatcher(None, words[:COMPARED], text[:COMPARED], autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= run) / len(words[:COMPARED])


def _quote_or_none(ref: QuoteRef, essay: Essay) -> Quote | None:
    try:
        return quote_named(essay, ref)
    except QuoteNotFound:
        return None
