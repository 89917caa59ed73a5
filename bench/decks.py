"""Decks of 10 to 3,000 slides: briefgen, pandoc and PptxGenJS in the same run."""

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from costs import Cost, costs_of
from talks import make_talk, render_talk

BENCH = Path(__file__).parent
SIZES = (10, 100, 1000, 3000)
TOOLS = ("briefgen", "PptxGenJS", "pandoc")


def commands(folder: Path, slides: int) -> dict[str, list[str]]:
    """Write the talk's files into the folder and give each tool's command for it."""
    talk = make_talk(slides)
    storyboard, data = folder / f"talk{slides}.md", folder / f"talk{slides}.json"
    storyboard.write_text(render_talk(talk), encoding="utf-8")
    data.write_text(json.dumps({"title": "决策的成本", "slides": [asdict(slide) for slide in talk]}), encoding="utf-8")
    out = {tool: str(folder / f"{tool}{slides}.pptx") for tool in TOOLS}
    return {
        "briefgen": [sys.executable, "-m", "briefgen", "slides", str(storyboard), "-o", out["briefgen"]],
        "PptxGenJS": ["node", str(BENCH / "pptxgen.mjs"), str(data), out["PptxGenJS"]],
        "pandoc": ["pandoc", str(storyboard), "--slide-level=2", "-o", out["pandoc"]],
    }


def runs_of(tool: str, slides: int) -> int:
    """Fewer runs where one takes long."""
    return 1 if tool == "pandoc" and slides > 1000 else 3 if slides > 100 else 5


def measure_decks(folder: Path, sizes: tuple[int, ...]) -> dict[int, dict[str, Cost]]:
    """For each size the cost of each tool that is installed; prints as it goes, for it takes minutes."""
    here = {"briefgen": True, "PptxGenJS": (BENCH / "node_modules").is_dir(), "pandoc": bool(shutil.which("pandoc"))}
    measured: dict[int, dict[str, Cost]] = {}
    for slides in sizes:
        wanted = {tool: line for tool, line in commands(folder, slides).items() if here[tool]}
        measured[slides] = costs_of(wanted, {tool: runs_of(tool, slides) for tool in wanted})
        print(slides, {tool: round(cost.cpu, 2) for tool, cost in measured[slides].items()}, flush=True)
    return measured


def deck_section(measured: dict[int, dict[str, Cost]]) -> str:
    """The page's part on decks, in Markdown."""
    rows = []
    for slides, costs in measured.items():
        cells = [f"{slides:,}", *(str(costs.get(tool, "not installed")) for tool in TOOLS)]
        cells += [f"{costs['briefgen'].cpu / costs[tool].cpu:.3f}" if tool in costs else "" for tool in TOOLS[1:]]
        rows.append(f"| {' | '.join(cells)} |")
    growth = ""
    if {1000, 3000} <= measured.keys():
        ratio = measured[3000]["briefgen"].cpu / measured[1000]["briefgen"].cpu
        growth = f"3,000 slides cost briefgen {ratio:.2f} times what 1,000 cost (aim: at most 3.4)."
    return SECTION.format(rows="\n".join(rows), growth=growth)


SECTION = """\
## Decks

A talk of sections, titles, bullets of two levels, tables and speaker notes, Chinese and English mixed.

| slides | briefgen | PptxGenJS | pandoc | briefgen / PptxGenJS | briefgen / pandoc |
|---:|---:|---:|---:|---:|---:|
{rows}

{growth} Aims at 1,000 slides: at most 0.5 of PptxGenJS's time and 0.05 of pandoc's; at 3,000 at most 120 MiB.

What differs: pandoc parses Markdown and writes into its reference deck. PptxGenJS parses nothing: it is handed the
slides as JSON, measures no text and writes one text box for each part (deflated here, as the others are). briefgen
parses Markdown, measures each paragraph, splits what does not fit, and fills the theme's placeholders.
"""
