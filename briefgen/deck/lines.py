"""Every line of text that a slide holds, whatever holds it: what is said on it, and has to be answered for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from briefgen.deck import model
from briefgen.deck.model import Paragraph, Runs, Slide, text_of


def slide_lines(slide: Slide) -> tuple[str, ...]:
    """The lines of title, blocks, callout, source line and notes, without empty ones.

    What only screen readers tell (the alt text of charts and pictures) is said, too.
    """
    lines = [text_of(slide.title)]
    for block in slide.blocks:
        lines += _LINES[type(block)](block)
    for paragraphs in (slide.so_what, slide.source, slide.notes):
        lines += _of_paragraphs(paragraphs)
    return tuple([line for line in lines if line.strip()])


def quoted_lines(slide: Slide) -> tuple[str, ...]:
    """Those of the lines that stand as somebody's words, without their credits."""
    waiting, lines = list(slide.blocks), list[str]()
    for block in waiting:
        if isinstance(block, model.Quotation):
            lines += _of_paragraphs(block.paragraphs)
        elif isinstance(block, model.Columns):
            waiting += [inner for column in block.columns for inner in column.blocks]
    return tuple([line for line in lines if line.strip()])


def _of_paragraphs(paragraphs: Iterable[Paragraph]) -> list[str]:
    return [text_of(paragraph.runs) for paragraph in paragraphs]


def _of_table(block: model.Table) -> list[str]:
    return [text_of(cell) for row in (block.header, *block.rows) for cell in row]


def _of_quotation(block: model.Quotation) -> list[str]:
    return [*_of_paragraphs(block.paragraphs), text_of(block.credit)]


def _of_items(block: model.Items) -> Iterator[str]:
    yield from (block.x, block.y)
    for item in block.items:
        yield from map(text_of, (item.head, item.text, item.foot))


def _of_chart(block: model.Chart) -> list[str]:
    data = block.data
    return [*data.categories, *(name for name, _ in data.series), data.unit, data.alt]


def _of_columns(block: model.Columns) -> Iterator[str]:
    for column in block.columns:
        for inner in column.blocks:
            yield from _LINES[type(inner)](inner)


def _of_map(block: model.ArgumentMap) -> Iterator[str]:
    cells: tuple[Runs, ...] = (block.thesis, *block.arguments)
    return map(text_of, cells)


_LINES: dict[type[model.Block], Callable[[Any], Iterable[str]]] = {
    model.Text: lambda block: _of_paragraphs(block.paragraphs),
    model.Statement: lambda block: _of_paragraphs(block.paragraphs),
    model.Sources: lambda block: _of_paragraphs(block.paragraphs),
    model.Agenda: lambda block: _of_paragraphs(block.entries),
    model.Table: _of_table,
    model.Quotation: _of_quotation,
    model.Items: _of_items,
    model.Chart: _of_chart,
    model.Columns: _of_columns,
    model.ArgumentMap: _of_map,
    model.Code: lambda block: block.text.splitlines(),
    model.Picture: lambda block: (block.alt, text_of(block.caption)),
}
