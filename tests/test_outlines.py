"""The shipped outlines: each reads, each quote and figure stands in its essay, and no essay's words stand in them."""

import re
from functools import cache
from pathlib import Path

import pytest

from briefgen.essay import Essay
from briefgen.outline import Outline, QuoteRef, read_outline
from briefgen.quotes import Quote, find_quote, quote_at
from briefgen.readers import read_essay

ROOT = Path(__file__).parent.parent
OUTLINES = ROOT / "outlines"
ESSAYS = ROOT.parent / "shared" / "essays"
SAMPLES = ("service-shift", "small-platform")
REAL = ("b2b-market", "consumer-river", "deep-logic", "long-term", "other-side")
AUDIENCES = {"executive", "board", "investors", "operations", "engineers", "policy"}
needs_essays = pytest.mark.skipif(not ESSAYS.is_dir(), reason="the five essays are not in ../shared/essays")


@cache
def outline_of(name: str) -> Outline:
    return read_outline(OUTLINES / f"{name}.yaml")


@cache
def essay_of(name: str) -> Essay:
    """The essay whose bytes the outline pins."""
    ref = outline_of(name).essay
    files = [OUTLINES / ref.file] if ref.file else sorted(ESSAYS.iterdir())
    return next(essay for essay in map(read_essay, files) if essay.sha256 == ref.sha256)


def quote_of(essay: Essay, ref: QuoteRef) -> Quote:
    return find_quote(essay, ref.text) if ref.text else quote_at(essay, ref.at, ref.check)


def all_names(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", names)


@all_names(*SAMPLES, *REAL)
def test_each_audience_is_asked_one_thing(name: str) -> None:
    asked = [audience for ask in outline_of(name).asks if ask.primary for audience in ask.for_]
    assert sorted(asked) == sorted(AUDIENCES)


@pytest.mark.parametrize("name", [*SAMPLES, *(pytest.param(name, marks=needs_essays) for name in REAL)])
def test_quotes_and_figures_stand_where_the_outline_says(name: str) -> None:
    essay, sentences = essay_of(name), {s.locator: s.text for s in essay_of(name).sentences()}
    for argument in outline_of(name).arguments:
        quotes = [quote_of(essay, ref) for ref in argument.quotes]
        assert quotes
        assert all(quote.text in essay.text for quote in quotes)
        assert [quote.locator for quote, ref in zip(quotes, argument.quotes, strict=True) if ref.at] == [
            ref.at for ref in argument.quotes if ref.at
        ]
        for figure in argument.figures:
            assert re.search(rf"(?<![\d.]){figure.value:g}(?![\d.]\d)", sentences[figure.at]), figure
    for event in outline_of(name).timeline:
        assert event.at in sentences


def test_the_samples_show_every_way_to_give_a_quote() -> None:
    refs = [ref for name in SAMPLES for argument in outline_of(name).arguments for ref in argument.quotes]
    assert any(ref.text for ref in refs)
    assert any(ref.at for ref in refs)
    assert any("-" in ref.at for ref in refs)
    spoken = [quote_of(essay_of(name), ref) for name in SAMPLES for ref in outline_of(name).arguments[0].quotes]
    assert {quote.voice for quote in spoken} == {"author", "speaker"}
    assert [quote.speaker for quote in spoken if quote.voice == "speaker"] == ["Tom Adeyemi"]


@needs_essays
def test_no_run_of_24_characters_is_an_essays() -> None:
    taken: dict[str, str] = {}
    for path in sorted(ESSAYS.iterdir()):
        text = squeezed(path.read_text(encoding="utf-8"))
        taken |= {text[i : i + 24]: path.name for i in range(len(text) - 23)}
    for path in sorted(OUTLINES.glob("*.yaml")):
        lines = (line for line in path.read_text(encoding="utf-8").splitlines() if "sha256" not in line)
        text = squeezed("\n".join(lines))
        found = {text[i : i + 24] for i in range(len(text) - 23)} & taken.keys()
        assert not found, path.name


def squeezed(text: str) -> str:
    return re.sub(r"\s|<[^>]*>", "", text)
