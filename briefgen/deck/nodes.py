"""Markdown tokens nested into a tree, each node knowing its line in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it.token import Token


class Node:
    """A block of the storyboard; `type` is the token's without `_open`."""

    __slots__ = ("children", "line", "token", "type")

    def __init__(self, token: Token, type_: str, line: int) -> None:
        self.token = token
        self.type = type_
        self.line = line
        self.children: list[Node] = []

    @property
    def meta(self) -> dict[str, Any]:
        return self.token.meta

    @property
    def inline(self) -> list[Token]:
        """Inline tokens of a paragraph, heading or cell."""
        for child in self.children:
            if child.type == "inline":
                return child.token.children or []
        return []


def nest(tokens: Iterable[Token], first_line: int) -> list[Node]:
    """The top blocks; `first_line` is the file's line where the parsed text begins."""
    top: list[Node] = []
    stack = [top]
    lines = [first_line]
    for token in tokens:
        if token.nesting < 0:
            stack.pop()
            lines.pop()
            continue
        line = token.map[0] + first_line if token.map else lines[-1]
        opens = token.nesting > 0
        node = Node(token, token.type[:-5] if opens else token.type, line)
        stack[-1].append(node)
        if opens:
            stack.append(node.children)
            lines.append(line)
    return top
