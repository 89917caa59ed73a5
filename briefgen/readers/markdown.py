"""The Markdown reader: CommonMark with tables, footnotes and strike-through, by way of the HTML that it means."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefgen.patterns import lazy_pattern
from briefgen.readers.frontmatter import read_date
from briefgen.readers.html import html_blocks, read_tree
from briefgen.readers.source import Facts, Source

if TYPE_CHECKING:
    from markdown_it.token import Token

_LOOSE_STARS = lazy_pattern(r"\*{2,}")


def read_markdown(text: str, first_line: int = 1) -> Source:
    """The blocks of a Markdown text; `first_line` is the line of the file on which the text begins."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser.parse(text, env)
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrSet("data-line", str(token.map[0] + 1))
        _mend_emphasis(token.children or [])
    markup = parser.renderer.render(tokens, parser.options, env)
    return Source(html_blocks(read_tree(markup), first_line), _reference_facts(env))


def _mend_emphasis(tokens: list[Token]) -> None:
    """Make `**` strong where CommonMark does not, as beside Chinese punctuation: **“quays”**are; or else drop it."""
    loose = [token for token in tokens if token.type == "text" and "**" in token.content]
    marks = sum(len(_LOOSE_STARS.findall(token.content)) for token in loose)
    opened = False
    for token in loose:
        pieces = _LOOSE_STARS.split(token.content)
        token.type, token.content = "html_inline", escape(pieces[0])
        for piece in pieces[1:]:
            opened = not opened
            mark = "" if marks % 2 else "<strong>" if opened else "</strong>"
            token.content += mark + escape(piece)


def _reference_facts(env: dict[str, dict[str, dict[str, str]]]) -> Facts:
    """Facts that some blogs keep in link references: `[title]: <> (Trust)`."""
    references = env.get("references", {})
    said = {name.lower(): str(ref.get("title", "")) for name, ref in references.items() if not ref.get("href")}
    return Facts(said.get("title", ""), said.get("author", ""), read_date(said.get("date", "")))
