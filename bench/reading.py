"""Reading and ranking: 1,000 essays, with jieba and with rjieba, beside sumy's LexRank in the same run."""

import sys
from importlib.util import find_spec
from pathlib import Path

from costs import Cost, costs_of
from essays import write_essays

BENCH = Path(__file__).parent
PEER = BENCH / ".venv" / "bin" / "python"
"""Where `make bench` installs sumy; the package never needs it."""
ESSAYS, SHARE = 1000, 100
"""Essays in one process, and how many of them LexRank does, whose cost is then multiplied."""


def measure_reading(folder: Path) -> dict[str, Cost]:
    """The costs by name; `rjieba` and `LexRank` only where they are installed."""
    many = write_essays(folder / "essays", ESSAYS)
    share = write_essays(folder / "share", SHARE)
    ranks = [sys.executable, str(BENCH / "rank_essays.py"), str(many)]
    commands = {"jieba": [*ranks, "jieba"], "rjieba": [*ranks, "rjieba"]}
    commands["LexRank"] = [str(PEER), str(BENCH / "lexrank.py"), str(share)]
    here = {"jieba": True, "rjieba": bool(find_spec("rjieba")), "LexRank": PEER.exists()}
    wanted = {name: command for name, command in commands.items() if here[name]}
    costs = costs_of(wanted, dict.fromkeys(wanted, 3))
    print({name: round(cost.cpu, 2) for name, cost in costs.items()}, flush=True)
    return costs


def reading_section(costs: dict[str, Cost]) -> str:
    """The page's part on reading and ranking, in Markdown."""
    counts = {"jieba": ESSAYS, "rjieba": ESSAYS, "LexRank": SHARE}
    each = {name: 1000 * cost.cpu / counts[name] for name, cost in costs.items()}
    peer = each.get("LexRank")
    rows = [
        f"| {NAMES[name]} | {spent:.1f} ms | {costs[name].memory:.0f} MiB | {f'{spent / peer:.3f}' if peer else ''} "
        f"| {AIMS.get(name, '')} |"
        for name, spent in each.items()
    ]
    return SECTION.format(rows="\n".join(rows), essays=ESSAYS, share=SHARE)


NAMES = {"jieba": "briefgen", "rjieba": "briefgen with rjieba", "LexRank": "sumy's LexRank with jieba"}
AIMS = {"jieba": "0.277", "rjieba": "0.108"}
"""18 ms and 7 ms where LexRank needs 65 ms."""
SECTION = """\
## Reading and ranking

{essays:,} essays of 4 to 20 KB, Chinese and English by turns, read and ranked in one process; for each essay:

| | CPU time | memory | of LexRank's | aim |
|---|---:|---:|---:|---:|
{rows}

The essays are the sample essays' clauses in another order. LexRank does {share} such essays; it is handed plain text,
where briefgen reads Markdown into sections, paragraphs and sentences with their lines, and then ranks by wording,
place, title and neighbours as well as by centrality.
"""
