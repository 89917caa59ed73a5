"""Superscripts: footnote marks go, exponents stay, and no number is read as another."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from briefgen.quotes import QuoteNotFound, find_quote
from briefgen.readers import read_essay

KEPT = [
    ("The network has 10<sup>9</sup> users.", "The network has 10⁹ users."),
    ("A berth of 50 m<sup>2</sup> is small.", "A berth of 50 m² is small."),
    ("The port covers 3 km<sup>2</sup> of sand.", "The port covers 3 km² of sand."),
    ("It weighs 10<sup>-9</sup> of that.", "It weighs 10⁻⁹ of that."),
    ("Steel costs 20 kg/m<sup>3</sup>.", "Steel costs 20 kg/m³."),
    ("It fell at 9.8 m/s<sup>2</sup>.", "It fell at 9.8 m/s²."),
    ("码头占地 50 米<sup>2</sup>。", "码头占地 50 米²。"),
    ("用户有10<sup>9</sup>人。", "用户有10⁹人。"),
    ("Then E = mc<sup>2</sup> holds.", "Then E = mc² holds."),
    ("So x<sup>2</sup> grows.", "So x² grows."),
    ("A debt of (1 + r)<sup>10</sup> is due.", "A debt of (1 + r)¹⁰ is due."),
    ("About 10<sup>2.5</sup> ships.", "About 10^2.5 ships."),
    ("Some 2<sup>n</sup> ways.", "Some 2ⁿ ways."),
    ("Some 2<sup>k</sup> ways.", "Some 2^k ways."),
    ("In the 19<sup>th</sup> century.", "In the 19th century."),
    ("Dated by <sup>14</sup>C twice.", "Dated by ¹⁴C twice."),
    ("Less CO<sub>2</sub> is made.", "Less CO2 is made."),
]
DROPPED = [
    ("The plan is old<sup>1</sup> and weak.", "The plan is old and weak."),
    ("The plan is old.<sup>12</sup> It stays.", "The plan is old. It stays."),
    ("时刻表<sup>1</sup>十年没有变过。", "时刻表十年没有变过。"),
    ("They come in<sup>2</sup> at night.", "They come in at night."),
    ("It's Adeyemi's<sup>3</sup> rule.", "It's Adeyemi's rule."),
    ("It began in 2019<sup>[3]</sup> or so.", "It began in 2019 or so."),
    ("It began in 2019<sup>[^3]</sup> or so.", "It began in 2019 or so."),
    ("It began (so they say)<sup>3</sup> here.", "It began (so they say) here."),
    ("Two notes<sup>1,2</sup> stand here.", "Two notes stand here."),
]
LINKED = [
    'It began in 2019<sup><a href="#n3">3</a></sup> or so.',
    'It began in 2019<a href="#n3"><sup>3</sup></a> or so.',
    'It began in 2019<sup id="fnref:3">3</sup> or so.',
]


def read(folder: Path, name: str, markup: str) -> str:
    (folder / name).write_text(markup, encoding="utf-8")
    return read_essay(folder / name).text


@pytest.mark.parametrize(("markup", "text"), KEPT + DROPPED)
def test_an_exponent_is_no_footnote_mark(tmp_path: Path, markup: str, text: str) -> None:
    assert read(tmp_path, "a.md", markup) == text
    assert read(tmp_path, "a.html", f"<p>{markup}</p>") == text


@pytest.mark.parametrize("markup", LINKED)
def test_what_links_to_a_note_is_its_mark_even_after_a_number(tmp_path: Path, markup: str) -> None:
    assert read(tmp_path, "a.html", f"<p>{markup}</p>") == "It began in 2019 or so."


def test_a_link_around_a_power_is_no_note(tmp_path: Path) -> None:
    markup = '<p>They want <a href="/users">10<sup>9</sup> users</a> soon.</p>'
    assert read(tmp_path, "a.html", markup) == "They want 10⁹ users soon."


@pytest.mark.parametrize(
    ("markup", "text"), [case for case in KEPT + DROPPED if case[0].count("<sup>") == 1 and "<sub>" not in case[0]]
)
def test_word_superscripts_read_as_those_of_a_page(tmp_path: Path, markup: str, text: str) -> None:
    before, _, rest = markup.partition("<sup>")
    raised, _, after = rest.partition("</sup>")
    document: Any = Document()
    paragraph = document.add_paragraph(before)
    paragraph.add_run(raised).font.superscript = True
    paragraph.add_run(after)
    data = BytesIO()
    document.save(data)
    (tmp_path / "a.docx").write_bytes(data.getvalue())
    assert read_essay(tmp_path / "a.docx").text == text


def test_a_power_is_not_cut_at_its_caret(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Some 10<sup>2.5</sup> ships.", encoding="utf-8")
    with pytest.raises(QuoteNotFound):
        find_quote(read_essay(tmp_path / "a.md"), "Some 10")


@pytest.mark.parametrize("false", ["109 users", "10 users", "has 10"])
def test_a_power_cannot_be_quoted_as_another_number(tmp_path: Path, false: str) -> None:
    (tmp_path / "a.md").write_text("The network has 10<sup>9</sup> users.", encoding="utf-8")
    essay = read_essay(tmp_path / "a.md")
    assert find_quote(essay, "10⁹ users").text == "10⁹ users"
    with pytest.raises(QuoteNotFound):
        find_quote(essay, false)


def test_a_power_does_not_hide_a_paragraph_of_a_page(tmp_path: Path) -> None:
    body = "<p>The quay is badly timed, and every captain who has waited outside for three days knows it.</p>"
    last = "<p>10<sup>9</sup> tonnes came in last year, and half of them waited for a berth for two days.</p>"
    page = f"<!DOCTYPE html><html><head><title>Quays</title></head><body><h1>Quays</h1>{body * 3}{last}</body></html>"
    assert read(tmp_path, "a.html", page).endswith(
        "10⁹ tonnes came in last year, and half of them waited for a berth for two days."
    )
