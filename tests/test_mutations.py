"""Verification refuses every altered quote in a built deck or brief, and accepts every unaltered one."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random

import pytest
from mutations import altered
from pptx import Presentation
from pptx.shapes.base import BaseShape

from briefgen.build import Request, build
from briefgen.essay import Essay
from briefgen.rank import rank_quotes
from briefgen.readers import read_essay
from briefgen.verdicts import verify

OUTLINES = Path(__file__).parents[1] / "outlines"
NAMES = ("service-shift", "small-platform")
PICKS = 25


@cache
def essays() -> tuple[Essay, ...]:
    return tuple(read_essay(OUTLINES / "essays" / f"{name}.md") for name in NAMES)


def built(folder: Path, suffix: str) -> list[Path]:
    """A brief or deck for each sample essay, with the quotes that rank first."""
    for name, essay in zip(NAMES, essays(), strict=True):
        shutil.copy(OUTLINES / "essays" / f"{name}.md", folder)
        head = f"essay: {{title: {essay.title}, author: {essay.author}, language: {essay.language}, file: {name}.md}}"
        refs = [f"{{at: {q.locator}, check: '{q.check}'}}" for q in rank_quotes(essay, PICKS)]
        first, rest = ", ".join(refs[:2]), ", ".join(refs[2:])
        body = f"thesis: T.\nquotes: [{rest}]\narguments: [{{claim: C., points: [P.], quotes: [{first}]}}]\n"
        (folder / f"{name}.yaml").write_text(f"{head}\n{body}", encoding="utf-8")
    outlines = tuple(folder / f"{name}.yaml" for name in NAMES)
    formats = ("deck",) if suffix == ".pptx" else ("brief",)
    report = build(Request(outlines, formats=formats, out=folder))
    for path, data in report.files.items():
        path.write_bytes(data)
    return sorted(path for path in report.files if path.suffix == suffix)


def others(essay: Essay, text: str) -> tuple[str, ...]:
    return tuple(sentence.text for sentence in essay.sentences() if sentence.text != text)


def essay_behind(path: Path) -> Essay:
    return next(essay for essay in essays() if path.name.startswith(Path(essay.path).stem))


def alter_brief(path: Path, rng: Random) -> list[str]:
    """Alters every quote of the brief, one to a block quotation, and returns the kinds in order."""
    kinds: list[str] = []

    def change(match: re.Match[str]) -> str:
        text = re.sub(r"\\([^\w\s])", r"\1", match[1])
        kind, words = altered(text, rng, others(essay_behind(path), text))
        kinds.append(kind)
        credit = "> — Otto Lindqvist, " if kind == "speaker" else match[3]
        return f"> {words}{match[2]}{credit}"

    brief = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^> ([^—\n]*)(\n>\n)(> — [^，,]*[，,])", change, brief, flags=re.M), encoding="utf-8")
    return kinds


def alter_deck(path: Path, rng: Random) -> list[str]:
    """Alters every quote of the deck as python-pptx does it, and returns the kinds in order."""
    deck = Presentation(str(path))
    kinds = []
    for shape, beside in quote_shapes(deck):
        words, credit = shape.text_frame.paragraphs[0], beside.text_frame.paragraphs[-1]
        kind, text = altered(words.text, rng, others(essay_behind(path), words.text))
        target, value = (
            (credit, re.sub(r"^(— )?[^，,]*", r"\1Otto Lindqvist", credit.text)) if kind == "speaker" else (words, text)
        )
        for run in target.runs[1:]:
            run.text = ""
        target.runs[0].text = value
        kinds.append(kind)
    deck.save(str(path))
    return kinds


def quote_shapes(deck: Presentation) -> Iterator[tuple[BaseShape, BaseShape]]:
    """Each shape that holds a quote, and the one that holds its credit: itself, or the one of that name."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.name.startswith("quote-"):
                credits = [other for other in slide.shapes if other.name.startswith("Credit")]
                yield shape, credits[0] if credits else shape


def judged(paths: Sequence[Path]) -> list[tuple[bool, str, int]]:
    return [(v.ok, v.text, v.slide) for path in paths for v in verify(path, essays())]


def assert_all_refused(folder: Path, suffix: str, rounds: int) -> None:
    seen: Counter[str] = Counter()
    for number in range(rounds):
        for path in built(folder, suffix):
            kinds = (alter_deck if suffix == ".pptx" else alter_brief)(path, Random(number))
            verdicts = judged([path])
            assert len(verdicts) == len(kinds) >= PICKS - 1
            passed = [(kind, text) for kind, (ok, text, _) in zip(kinds, verdicts, strict=True) if ok]
            assert not passed
            seen.update(kinds)
    assert len(seen) == 8


def test_every_altered_quote_of_a_brief_is_refused(tmp_path: Path):
    assert_all_refused(tmp_path, ".md", rounds=2)


def test_every_unaltered_quote_of_a_brief_is_accepted(tmp_path: Path):
    verdicts = judged(built(tmp_path, ".md"))
    assert len(verdicts) >= 2 * (PICKS - 1)
    assert all(ok for ok, *_ in verdicts)


@pytest.mark.edited_decks
def test_every_altered_quote_of_a_deck_is_refused(tmp_path: Path):
    assert_all_refused(tmp_path, ".pptx", rounds=1)


def test_every_unaltered_quote_of_a_deck_is_accepted(tmp_path: Path):
    verdicts = judged(built(tmp_path, ".pptx"))
    assert len(verdicts) >= 2 * (PICKS - 1)
    assert all(ok for ok, *_ in verdicts)
    assert len({slide for *_, slide in verdicts}) >= PICKS - 1


@pytest.mark.slow
@pytest.mark.edited_decks
@pytest.mark.parametrize("suffix", [".md", ".pptx"])
def test_a_thousand_altered_quotes_are_refused(tmp_path: Path, suffix: str):
    assert_all_refused(tmp_path, suffix, rounds=20)


@pytest.mark.render
@pytest.mark.edited_decks
@pytest.mark.parametrize("alter", [False, True])
def test_the_same_after_libreoffice_has_saved_the_deck(tmp_path: Path, alter: bool):
    decks = built(tmp_path, ".pptx")
    kinds = [kind for path in decks for kind in (alter_deck(path, Random(1)) if alter else [])]
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pptx:Impress MS PowerPoint 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "saved"), *map(str, decks)], check=True, capture_output=True, timeout=120)
    verdicts = judged(sorted((tmp_path / "saved").glob("*.pptx")))
    assert len(verdicts) >= 2 * (PICKS - 1)
    assert not alter or len(kinds) == len(verdicts)
    assert {ok for ok, *_ in verdicts} == {not alter}
