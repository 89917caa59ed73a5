"""Beside the way: makes the width tables that `measure` reads, from installed fonts (needs fontTools).

    python -m briefgen.deck.measure_fonts

Advance widths are facts about a font; no outline of a glyph is kept. Carlito, Liberation and Caladea were drawn to
the advance widths of Calibri, of Arial, Times New Roman and Courier New, and of Cambria.
"""

import json
from itertools import groupby
from pathlib import Path

WIDTHS = Path(__file__).parent / "widths"
FONTS = Path("/usr/share/fonts/truetype")
TABLES = {
    "carlito": ("crosextra/Carlito-Regular.ttf", "crosextra/Carlito-Bold.ttf"),
    "caladea": ("crosextra/Caladea-Regular.ttf", "crosextra/Caladea-Bold.ttf"),
    "liberation-sans": ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    "liberation-serif": ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    "liberation-mono": ("liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf"),
    "dejavu-sans": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    "dejavu-serif": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
}
LATIN = [(0x20, 0x530), (0x1E00, 0x2000), (0x2000, 0x2300), (0xFB00, 0xFB07)]
"""What every table holds: Latin, Greek, Cyrillic, punctuation, currency, arrows and mathematics."""
EVERYTHING = [(0x20, 0x2E80), (0xA640, 0xAC00), (0xFB00, 0xFE00), (0xFE70, 0xFF00)]
"""What the table that stands in for the others holds: all below the East Asian blocks, and the presentation forms."""


def advance_runs(font_file: Path, blocks: list[tuple[int, int]]) -> dict[str, list[int]]:
    """Give the font's advances in thousandths of an em, rounded up, by the first code point (hex) of each run."""
    from fontTools.ttLib import TTFont

    font = TTFont(font_file, lazy=True)
    scale = font["head"].unitsPerEm
    advances = font["hmtx"].metrics
    glyphs = font.getBestCmap()
    mapped = [point for start, end in blocks for point in range(start, end) if point in glyphs]
    runs = groupby(enumerate(mapped), key=lambda pair: pair[1] - pair[0])
    points = ([point for _, point in run] for _, run in runs)
    return {f"{run[0]:04x}": [-(-advances[glyphs[p]][0] * 1000 // scale) for p in run] for run in points}


def write_tables() -> None:
    """Write one JSON file for each family of TABLES; raises OSError where a font is not installed."""
    for name, files in TABLES.items():
        blocks = EVERYTHING if name == "dejavu-sans" else LATIN
        pairs = zip(("regular", "bold"), files, strict=True)
        weights = {weight: advance_runs(FONTS / file, blocks) for weight, file in pairs}
        (WIDTHS / f"{name}.json").write_text(json.dumps(weights, separators=(",", ":")) + "\n", encoding="ascii")


if __name__ == "__main__":
    write_tables()
