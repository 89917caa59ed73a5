"""The peer for many outlines, as one would write it in an afternoon: YAML to slides with python-pptx, and to a brief.

`plain_script.py FOLDER OUT`. It reads no essay, so it proves no quotes; it measures nothing and warns of nothing.
"""

import sys
from pathlib import Path
from typing import Any

import yaml
from pptx import Presentation


def said(record: dict[str, Any], key: str) -> str:
    """A wording, for readers of no particular audience."""
    wording = record.get(key, "")
    return str(wording.get("default", "") if isinstance(wording, dict) else wording)


def add_slide(deck: Any, title: str, points: list[str], notes: str = "") -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text_frame.text = "\n".join(points)
    slide.notes_slide.notes_text_frame.text = notes or title


def write_deck(outline: dict[str, Any], path: Path) -> None:
    deck = Presentation()
    cover = deck.slides.add_slide(deck.slide_layouts[0])
    cover.shapes.title.text = outline["essay"]["title"]
    add_slide(deck, "Bottom line", [said(outline, "thesis"), said(outline, "context")])
    add_slide(deck, "The argument", [argument["claim"] for argument in outline["arguments"]])
    for argument in outline["arguments"]:
        add_slide(
            deck, argument["claim"], [*argument.get("points", []), said(argument, "so_what")], said(argument, "risk")
        )
        add_slide(
            deck, argument["claim"], [str(quote.get("text", quote.get("at"))) for quote in argument.get("quotes", [])]
        )
    add_slide(deck, "Timeline", [f"{event['when']}: {event['what']}" for event in outline.get("timeline", [])])
    add_slide(deck, "Next", [said(ask, "ask") for ask in outline["asks"]])
    deck.save(str(path))


def write_brief(outline: dict[str, Any], path: Path) -> None:
    lines = [f"# {outline['essay']['title']}", said(outline, "thesis"), said(outline, "context")]
    for argument in outline["arguments"]:
        lines += [
            f"## {argument['claim']}",
            *(f"- {point}" for point in argument.get("points", [])),
            said(argument, "so_what"),
        ]
    path.write_text("\n\n".join(lines), encoding="utf-8")


folder, out = Path(sys.argv[1]), Path(sys.argv[2])
out.mkdir(parents=True, exist_ok=True)
for file in sorted(folder.glob("*.yaml")):
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    write_deck(read, out / f"{file.stem}.pptx")
    write_brief(read, out / f"{file.stem}.md")
