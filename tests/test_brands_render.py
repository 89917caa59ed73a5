"""A whole outline on brands that other programs made, drawn by LibreOffice: sound, complete, and nothing runs over."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import brands
import designs
import pytest
from deckcheck import check_deck
from overflow import overflows
from pptx import Presentation

from briefgen.build import Request, build

SAMPLE = Path(__file__).parents[1] / "outlines" / "service-shift.yaml"
NAMES = ("Beehive", "Vivid", "Lights", "Piano")
"""Pictures, a band, a gradient on which no ink can be read everywhere, and black."""

pytestmark = [pytest.mark.render, pytest.mark.slow]


def decks_on(made: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The sample outline for the executive on each of the brands."""
    found = {}
    for name, data in made.items():
        theme = folder / f"{name}.potx"
        theme.write_bytes(data)
        report = build(Request((SAMPLE,), ("executive",), ("deck",), Path("out"), theme=theme))
        found[name] = report.files[Path("out") / "service-shift.executive.pptx"]
    return found


def faults_of(deck: bytes) -> list[str]:
    return [fault for fault in check_deck(deck) if "East Asian face" not in fault]


def test_the_designs_of_libreoffice_carry_a_whole_outline(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    made = brands.office_brands(tmp_path / "office", NAMES)
    if not made:
        pytest.skip("LibreOffice is installed without its designs")
    assert sorted(made) == sorted(f"office-{name.lower()}" for name in NAMES)
    decks = decks_on(made, tmp_path)
    for path in (tmp_path / "office").rglob("*.pptx"):
        path.unlink()  # the brands themselves are not ours to be judged
    assert {name: faults_of(deck) for name, deck in decks.items()} == {name: [] for name in made}
    assert overflows(list(decks.values())) == [[]] * len(decks)


def test_what_a_designer_drew_is_drawn_as_it_was_meant(tmp_path: Path) -> None:
    drawn = designs.brand_with(designs.argument, designs.quote, designs.figure)
    made = {"portrait": brands.write_template(brands.portrait()), "designed": drawn}
    decks = decks_on(made, tmp_path)
    assert {name: faults_of(deck) for name, deck in decks.items()} == {name: [] for name in made}
    names = [shape.name for slide in Presentation(BytesIO(decks["designed"])).slides for shape in slide.shapes]
    assert sum(name.startswith("quote-") for name in names) >= 4
    assert overflows(list(decks.values())) == [[]] * len(decks)


def test_a_designers_file_that_libreoffice_saved_is_filled_as_well(tmp_path: Path) -> None:
    """Another program's XML: runs cut anew, list styles gone, pictures as fills."""
    import subprocess

    (tmp_path / "theme.pptx").write_bytes(
        designs.brand_with(designs.argument, designs.quote, designs.figure, designs.numbers, designs.table_of_quotes)
    )
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "potx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "theme.pptx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    deck = decks_on({"saved": (tmp_path / "theme.potx").read_bytes()}, tmp_path)["saved"]
    assert faults_of(deck) == []
    slides = Presentation(BytesIO(deck)).slides
    assert sum(shape.name.startswith("quote-") for slide in slides for shape in slide.shapes) >= 1
    assert not any("{{" in shape.text_frame.text for s in slides for shape in s.shapes if shape.has_text_frame)
