"""Lays out decks as contact sheets for a person to look at, and makes the pictures that the README shows.

    python tests/look.py BUILD OUT       a contact sheet of every deck in BUILD
    python tests/look.py --readme OUT    the README's pictures, from the sample essays

Needs LibreOffice, poppler and the fonts.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from briefgen.audience import BUILTIN, audience_names
from briefgen.build import Request, build
from briefgen.output import write_files
from briefgen.preview import contact_sheet, render_pages

ROOT = Path(__file__).parents[1]
WIDTH, GAP, LABEL = 220, 8, 110


def sheets(decks: Path, out: Path) -> None:
    """A contact sheet for each deck of a folder."""
    for deck in sorted(decks.glob("*.pptx")):
        write_files({out / f"{deck.stem}.png": contact_sheet(render_pages(deck))})
        print(out / f"{deck.stem}.png")


def readme_pictures(out: Path) -> None:
    """One deck of a sample essay, and the first slides of its decks for all audiences."""
    audiences = ("board", "executive", "investors", "operations", "engineers", "policy")
    assert sorted(audiences) == sorted(audience_names((BUILTIN,)))
    with tempfile.TemporaryDirectory() as folder:
        request = Request((ROOT / "outlines" / "small-platform.yaml",), audiences, ("deck",), Path(folder))
        write_files(build(request).files)
        decks = {name: Path(folder) / f"small-platform.{name}.pptx" for name in audiences}
        pages = {name: render_pages(deck, 60) for name, deck in decks.items()}
    write_files({out / "executive.png": _smaller(contact_sheet(pages["executive"]), 1200)})
    write_files({out / "audiences.png": _rows(pages)})


def _smaller(png: bytes, width: int) -> bytes:
    picture = Image.open(BytesIO(png)).convert("RGB")
    return _png(picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS))


def _rows(pages: dict[str, tuple[bytes, ...]], most: int = 7) -> bytes:
    """A row for each audience: its name, and its slides after the cover."""
    height = round(WIDTH * 9 / 16)
    sheet = Image.new("RGB", (LABEL + most * (WIDTH + GAP), len(pages) * (height + GAP) + GAP), "#e6e6e6")
    draw = ImageDraw.Draw(sheet)
    for row, (name, slides) in enumerate(pages.items()):
        top = GAP + row * (height + GAP)
        draw.text((GAP, top + height // 2 - 8), name, fill="#222222", font=ImageFont.load_default(15))
        for column, data in enumerate(slides[1 : most + 1]):
            slide = Image.open(BytesIO(data)).convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
            sheet.paste(slide, (LABEL + column * (WIDTH + GAP), top))
    return _png(sheet)


def _png(picture: Image.Image) -> bytes:
    data = BytesIO()
    picture.quantize(128).save(data, "PNG", optimize=True)
    return data.getvalue()


if __name__ == "__main__":
    if sys.argv[1] == "--readme":
        readme_pictures(Path(sys.argv[2]))
    else:
        sheets(Path(sys.argv[1]), Path(sys.argv[2]))
