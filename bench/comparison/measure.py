"""Counts what docs/comparison.md tells of finished decks: `python bench/comparison/measure.py DECK.pptx …`."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from openxml_audit import validate_pptx
from pptx import Presentation


def shapes_of(shapes: Any) -> Iterator[Any]:
    """All shapes; those of a group in its place."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from shapes_of(shape.shapes)
        else:
            yield shape


def count_slide(slide: Any) -> Iterator[str]:
    """What the slide has, a name each time; only shapes with text count, and a title by its placeholder's type."""
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame.text.strip():
        yield "with notes"
    if slide._element.xpath('.//p:ph[@type="title" or @type="ctrTitle"]'):
        yield "with title"
    if slide._element.xpath("./p:cSld/p:bg//a:blip"):
        yield "pictures"
    for shape in shapes_of(slide.shapes):
        kinds = {"pic": "pictures", "graphicFrame": "chart" if getattr(shape, "has_chart", False) else "table"}
        kind = kinds.get(shape._element.tag.rpartition("}")[2])
        if kind:
            yield kind
            if shape._element.xpath(".//p:cNvPr")[0].get("descr"):
                yield "with alternative text"
        elif shape.has_text_frame and shape.text_frame.text.strip():
            yield "text in placeholders" if shape.is_placeholder else "text in other shapes"


def main(paths: list[str]) -> None:
    for path in paths:
        slides = Presentation(path).slides
        counted = Counter(name for slide in slides for name in count_slide(slide))
        layouts = {slide.slide_layout.name for slide in slides}
        errors = len(validate_pptx(path).errors)
        print(f"{path}: {len(slides)} slides, {len(layouts)} layouts, {errors} errors, {dict(sorted(counted.items()))}")


if __name__ == "__main__":
    main(sys.argv[1:])
