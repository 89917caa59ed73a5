from pathlib import Path

import pytest
from decks import default_theme
from sdkcheck import VALIDATOR, sdk_errors

from briefgen.deck import build_deck

EVERY_KIND = Path(__file__).parent / "cases" / "deck" / "every-kind.md"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.edited_decks,
    pytest.mark.skipif(not VALIDATOR.exists(), reason="the Open XML SDK is not here: npm install --prefix bench"),
]


def test_the_open_xml_sdk_has_nothing_against_a_deck_of_every_kind(tmp_path: Path) -> None:
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(build_deck(EVERY_KIND.read_text(encoding="utf-8"), default_theme(), str(EVERY_KIND)).data)
    assert sdk_errors(deck) == []


def test_the_open_xml_sdk_finds_a_defect(tmp_path: Path) -> None:
    from test_deckcheck import SLIDE, P, first, planted

    deck = tmp_path / "broken.pptx"
    deck.write_bytes(planted(SLIDE, f"{P}sp", first(f"{P}txBody", lambda body: body.clear())))
    assert sdk_errors(deck)
