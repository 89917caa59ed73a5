"""Essays of any length, made of the sample essays' clauses in another order: the same ones every time."""

import re
from pathlib import Path
from random import Random

SAMPLES = Path(__file__).parents[1] / "outlines" / "essays"
_CLAUSE = re.compile(r"[^，。；：？！,.;:?!\n]+")
_MARKS = {"service-shift": ("，", "。", ""), "small-platform": (", ", ". ", " ")}


def make_essay(sample: str, number: int, size: int) -> str:
    """A Markdown essay of about `size` bytes with a heading in every eight paragraphs; no sentence comes twice."""
    random = Random(f"{sample} {number}")
    text = (SAMPLES / f"{sample}.md").read_text(encoding="utf-8").split("---", 2)[2]
    clauses = [clause.strip(' *#>“”"-') for clause in _CLAUSE.findall(text)]
    clauses = [clause for clause in clauses if len(clause) > 3]
    comma, stop, gap = _MARKS[sample]
    parts = [f"# {random.choice(clauses)}{gap}{number}"]
    written = 0
    while written < size:
        heading = [f"## {random.choice(clauses)}"] if len(parts) % 8 == 1 else []
        sentences = (comma.join(random.sample(clauses, random.randint(1, 4))) for _ in range(random.randint(2, 6)))
        parts += [*heading, "".join(sentence + stop for sentence in sentences)]
        written = sum(len(part.encode()) for part in parts)
    return "\n\n".join(parts) + "\n"


def write_essays(folder: Path, count: int) -> Path:
    """Essays of 4 to 20 KB, Chinese and English by turns."""
    folder.mkdir()
    for number in range(count):
        sample = list(_MARKS)[number % 2]
        essay = make_essay(sample, number, 4_000 + 16_000 * (number * 7 % count) // count)
        (folder / f"{number:04}-{sample}.md").write_text(essay, encoding="utf-8")
    return folder
