"""The content of one slide: Markdown blocks and fenced divs to the Deck's blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Literal

from msgspec.structs import replace

from briefgen.deck.images import images_of, without_images
from briefgen.deck.inline import read_runs, strip_runs
from briefgen.deck.model import (
    Block,
    Code,
    Paragraph,
    Quotation,
    Run,
    Runs,
    Table,
    Text,
    text_of,
)
from briefgen.deck.nodes import INLINE, Node
from briefgen.deck.slidedraft import SlideDraft, fail, replace_draft, warn
from briefgen.patterns import lazy_pattern

_ALIGN: dict[str, Literal["l", "ctr", "r"]] = {"None": "l", "Left": "l", "Center": "ctr", "Right": "r"}
_CREDIT = lazy_pattern(r"\s*(?:—|――|——|–|--)\s*")
_CELL = lazy_pattern(r"((?:\\.|[^|\\])*)(?:\||$)")
MAX_LEVEL = 8
"""PowerPoint has nine levels, counted from 0."""
MAX_TEXT = 8_000
"""Characters of one paragraph or cell: a dozen slides of text. What is longer would be measured for minutes."""


def runs_of(draft: SlideDraft, node: Node) -> Runs:
    """The runs of a paragraph, a heading or a cell; nothing, and a problem, where it is too long to be one."""
    inner = node.children
    for image in images_of(inner):
        message = f"picture '{image.value['dest_url']}' cannot stand here: its alternative text does"
        warn(draft, image, message, "give it a paragraph of its own")
    if len(inner) == 1 and inner[0].type == "Text":  # as most are
        text = inner[0].value.strip()
        runs: Runs = (Run(text),) if text else ()
        length = len(text)
    else:
        runs = strip_runs(read_runs(inner, draft.notes_seen))
        length = len(text_of(runs))
    if length <= MAX_TEXT:
        return runs
    fail(draft, node, f"{length:,} characters in one paragraph", f"cut it: at most {MAX_TEXT:,} can be set in slides")
    return ()


def read_blocks(draft: SlideDraft, nodes: Sequence[Node], level: int = 0) -> None:
    """Append what the nodes hold to the draft; loose inline nodes make a paragraph."""
    for node in with_paragraphs(nodes):
        reader = _READERS.get(node.type)
        if reader:
            reader(draft, node, level)
        else:
            warn(draft, node, f"{node.type} is not known in a storyboard")


def with_paragraphs(nodes: Sequence[Node]) -> Sequence[Node]:
    """The nodes with runs of inline ones (as tight list items have them) put into paragraphs."""
    if INLINE.isdisjoint([node.type for node in nodes]):
        return nodes
    found: list[Node] = []
    loose: Node | None = None
    for node in nodes:
        if node.type not in INLINE:
            loose = None
            found.append(node)
            continue
        if loose is None:
            loose = Node("Paragraph", None, node.piece, node.number)
            found.append(loose)
        loose.children.append(node)
    return found


def _read_paragraph(draft: SlideDraft, node: Node, level: int) -> None:
    runs = _inline(draft, node)
    if not runs:
        return
    is_caption = not draft.flow and draft.blocks and isinstance(draft.blocks[-1], Table)
    if is_caption and text_of(runs).startswith(": "):
        runs = (replace(runs[0], text=runs[0].text[2:]), *runs[1:])
    draft.flow.append(Paragraph(runs, level))


def _inline(draft: SlideDraft, node: Node) -> Runs:
    """The paragraph's text; images in it become blocks of their own, before it. Nothing for pandoc's pause."""
    if any(child.type == "Image" for child in node.children):
        node = without_images(draft, node)
    runs = runs_of(draft, node)
    return () if len(runs) == 1 and runs[0].text == ". . ." else runs


def _read_heading(draft: SlideDraft, node: Node, level: int) -> None:
    draft.flow.append(Paragraph(runs_of(draft, node), level, heading=True))


def _read_list(draft: SlideDraft, node: Node, level: int) -> None:
    ordered = node.value is not None
    for number, item in enumerate(node.children, node.value or 0):
        marker: Literal["number", "bullet", ""] = "number" if ordered else "bullet"
        for child in with_paragraphs(item.children):
            if child.type != "Paragraph":
                read_blocks(draft, [child], min(level + 1, MAX_LEVEL))
                continue
            if runs := _inline(draft, child):
                number_here = number if ordered and marker else 0
                draft.flow.append(Paragraph(runs, level, marker, number_here, item=True))
                marker = ""


def _read_code(draft: SlideDraft, node: Node, level: int) -> None:
    text = "".join(child.value for child in node.children)
    info = node.value["Fenced"] if isinstance(node.value, dict) else ""
    draft.add(Code(text.rstrip("\n").expandtabs(4), info.strip()))


def _read_table(draft: SlideDraft, node: Node, level: int) -> None:
    draft.add(read_table(draft, node))


def read_table(draft: SlideDraft, node: Node) -> Table:
    columns = len(node.value)
    if any(_bars(line) >= columns for line in node.lines):
        for row in node.children[1:]:
            _warn_of_left_out_cells(draft, row, columns)
    rows = [tuple(runs_of(draft, cell) for cell in row.children) for row in node.children]
    align = tuple(_ALIGN[name] for name in node.value)
    return Table(rows[0] if rows else (), tuple(rows[1:]), align)


def _bars(line: str) -> int:
    """How many bars divide cells in the line of a row, those at its two ends not among them."""
    line = line.strip()
    return line.count("|") - line.startswith("|") - line.endswith("|")


def _warn_of_left_out_cells(draft: SlideDraft, row: Node, columns: int) -> None:
    """GFM takes as many cells of a row as the header has, and says nothing of the others."""
    line = row.source.rstrip()
    if _bars(line[row.column - 1 :]) < columns:
        return
    cells = list(_CELL.finditer(line, row.column - 1))
    cells = cells[0 if cells[0][1].strip() else 1 : -1 if not cells[-1][1].strip() else None]
    if len(cells) > columns:
        lost = line[cells[columns].start() : cells[-1].end(1)]
        column = cells[columns].start() + len(lost) - len(lost.lstrip()) + 1
        message = f"this row has {len(cells)} cells, its header {columns}: '{lost.strip()}' is left out"
        warn(draft, row, message, "add a column to the header, or write \\| for a bar in a cell", column)


def _read_blockquote(draft: SlideDraft, node: Node, level: int) -> None:
    quotation = read_quotation(draft, node.children, "")
    if quotation:
        draft.add(quotation)


def read_quotation(draft: SlideDraft, nodes: Sequence[Node], id_: str) -> Quotation | None:
    """A quotation, None where there are no words; its last paragraph is the credit when it begins with a dash."""
    inner = replace_draft(draft)
    read_blocks(inner, [child for node in nodes for child in (node.children if node.type == "BlockQuote" else [node])])
    paragraphs = paragraphs_of(blocks := inner.finish())
    for block in blocks:
        if not isinstance(block, Text):
            draft.add(block)  # no words of the quotation: a picture, a table
    credit: Runs = ()
    if len(paragraphs) > 1 and (dash := _CREDIT.match(paragraphs[-1].text)):
        last = paragraphs.pop().runs
        credit = strip_runs((replace(last[0], text=last[0].text[dash.end() :]), *last[1:]))
    is_said = any(paragraph.text.strip() for paragraph in paragraphs)
    return Quotation(tuple(paragraphs), credit, id_) if is_said else None


def _read_html(draft: SlideDraft, node: Node, level: int) -> None:
    text = "".join(child.value for child in node.children).strip()
    if text.startswith("<!--"):
        return
    warn(draft, node, "HTML is not turned into slide content; its source is shown")
    draft.flow.append(Paragraph((Run(text),), level))


def paragraphs_of(blocks: Iterable[Block]) -> list[Paragraph]:
    """The paragraphs of all text blocks; other blocks' text is not in it."""
    return [paragraph for block in blocks if isinstance(block, Text) for paragraph in block.paragraphs]


def footnotes_of(draft: SlideDraft) -> tuple[Paragraph, ...]:
    """The slide's footnotes, numbered as its text refers to them."""
    found: list[Paragraph] = []
    for note, number in list(draft.notes_seen.items()):
        first, *rest = _footnote(draft, note) or [Paragraph(())]
        found.append(replace(first, runs=(Run(str(number), raised="super"), Run(" "), *first.runs), marker=""))
        found.extend(rest)
    return tuple(found)


def _footnote(draft: SlideDraft, label: str) -> list[Paragraph]:
    """The paragraphs of a footnote; what is none is reported, and its words stand there."""
    inner = replace_draft(draft)
    if label in draft.footnotes:
        read_blocks(inner, draft.footnotes[label].children)
    blocks = inner.finish()
    if all(isinstance(block, Text) for block in blocks):
        return paragraphs_of(blocks)
    from briefgen.deck.divs import spoken  # they read blocks in their turn

    warn(draft, draft.footnotes[label], "a footnote holds text only: of anything else stand the words")
    return spoken(blocks)


@cache
def _div_reader() -> Callable[[SlideDraft, Node, int], None]:
    from briefgen.deck.divs import read_div  # they read blocks in their turn

    return read_div


def _read_div(draft: SlideDraft, node: Node, level: int) -> None:
    _div_reader()(draft, node, level)


_READERS: dict[str, Callable[[SlideDraft, Node, int], None]] = {
    "Paragraph": _read_paragraph,
    "Heading": _read_heading,
    "List": _read_list,
    "CodeBlock": _read_code,
    "Table": _read_table,
    "BlockQuote": _read_blockquote,
    "HtmlBlock": _read_html,
    "Div": _read_div,
}
