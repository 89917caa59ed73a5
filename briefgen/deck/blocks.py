"""The content of one slide: Markdown blocks and fenced divs to the Deck's blocks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from briefgen.deck.fences import Attributes
from briefgen.deck.inline import read_runs, split_head, split_runs, strip_runs
from briefgen.deck.model import (
    Agenda,
    ArgumentMap,
    Block,
    Code,
    Column,
    Columns,
    Item,
    Items,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Runs,
    Sources,
    Statement,
    Table,
    Text,
    text_of,
)
from briefgen.deck.nodes import Node
from briefgen.errors import Problem, did_you_mean

_CREDIT = re.compile(r"\s*(?:—|――|——|–|--)\s*")
MAX_LEVEL = 8
"""PowerPoint has nine levels, counted from 0."""
_PLAIN_DIVS = {"incremental", "nonincremental", "column", "r-fit-text", "fragment", "panel-tabset"}


@dataclass(slots=True)
class SlideDraft:
    """A slide while it is read: blocks so far, the text that is still flowing, and what goes to other places."""

    path: str
    footnotes: dict[int, Node]
    problems: list[Problem]
    notes_seen: dict[int, int] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    flow: list[Paragraph] = field(default_factory=list)
    so_what: list[Paragraph] = field(default_factory=list)
    source: list[Paragraph] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)

    def add(self, block: Block) -> None:
        self.finish()
        self.blocks.append(block)

    def finish(self) -> tuple[Block, ...]:
        """The blocks, with the text that was flowing as the last."""
        if self.flow:
            self.blocks.append(Text(tuple(self.flow)))
            self.flow.clear()
        return tuple(self.blocks)

    def footnote_paragraphs(self) -> tuple[Paragraph, ...]:
        """The slide's footnotes, numbered as its text refers to them."""
        found: list[Paragraph] = []
        for note, number in list(self.notes_seen.items()):
            inner = replace_draft(self)
            if note in self.footnotes:
                read_blocks(inner, [node for node in self.footnotes[note].children if node.type != "footnote_anchor"])
            first, *rest = paragraphs_of(inner.finish()) or [Paragraph(())]
            found.append(replace(first, runs=(Run(str(number), raised="super"), Run(" "), *first.runs), marker=""))
            found.extend(rest)
        return tuple(found)


def replace_draft(draft: SlideDraft) -> SlideDraft:
    """An empty draft inside `draft`: same file, footnote numbers, problems and places outside of the body."""
    return SlideDraft(
        draft.path,
        draft.footnotes,
        draft.problems,
        draft.notes_seen,
        so_what=draft.so_what,
        source=draft.source,
        notes=draft.notes,
    )


def warn(draft: SlideDraft, node: Node | None, message: str, near: str = "", hint: str = "") -> None:
    """Report something unknown; `near` is what stands at the place, to find the column."""
    line = node.line if node else 0
    draft.problems.append(Problem(draft.path, line, 1, message, hint, "warning"))


def fail(draft: SlideDraft, node: Node, message: str, hint: str = "") -> None:
    draft.problems.append(Problem(draft.path, node.line, 1, message, hint))


def read_blocks(draft: SlideDraft, nodes: Iterable[Node], level: int = 0) -> None:
    """Append what the nodes hold to the draft."""
    for node in nodes:
        reader = _READERS.get(node.type)
        if reader:
            reader(draft, node, level)
        elif node.type != "inline":
            warn(draft, node, f"{node.type.replace('_', ' ')} is not known in a storyboard")


def _read_paragraph(draft: SlideDraft, node: Node, level: int) -> None:
    draft.flow.extend(_paragraph(draft, node, level))


def _paragraph(draft: SlideDraft, node: Node, level: int) -> tuple[Paragraph, ...]:
    """The paragraph's text; images in it become blocks of their own, before it."""
    tokens = node.inline
    for token in tokens:
        if token.type == "image":
            draft.add(Picture(str(token.attrs.get("src", "")), token.content, _width_after(node, token), node.line))
    runs = strip_runs(read_runs(tokens, draft.notes_seen))
    return (Paragraph(runs, level),) if runs and text_of(runs) != ". . ." else ()


def _width_after(node: Node, image: object) -> float:
    tokens = node.inline
    after = next((b for a, b in itertools.pairwise(tokens) if a is image), None)
    match = re.match(r"\{[^}]*width=\"?(\d+(?:\.\d+)?)%", after.content) if after else None
    return min(float(match[1]) / 100, 1.0) if match else 0.0


def _read_heading(draft: SlideDraft, node: Node, level: int) -> None:
    draft.flow.append(Paragraph(strip_runs(read_runs(node.inline, draft.notes_seen)), level, heading=True))


def _read_list(draft: SlideDraft, node: Node, level: int) -> None:
    ordered = node.type == "ordered_list"
    start = int(node.token.attrs.get("start", 1)) if ordered else 0
    for number, item in enumerate(node.children, start):
        marker: Literal["number", "bullet", ""] = "number" if ordered else "bullet"
        for child in item.children:
            if child.type != "paragraph":
                read_blocks(draft, [child], min(level + 1, MAX_LEVEL))
                continue
            for paragraph in _paragraph(draft, child, level):
                number_here = number if ordered and marker else 0
                draft.flow.append(replace(paragraph, marker=marker, number=number_here, item=True))
                marker = ""


def _read_code(draft: SlideDraft, node: Node, level: int) -> None:
    draft.add(Code(node.token.content.rstrip("\n").expandtabs(4), node.token.info.strip()))


def _read_table(draft: SlideDraft, node: Node, level: int) -> None:
    draft.add(_table(draft, node))


def _table(draft: SlideDraft, node: Node) -> Table:
    rows = [row for part in node.children for row in part.children]
    cells = [tuple(strip_runs(read_runs(cell.inline, draft.notes_seen)) for cell in row.children) for row in rows]
    styles = [str(cell.token.attrs.get("style", "")) for cell in rows[0].children] if rows else []
    align = tuple("r" if "right" in style else "ctr" if "center" in style else "l" for style in styles)
    return Table(cells[0] if cells else (), tuple(cells[1:]), align)  # type: ignore[arg-type]


def _read_blockquote(draft: SlideDraft, node: Node, level: int) -> None:
    draft.add(_quotation(draft, node.children, ""))


def _quotation(draft: SlideDraft, nodes: Sequence[Node], id_: str) -> Quotation:
    """A quotation; its last paragraph is the credit when it begins with a dash."""
    inner = replace_draft(draft)
    read_blocks(inner, [child for node in nodes for child in (node.children if node.type == "blockquote" else [node])])
    paragraphs = paragraphs_of(inner.finish())
    credit: Runs = ()
    if len(paragraphs) > 1 and (dash := _CREDIT.match(paragraphs[-1].text)):
        last = paragraphs.pop().runs
        credit = strip_runs((replace(last[0], text=last[0].text[dash.end() :]), *last[1:]))
    return Quotation(tuple(paragraphs), credit, id_)


def _read_html(draft: SlideDraft, node: Node, level: int) -> None:
    text = node.token.content.strip()
    if text.startswith("<!--"):
        return
    warn(draft, node, "HTML is not turned into slide content; its source is shown")
    draft.flow.append(Paragraph((Run(text),), level))


def paragraphs_of(blocks: Iterable[Block]) -> list[Paragraph]:
    """The paragraphs of all text blocks; other blocks' text is not in it."""
    return [paragraph for block in blocks if isinstance(block, Text) for paragraph in block.paragraphs]


def _read_div(draft: SlideDraft, node: Node, level: int) -> None:
    attributes: Attributes = node.meta["attributes"]
    if not node.meta["closed"]:
        fail(draft, node, "this fence is never closed", "end it with a line of ':::'")
    if attributes.unread:
        warn(draft, node, f"'{attributes.unread}' in the attributes is not understood")
    name = next((name for name in attributes.classes if name in _DIVS), "")
    if name:
        _DIVS[name](draft, node, attributes)
        return
    if not _PLAIN_DIVS & set(attributes.classes):
        wanted = attributes.classes[0] if attributes.classes else ""
        hint = did_you_mean(wanted, _DIVS)
        warn(draft, node, f"'{wanted or attributes.id}' is not a known kind of block; shown as text", wanted, hint)
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
    inner = SlideDraft(draft.path, draft.footnotes, draft.problems, draft.notes_seen)
    read_blocks(inner, node.children)
    draft.notes.extend([*spoken(inner.finish()), *inner.so_what, *inner.source, *inner.notes])


def spoken(blocks: Iterable[Block]) -> list[Paragraph]:
    """Blocks as paragraphs of speaker notes, where only text can stand."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Text | Statement | Sources):
            found.extend(block.paragraphs)
        elif isinstance(block, Quotation):
            found.extend(block.paragraphs)
            if block.credit:
                found.append(Paragraph((Run("— "), *block.credit)))
        elif isinstance(block, Table):
            rows = [block.header, *block.rows]
            found.extend(Paragraph((Run(" | ".join(map(text_of, row))),)) for row in rows)
        elif isinstance(block, Code):
            found.append(Paragraph((Run(block.text),)))
        elif isinstance(block, Picture):
            found.append(Paragraph((Run(block.alt or block.path),)))
        elif isinstance(block, Items):
            found.extend(Paragraph((*i.head, Run(" "), *i.text, Run(" "), *i.foot)) for i in block.items)
    return found


def _so_what_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.so_what.extend(_texts(draft, node))


def _source_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.source.extend(_texts(draft, node))


def _statement_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.add(Statement(tuple(_texts(draft, node))))


def _sources_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.add(Sources(tuple(_texts(draft, node))))


def _quote_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    draft.add(_quotation(draft, node.children, attributes.id))


def _table_div(draft: SlideDraft, node: Node, attributes: Attributes) -> None:
    use: Literal["contrast", "asks"] = "contrast" if "contrast" in attributes.classes else "asks"
    tables = [child for child in node.children if child.type == "table"]
    if not tables:
        warn(draft, node, f"a '{use}' block needs a table")
    for child in node.children:
        if child.type == "table":
            draft.add(replace(_table(draft, child), use=use))
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
        if child.type == "div" and "column" in child.meta["attributes"].classes:
            columns.append(Column(_inner(draft, child), _share(child.meta["attributes"].values.get("width", ""))))
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

    tables = [child for child in node.children if child.type == "table"]
    if len(tables) != 1:
        fail(draft, node, "a 'chart' block needs one table")
        return
    chart, complaints = read_chart(_table(draft, tables[0]), attributes)
    for message, hint in complaints:
        fail(draft, node, message, hint)
    if chart:
        draft.add(chart)
    read_blocks(draft, [child for child in node.children if child.type != "table"])


_READERS: dict[str, Callable[[SlideDraft, Node, int], None]] = {
    "paragraph": _read_paragraph,
    "heading": _read_heading,
    "bullet_list": _read_list,
    "ordered_list": _read_list,
    "fence": _read_code,
    "code_block": _read_code,
    "table": _read_table,
    "blockquote": _read_blockquote,
    "html_block": _read_html,
    "div": _read_div,
}
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
