"""The named blocks of a slide, `::: {.quote}` and its like: fenced divs to the Deck's blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal

from msgspec.structs import replace

from briefgen.deck.blocks import read_blocks, read_quotation, read_table
from briefgen.deck.fences import Attributes
from briefgen.deck.inline import split_head, split_runs
from briefgen.deck.model import (
    Agenda,
    ArgumentMap,
    Block,
    Chart,
    Code,
    Column,
    Columns,
    Item,
    Items,
    Paragraph,
    Quotation,
    Run,
    Sources,
    Statement,
    Table,
    Text,
    text_of,
)
from briefgen.deck.nodes import Node
from briefgen.deck.slidedraft import SlideDraft, fail, replace_draft, warn
from briefgen.errors import did_you_mean

_PLAIN_DIVS = {"incremental", "nonincremental", "column", "r-fit-text", "fragment", "panel-tabset"}


def read_div(draft: SlideDraft, node: Node, level: int) -> None:
    """Append what a fenced div holds to the draft; what is not known is reported and read as if it had no fence."""
    attributes, closed = node.value
    if not closed:
        fail(draft, node, "this fence is never closed", "end it with a line of ':::'")
    if attributes.unread:
        place = attributes.places[attributes.unread]
        warn(draft, node, f"'{attributes.unread}' in the attributes is not understood", "", place)
    name = next((name for name in attributes.classes if name in _DIVS), "")
    if name:
        for key in attributes.values if name != "chart" else ():
            if key not in _KEYS.get(name, ()):
                hint = did_you_mean(key, _KEYS[name]) if name in _KEYS else ""
                warn(draft, node, f"attribute '{key}' of a '{name}' block is not used", hint, attributes.places[key])
        _DIVS[name](draft, node, attributes)
        return
    if not _PLAIN_DIVS & set(attributes.classes):
        wanted = attributes.classes[0] if attributes.classes else ""
        hint = did_you_mean(wanted, _DIVS)
        place = attributes.places.get(wanted or attributes.id, 0)
        warn(draft, node, f"'{wanted or attributes.id}' is not a known kind of block; shown as text", hint, place)
    read_blocks(draft, node.children, level)


def _inner(draft: SlideDraft, node: Node) -> tuple[Block, ...]:
    inner = replace_draft(draft)
    read_blocks(inner, node.children)
    return inner.finish()


def _texts(draft: SlideDraft, node: Node) -> list[Paragraph]:
    """Paragraphs of a div that holds text only; anything else in it stays on the slide."""
    found: list[Paragraph] = []
    for block in _inner(draft, node):
        if isinstance(block, Text):
            found.extend(block.paragraphs)
        else:
            draft.add(block)
    return found


def _notes_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    inner = SlideDraft(draft.path, draft.footnotes, draft.problems, draft.language, draft.notes_seen)
    read_blocks(inner, node.children)
    draft.notes.extend([*spoken(inner.finish()), *inner.so_what, *inner.source, *inner.notes])


def spoken(blocks: Iterable[Block]) -> list[Paragraph]:
    """Blocks as paragraphs of speaker notes, where only text can stand."""
    return [paragraph for block in blocks for paragraph in _spoken(block)]


def _spoken(block: Block) -> list[Paragraph]:
    if isinstance(block, Text | Statement | Sources):
        return list(block.paragraphs)
    if isinstance(block, Quotation):
        return [*block.paragraphs, *([Paragraph((Run("— "), *block.credit))] if block.credit else [])]
    if isinstance(block, Table):
        return [Paragraph((Run(" | ".join(map(text_of, row))),)) for row in (block.header, *block.rows)]
    if isinstance(block, Columns):
        return [paragraph for column in block.columns for paragraph in spoken(column.blocks)]
    if isinstance(block, ArgumentMap):
        return [Paragraph(runs) for runs in (block.thesis, *block.arguments)]
    if isinstance(block, Items):
        return [Paragraph((*i.head, Run(" "), *i.text, Run(" "), *i.foot)) for i in block.items]
    if isinstance(block, Chart):
        names = [name for name, _ in block.data.series]
        return [Paragraph((Run(" | ".join((*block.data.categories, *names))),))]
    if isinstance(block, Agenda):
        return list(block.entries)
    return [
        Paragraph((Run(block.text if isinstance(block, Code) else block.alt or text_of(block.caption) or block.path),))
    ]


def _so_what_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.so_what.extend(_texts(draft, node))


def _source_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.source.extend(_texts(draft, node))


def _statement_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.add(Statement(tuple(_texts(draft, node))))


def _sources_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.add(Sources(tuple(_texts(draft, node))))


def _quote_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    quotation = read_quotation(draft, node.children, attributes.id)
    if quotation:
        draft.add(quotation)
    else:
        warn(draft, node, "a 'quote' block needs words")


def _table_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    use: Literal["contrast", "asks"] = "contrast" if "contrast" in attributes.classes else "asks"
    tables = [child for child in node.children if child.type == "Table"]
    if not tables:
        warn(draft, node, f"a '{use}' block needs a table")
    for child in node.children:
        if child.type == "Table":
            draft.add(replace(read_table(draft, child), use=use))
        else:
            read_blocks(draft, [child])


def _items_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    use = next(name for name in attributes.classes if name in ("figures", "timeline", "flow", "matrix"))
    items: list[Item] = []
    for paragraph in _texts(draft, node):
        if not paragraph.marker or paragraph.level:
            if items:
                last = items[-1]
                items[-1] = replace(last, text=(*last.text, *((Run("\n"),) if last.text else ()), *paragraph.runs))
            else:
                draft.flow.append(paragraph)
            continue
        head, rest = split_head(paragraph.runs)
        text, foot = split_runs(rest, " — ") if use == "figures" else (rest, ())
        items.append(Item(head, text, foot))
    if not items:
        warn(draft, node, f"a '{use}' block needs a list")
        return
    draft.add(Items(use, tuple(items), attributes.values.get("x", ""), attributes.values.get("y", "")))  # type: ignore[arg-type]


def _agenda_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.add(Agenda(tuple(_texts(draft, node))))


def _map_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    paragraphs = _texts(draft, node)
    thesis = tuple(run for p in paragraphs if not p.marker for run in p.runs)
    arguments = tuple(p.runs for p in paragraphs if p.marker)
    draft.add(ArgumentMap(thesis, arguments))


def _columns_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    columns: list[Column] = []
    for child in node.children:
        if child.type == "Div" and "column" in child.value[0].classes:
            columns.append(Column(_inner(draft, child), _share(child.value[0].values.get("width", ""))))
        else:
            read_blocks(draft, [child])
    if not columns:
        warn(draft, node, "a 'columns' block needs blocks of class 'column'")
    else:
        draft.add(Columns(tuple(columns)))


def _share(text: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)%", text)
    return min(max(float(match[1]) / 100, 0.05), 0.95) if match else 0.0


def _chart_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    from briefgen.deck.chartblock import read_chart

    tables = [child for child in node.children if child.type == "Table"]
    if len(tables) != 1:
        fail(draft, node, "a 'chart' block needs one table")
        return
    chart, complaints = read_chart(read_table(draft, tables[0]), attributes, draft.language)
    report = warn if chart else fail
    for message, hint, place in complaints:
        if isinstance(place, str):
            report(draft, node, message, hint, attributes.places.get(place, 0))
        else:
            row = tables[0].children[place[0]]
            report(draft, row.children[place[1]] if place[1] < len(row.children) else row, message, hint)
    if chart:
        draft.add(chart)
    read_blocks(draft, [child for child in node.children if child.type != "Table"])


_KEYS = {"matrix": ("x", "y")}
"""What can be said of a block in its attributes, beside its id; a chart's are checked as it is read."""
_DIVS: dict[str, Callable[[SlideDraft, Node, Attributes], None]] = {
    "notes": _notes_div,
    "so-what": _so_what_div,
    "source": _source_div,
    "statement": _statement_div,
    "sources": _sources_div,
    "quote": _quote_div,
    "contrast": _table_div,
    "asks": _table_div,
    "figures": _items_div,
    "timeline": _items_div,
    "flow": _items_div,
    "matrix": _items_div,
    "agenda": _agenda_div,
    "map": _map_div,
    "columns": _columns_div,
    "chart": _chart_div,
}
