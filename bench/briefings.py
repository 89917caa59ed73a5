"""Outlines to decks and briefs: briefgen, pandoc with the storyboards and briefs that briefgen made, and a script."""

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from costs import Cost, cost_of, costs_of

SAMPLES = Path(__file__).parents[1] / "outlines"
SAMPLE, RANKED = "small-platform", "service-shift"
SCRIPT = Path(__file__).with_name("plain_script.py")
MANY, LOOP = 200, 20
"""Outlines in one command, and how many of them pandoc does, whose cost is then multiplied."""

_OWN_WORDS = re.compile(r'^( +(?:- |(?:claim|default|board|investors|risk): )"[^"]*)"$', re.MULTILINE)


def write_outlines(folder: Path, count: int) -> Path:
    """Copies of the sample outline beside the essay they draw on, each with a number in its title and in each claim,
    point and consequence: but for its quotes and labels, no deck says what another one says.
    """
    shutil.copytree(SAMPLES / "essays", folder / "essays")
    text = (SAMPLES / f"{SAMPLE}.yaml").read_text(encoding="utf-8")
    for number in range(count):
        varied = text.replace('title: "The Small Platform"', f'title: "The Small Platform {number}"', 1)
        varied = _OWN_WORDS.sub(rf'\1 {number}"', varied)
        (folder / f"outline{number:03}.yaml").write_text(varied, encoding="utf-8")
    return folder


def write_ranked(folder: Path) -> Path:
    """The Chinese sample outline without its quotes: the best sentence of each section is to be found."""
    shutil.copytree(SAMPLES / "essays", folder / "essays")
    text = (SAMPLES / f"{RANKED}.yaml").read_text(encoding="utf-8")
    picked = re.sub(r"    quotes:\n(?:      .*\n)+", "    quotes: [{pick: 1}]\n", text)
    (folder / f"{RANKED}.yaml").write_text(picked, encoding="utf-8")
    return folder


def build_command(source: Path, out: Path, formats: str) -> list[str]:
    """briefgen for all outlines of a folder, or one, for one audience."""
    essays = ["--essays", str(SAMPLES / "essays")]
    return [sys.executable, "-m", "briefgen", "build", str(source), *essays, "--format", formats, "--out", str(out)]


def pandoc_loop(source: Path, out: Path, count: int) -> list[str]:
    """Two runs of pandoc for each outline: its storyboard to a deck, and its brief to Markdown."""
    made = source.with_name(f"{source.name}-made")
    cost_of(build_command(source, made, "storyboard,brief"), 1)
    lines = ["set -e", f"mkdir -p '{out}'"]
    for storyboard in sorted(made.glob("*.storyboard.md"))[:count]:
        name = storyboard.name.removesuffix(".storyboard.md")
        lines.append(f"pandoc '{storyboard}' --slide-level=2 -o '{out}/{name}.pptx'")
        lines.append(f"pandoc '{made}/{name}.md' -o '{out}/{name}.md'")
    return ["sh", "-c", "\n".join(lines)]


def measure_outlines(folder: Path) -> dict[str, Cost]:
    """The costs by name; `pandoc ...` only where pandoc is installed."""
    one, many = write_outlines(folder / "one", 1), write_outlines(folder / "many", MANY)
    sources, out = {"one": one, "ranked": write_ranked(folder / "ranked"), "many": many}, folder / "out"
    commands = {name: build_command(source, out, "deck,brief") for name, source in sources.items()}
    for name in ("one", "many"):
        commands[f"script {name}"] = [sys.executable, str(SCRIPT), str(sources[name]), str(out)]
    if shutil.which("pandoc"):
        commands |= {f"pandoc {name}": pandoc_loop(source, out, LOOP) for name, source in sources.items()}
    costs = costs_of(commands, {name: 5 if "many" in name else 15 for name in commands}, out)
    if loop := costs.get("pandoc many"):
        costs["pandoc many"] = replace(loop, cpu=loop.cpu * MANY / LOOP)
    starts = {
        "help": [sys.executable, "-m", "briefgen", "--help"],
        "check": [sys.executable, "-m", "briefgen", "check", str(one), "-a", "executive", "--essays", str(one)],
        "typer": [sys.executable, "-c", "import typer"],
        "digest": [sys.executable, "-m", "briefgen", "digest", str(many)],
    }
    costs |= costs_of(starts, dict.fromkeys(starts, 9))
    print({name: round(cost.cpu, 3) for name, cost in costs.items()}, flush=True)
    return costs


def outline_section(costs: dict[str, Cost]) -> str:
    """The page's part on outlines, in Markdown."""
    start, check = (f"{costs[name].cpu / costs['typer'].cpu:.2f}" for name in ("help", "check"))
    digest = f"{costs['digest'].cpu / costs['one'].cpu:.1f}"
    rows = []
    for name, (words, aim) in ROWS.items():
        shares = [_share(costs[name], costs.get(f"{peer} {name}")) for peer in ("pandoc", "script")]
        rows.append(f"| {words} | {costs[name]} | {' | '.join(shares)} | {aim} |")
    return SECTION.format(rows="\n".join(rows), many=MANY, loop=LOOP, start=start, check=check, digest=digest)


def _share(own: Cost, peer: Cost | None) -> str:
    """The peer's seconds, and what share of them briefgen's are; dashes where it is not measured."""
    if peer is None:
        return "– | –"
    return f"{peer.cpu:.2f} s | {own.cpu / peer.cpu:.3f}"


ROWS = {
    "one": ("one outline", "1.5"),
    "ranked": ("one outline, its quotes to be found", "2.2; 1.6 with rjieba"),
    "many": (f"{MANY} outlines", "0.08"),
}
"""The rows' words, and the most of pandoc's time that they shall cost."""
SECTION = """\
## Outlines

The sample outlines to a deck and a brief. The first has its essay read and its quotes proved; the second, Chinese,
has its essay read and ranked to find the quotes, with nothing of jieba's dictionary loaded before. The {many} are the
first with a number in its title and in each claim, point and consequence. rjieba is installed and not used for
the second: to load it takes longer than the part of jieba's dictionary that one essay needs.

| | briefgen | pandoc | of pandoc's | a script | of the script's | aim, of pandoc's |
|---|---:|---:|---:|---:|---:|---:|
{rows}

pandoc is run twice for each outline, with the storyboard and the brief that briefgen had made from it; it is spared
YAML, essay and quotes. Its {many} outlines are reckoned from {loop}. The script (bench/plain_script.py) reads YAML and
fills python-pptx's own template in one process: no essay, no proof, no measuring, no charts. `briefgen --help` costs
{start} times what `python -c "import typer"` does (aim: 1.15), `briefgen check` of one outline {check} times (aim: 3).
`briefgen digest` drafts one digest over the {many} in {digest} times what one outline's build takes (aim: 60).
"""
