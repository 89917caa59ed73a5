"""Makes pictures of one thing above another: our slides and pandoc's, a designer's slides and what they became.

Run by `make pictures`; needs pandoc, LibreOffice and poppler.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from briefgen.build import Request, build
from briefgen.talk import read_talk

CASES = Path(__file__).parent / "cases" / "pandoc"
EVERY_KIND = Path(__file__).parent / "cases" / "deck" / "every-kind.md"
DESIGNED = Path(__file__).parents[1] / "docs" / "designed-slides.md"
SAMPLE = Path(__file__).parents[1] / "outlines" / "small-platform.yaml"
WIDTH, GAP, COLORS = 320, 8, 128


def pages(deck: Path, folder: Path) -> list[Image.Image]:
    """The slides as pictures, WIDTH pixels wide."""
    office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(folder), str(deck)], check=True, capture_output=True, timeout=180)
    stem = folder / deck.stem
    subprocess.run(["pdftoppm", "-r", "60", "-png", f"{stem}.pdf", str(stem)], check=True, timeout=180)
    found = [Image.open(path).convert("RGB") for path in sorted(folder.glob(f"{deck.stem}-*.png"))]
    return [page.resize((WIDTH, round(page.height * WIDTH / page.width)), Image.Resampling.LANCZOS) for page in found]


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Rows of slides on grey."""
    wide = max(len(row) for row in rows) * (WIDTH + GAP) + GAP
    tall = [max(page.height for page in row) + GAP for row in rows]
    found = Image.new("RGB", (wide, sum(tall) + GAP), (128, 128, 128))
    top = GAP
    for row, height in zip(rows, tall, strict=True):
        for number, page in enumerate(row):
            found.paste(page, (GAP + number * (WIDTH + GAP), top))
        top += height
    return found


def save(picture: Image.Image, path: Path) -> None:
    picture.quantize(COLORS).save(path, optimize=True)


def designed_sheet(folder: Path) -> Image.Image:
    """The slides that docs/designed-slides.md draws, and the first that they become in a sample deck."""
    code = re.findall(r"^```python\n(.*?)^```$", DESIGNED.read_text("utf-8"), re.M | re.S)[0]
    exec(compile(code.replace('"brand.pptx"', repr(str(folder / "brand.pptx"))), DESIGNED.name, "exec"), {})
    request = Request((SAMPLE,), ("executive",), ("deck",), folder, theme=folder / "brand.pptx")
    (deck,) = (path for path in build(request).files if path.suffix == ".pptx")
    deck.write_bytes(build(request).files[deck])
    drawn, made = pages(folder / "brand.pptx", folder), pages(deck, folder)
    return sheet([drawn, made[4:8]])


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for case in sorted(CASES.glob("*.md")):
            ours, theirs = folder / f"{case.stem}.pptx", folder / f"{case.stem}-pandoc.pptx"
            ours.write_bytes(read_talk(case).data)
            command = ["pandoc", case.name, "--resource-path", ".", "-o", str(theirs)]
            subprocess.run(command, cwd=case.parent, check=True, timeout=60)
            save(sheet([pages(ours, folder), pages(theirs, folder)]), out / f"pandoc-{case.stem}.png")
        save(designed_sheet(folder), out / "designed.png")
        for theme in ("light", "dark", "warm"):
            deck = folder / f"kinds-{theme}.pptx"
            deck.write_bytes(read_talk(EVERY_KIND, theme).data)
            slides = pages(deck, folder)
            save(sheet([slides[at : at + 4] for at in range(0, len(slides), 4)]), out / f"kinds-{theme}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
