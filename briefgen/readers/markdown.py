"""The Markdown reader: CommonMark with tables, footnotes and strike-through, by way of the HTML that it means."""

from __future__ import annotations

from briefgen.readers.frontmatter import read_date
from briefgen.readers.html import html_blocks, read_tree
from briefgen.readers.source import Facts, Source


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
    markup = parser.renderer.render(tokens, parser.options, env)
    return Source(html_blocks(read_tree(markup), first_line), _reference_facts(env))


def _reference_facts(env: dict[str, dict[str, dict[str, str]]]) -> Facts:
    """Facts that some blogs keep in link references: `[title]: <> (Trust)`."""
    references = env.get("references", {})
    said = {name.lower(): str(ref.get("title", "")) for name, ref in references.items() if not ref.get("href")}
    return Facts(said.get("title", ""), said.get("author", ""), read_date(said.get("date", "")))
