"""Lays out decks as contact sheets for a person to look at, and makes the pictures that the README shows.

    python tests/look.py BUILD OUT       a contact sheet of every deck in BUILD
    python tests/look.py --readme OUT    the README's pictures, from the sample essays

Needs LibreOffice, poppler and the fonts; for the pictures of the review pages Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from chromium import chromium_page
from PIL import Image, ImageDraw, ImageFont

from briefgen.audience import BUILTIN, audience_names
from briefgen.build import Request, build
from briefgen.output import write_files
from briefgen.preview import contact_sheet, render_pages
from briefgen.review import read_review
from briefgen.review_page import render_review

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


def review_pictures(out: Path) -> None:
    """The review page of a sample essay, in light, and that of the sample digest, in dark, both with a quote chosen."""
    with tempfile.TemporaryDirectory() as folder, chromium_page(Path(folder) / "profile") as page:
        page.send("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
        for name, outline, scheme, quote in (
            ("review.png", "small-platform", "light", 3),
            ("review-digest.png", "first-steps", "dark", 1),
        ):
            review, _ = read_review(ROOT / "outlines" / f"{outline}.yaml", ())
            file, taken = Path(folder) / f"{outline}.html", Path(folder) / name
            file.write_text(render_review(review), "utf-8")
            page.media(prefers_color_scheme=scheme)
            page.open(file.as_uri())
            page.run(f"document.querySelector('#q{quote}').scrollIntoView({{block: 'center'}})")
            page.click(f"#q{quote} a")
            page.wait(f"document.activeElement.id === 'm{quote}'")
            page.run("new Promise(done => setTimeout(done, 300))")  # the page goes on scrolling for some frames
            page.screenshot(taken)
            write_files({out / name: _png(Image.open(taken).convert("RGB"))})


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
        review_pictures(Path(sys.argv[2]))
    else:
        sheets(Path(sys.argv[1]), Path(sys.argv[2]))
