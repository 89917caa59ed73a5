"""Fixtures that several test modules share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A red run does not mean that the machine had other work to do."""
settings.register_profile("busy", BUSY)
settings.register_profile("ci", BUSY, derandomize=True)  # nor that the dice fell so
settings.load_profile("ci" if os.environ.get("CI") else "busy")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
BRANDS = {"theme.pptx", "brand.pptx", "wrong.pptx"}
"""What tests call the files that decks are built on: theirs, not ours."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected files of tests/cases")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips, with the reason, what this machine cannot run; in CI the measured essays must be there."""
    no_shared = pytest.mark.skip(reason=f"the measured essays are not here: no folder {SHARED.name}/ beside the repo")
    no_office = pytest.mark.skip(reason="LibreOffice and poppler are not installed: nothing can be rendered")
    if os.environ.get("CI") and not SHARED.is_dir():
        raise pytest.UsageError(f"CI needs the folder {SHARED}")
    no_browser = pytest.mark.skip(reason="Chromium is not installed: nothing can be opened in a browser")
    chromium = any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    for item in items:
        if item.get_closest_marker("browser") and not chromium:
            item.add_marker(no_browser)
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(no_shared)
        if item.get_closest_marker("render") and not (shutil.which("soffice") and shutil.which("pdftoppm")):
            item.add_marker(no_office)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measured essays and corpora; use with the marker `shared`."""
    return SHARED


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture(autouse=True)
def every_written_deck_is_sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """Judges each .pptx that a test leaves in its folder, save where the test is marked `edited_decks`."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder and not request.node.get_closest_marker("edited_decks"):
        for deck in sorted(file for file in folder.rglob("*.pptx") if file.name not in BRANDS):
            assert deck_problems(deck.read_bytes()) == [], deck.name


@cache
def deck_problems(data: bytes) -> list[str]:
    from deckcheck import check_deck

    return check_deck(data)
