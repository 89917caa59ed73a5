"""Shows how a deck looks: PNG pages and a contact sheet, by way of LibreOffice and poppler."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from briefgen.errors import BriefgenError, Problem, unreadable

MOST_SECONDS = 300
COLUMNS = 3
SHEET_WIDTH = 640
"""Pixels of a page on the contact sheet."""
NEEDED = (("soffice", "LibreOffice Impress"), ("pdftoppm", "poppler-utils"))


def render_pages(deck: Path, dpi: int = 80) -> tuple[bytes, ...]:
    """A PNG of each slide, in order. LibreOffice draws them: fonts it lacks are replaced by others.

    Raises BriefgenError where LibreOffice or poppler is missing, or cannot read the deck.
    """
    _check_deck(deck)
    missing = [name for command, name in NEEDED if not shutil.which(command)]
    if missing:
        hint = f"install {' and '.join(missing)}, or open the deck in PowerPoint"
        raise BriefgenError(Problem(str(deck), 0, 0, f"cannot be drawn here: {missing[0]} is not installed", hint))
    with tempfile.TemporaryDirectory(prefix="briefgen-") as folder:
        place = Path(folder)
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        source = shutil.copyfile(deck, place / "deck.pptx")
        _run(deck, "soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source))
        _run(deck, "pdftoppm", "-r", str(dpi), "-png", str(place / "deck.pdf"), str(place / "page"))
        return tuple(path.read_bytes() for path in sorted(place.glob("page*.png")))


def _check_deck(deck: Path) -> None:
    """LibreOffice would draw a page of whatever it is given, were it noise."""
    try:
        with zipfile.ZipFile(deck) as package:
            package.getinfo("ppt/presentation.xml")
    except OSError as error:
        raise BriefgenError(unreadable(str(deck), error)) from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BriefgenError(Problem(str(deck), 0, 0, "is not a PowerPoint file", "give a .pptx or .potx")) from error


def contact_sheet(pages: tuple[bytes, ...]) -> bytes:
    """All pages on one PNG, COLUMNS in a row."""
    from io import BytesIO

    from PIL import Image

    pictures = [Image.open(BytesIO(page)).convert("RGB") for page in pages]
    height = max(round(SHEET_WIDTH * picture.height / picture.width) for picture in pictures)
    gap = SHEET_WIDTH // 40
    columns, rows = min(COLUMNS, len(pictures)), -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (columns * (SHEET_WIDTH + gap) + gap, rows * (height + gap) + gap), "#808080")
    for number, picture in enumerate(pictures):
        place = (gap + number % COLUMNS * (SHEET_WIDTH + gap), gap + number // COLUMNS * (height + gap))
        sheet.paste(picture.resize((SHEET_WIDTH, height), Image.Resampling.LANCZOS), place)
    data = BytesIO()
    sheet.save(data, "PNG", optimize=True)
    return data.getvalue()


def _run(deck: Path, *command: str) -> None:
    """Runs a program to its end; LibreOffice says what went wrong only by not writing its file."""
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = f"{command[0]} did not finish in {MOST_SECONDS} s"
        raise BriefgenError(Problem(str(deck), 0, 0, message)) from error
    written = list(Path(command[-1]).parent.glob("deck.pdf" if command[0] == "soffice" else "page*.png"))
    if done.returncode or not written:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        message = f"{command[0]} cannot draw it" + (f": {said[-1]}" if said else "")
        raise BriefgenError(Problem(str(deck), 0, 0, message, "is it a deck that PowerPoint opens?"))
