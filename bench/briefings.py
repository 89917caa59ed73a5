"""Outlines to decks and briefs: briefgen against pandoc, which is given briefgen's own storyboards and briefs."""

import shutil
import sys
from pathlib import Path

from costs import Cost, cost_of

SAMPLES = Path(__file__).parents[1] / "outlines"
SAMPLE = "small-platform"
MANY, LOOP = 200, 20
"""Outlines in one command, and how many of them the pandoc loop does, whose cost is then multiplied."""


def write_outlines(folder: Path, count: int) -> Path:
    """Copies of the sample outline under different names and titles, beside the essay they draw on."""
    shutil.copytree(SAMPLES / "essays", folder / "essays")
    text = (SAMPLES / f"{SAMPLE}.yaml").read_text(encoding="utf-8")
    for number in range(count):
        titled = text.replace('title: "The Small Platform"', f'title: "The Small Platform {number}"', 1)
        (folder / f"outline{number:03}.yaml").write_text(titled, encoding="utf-8")
    return folder


def build_command(source: Path, out: Path, formats: str) -> list[str]:
    """briefgen for all outlines of a folder, or one, for one audience."""
    essays = ["--essays", str(SAMPLES / "essays")]
    return [sys.executable, "-m", "briefgen", "build", str(source), *essays, "--format", formats, "--out", str(out)]


def pandoc_loop(made: Path, out: Path, count: int) -> list[str]:
    """Two runs of pandoc for each outline: its storyboard to a deck, and its brief to Markdown."""
    out.mkdir()
    lines = ["set -e"]
    for storyboard in sorted(made.glob("*.storyboard.md"))[:count]:
        name = storyboard.name.removesuffix(".storyboard.md")
        lines.append(f"pandoc '{storyboard}' --slide-level=2 -o '{out}/{name}.pptx'")
        lines.append(f"pandoc '{made}/{name}.md' -o '{out}/{name}.md'")
    return ["sh", "-c", "\n".join(lines)]


def measure_outlines(folder: Path) -> dict[str, Cost]:
    """The costs by name; `pandoc ...` only where pandoc is installed."""
    many, one = write_outlines(folder / "many", MANY), write_outlines(folder / "one", 1)
    costs = {
        "help": cost_of([sys.executable, "-m", "briefgen", "--help"], 9),
        "typer": cost_of([sys.executable, "-c", "import typer"], 9),
        "one": cost_of(build_command(one, folder / "out1", "deck,brief"), 7, folder / "out1"),
        "many": cost_of(build_command(many, folder / "out", "deck,brief"), 3, folder / "out"),
    }
    if shutil.which("pandoc"):
        cost_of(build_command(many, folder / "made", "storyboard,brief"), 1)
        costs["pandoc one"] = cost_of(pandoc_loop(folder / "made", folder / "pandoc1", 1), 7)
        costs["pandoc loop"] = cost_of(pandoc_loop(folder / "made", folder / "pandoc", LOOP), 1)
    print({name: round(cost.cpu, 3) for name, cost in costs.items()}, flush=True)
    return costs


def outline_section(costs: dict[str, Cost]) -> str:
    """The page's part on outlines, in Markdown."""
    start = f"{costs['help'].cpu / costs['typer'].cpu:.2f}"
    if "pandoc one" not in costs:
        return f"## Outlines\n\npandoc is not installed here. `--help` costs {start} of `import typer`.\n"
    loop = costs["pandoc loop"].cpu * MANY / LOOP
    return SECTION.format(
        one=costs["one"],
        pandoc_one=costs["pandoc one"],
        one_ratio=costs["one"].cpu / costs["pandoc one"].cpu,
        many=costs["many"],
        many_count=MANY,
        loop=loop,
        loop_count=LOOP,
        many_ratio=costs["many"].cpu / loop,
        start=start,
    )


SECTION = """\
## Outlines

The sample outline, its essay read and its quotes proved, to a deck and a brief.

| | briefgen | pandoc | ratio | aim |
|---|---:|---:|---:|---:|
| one outline | {one} | {pandoc_one} | {one_ratio:.2f} | 1.5 |
| {many_count} outlines | {many} | {loop:.2f} s | {many_ratio:.3f} | 0.08 |

pandoc is run twice for each outline, with the storyboard and the brief that briefgen had made from it; it is spared
YAML, essay and quotes. Its {many_count} outlines are reckoned from {loop_count}. `briefgen --help` costs {start} times
what `python -c "import typer"` does (aim: 1.15).
"""
