"""A slide while its blocks are read, and how they report what they do not know."""

from __future__ import annotations

from msgspec import Struct, field

from briefgen.deck.model import Block, Paragraph, Text, is_visible
from briefgen.deck.nodes import Node
from briefgen.errors import Problem


class SlideDraft(Struct):
    """A slide while it is read: blocks so far, the text that is still flowing, and what goes to other places."""

    path: str
    footnotes: dict[str, Node]
    problems: list[Problem]
    language: str = "en-US"
    notes_seen: dict[str, int] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    flow: list[Paragraph] = field(default_factory=list)
    so_what: list[Paragraph] = field(default_factory=list)
    source: list[Paragraph] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)

    def add(self, block: Block) -> None:
        self.finish()
        self.blocks.append(block)

    def finish(self) -> tuple[Block, ...]:
        """The blocks, with the text that was flowing as the last; text of empty items alone is none."""
        if self.flow:
            if any(is_visible(paragraph.text) for paragraph in self.flow):
                self.blocks.append(Text(tuple(self.flow)))
            self.flow.clear()
        return tuple(self.blocks)


def replace_draft(draft: SlideDraft) -> SlideDraft:
    """An empty draft inside `draft`: same file, footnote numbers, problems and places outside of the body."""
    return SlideDraft(
        draft.path,
        draft.footnotes,
        draft.problems,
        draft.language,
        draft.notes_seen,
        so_what=draft.so_what,
        source=draft.source,
        notes=draft.notes,
    )


def warn(draft: SlideDraft, node: Node, message: str, hint: str = "", column: int = 0) -> None:
    """Report something unknown, at the line of its block, in `column` or where the block begins."""
    draft.problems.append(Problem(draft.path, node.line, column or node.column, message, hint, "warning"))


def fail(draft: SlideDraft, node: Node, message: str, hint: str = "", column: int = 0) -> None:
    draft.problems.append(Problem(draft.path, node.line, column or node.column, message, hint))
