"""What was just built proves itself, whatever the essay's words hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.audience import BUILTIN, audience_names
from briefgen.build import Request, build
from briefgen.essay import check_of
from briefgen.readers import read_essay
from briefgen.verdicts import verify

pytestmark = pytest.mark.edited_decks


def refused_of(folder: Path, outline: Path, essay: Path) -> tuple[int, list[str]]:
    """How many quotations the outline's decks and briefs for all audiences show, and those that are refused."""
    report = build(Request((outline,), audience_names((BUILTIN,)), out=folder))
    for path, data in report.files.items():
        path.write_bytes(data)
    made = (path for path in report.files if path.suffix in (".md", ".pptx"))
    verdicts = [verdict for path in made for verdict in verify(path, [read_essay(essay)])]
    return len(verdicts), [str(verdict) for verdict in verdicts if not verdict.ok]


@pytest.mark.parametrize(
    "space", ["\u2009", "\u3000", "\u202f", "\u2003", "\u00a0"], ids=["thin", "ideographic", "narrow", "em", "hard"]
)
def test_spaces_of_other_widths_stay_in_a_quote(space: str, tmp_path: Path) -> None:
    words = f"A berth for 1{space}200 boats costs 3{space}500 pounds,{space}water is included."
    essay, outline = tmp_path / "e.txt", tmp_path / "o.yaml"
    essay.write_text(f"The harbour\n\nIt is full.\n\n{words}\n", "utf-8")
    assert words in read_essay(essay).text
    outline.write_text(
        "essay: {title: The harbour, author: Ada Brook, language: en, file: e.txt}\nthesis: T.\n"
        f"arguments: [{{claim: C., points: [P.], quotes: [{{text: '{words}', check: {check_of(words)!r}}}]}}]\n",
        "utf-8",
    )
    count, refused = refused_of(tmp_path, outline, essay)
    assert count > 8
    assert refused == []
