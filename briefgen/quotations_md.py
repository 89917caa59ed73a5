"""Reads the text of a finished brief: paragraphs, table cells and block quotations, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, Problem, unreadable
from briefgen.patterns import lazy_pattern
from briefgen.quotations import MARK, Passage

if TYPE_CHECKING:
    from markdown_it.token import Token

_ALERT = lazy_pattern(r"\[!\w+\]")
_MOST_BYTES = 50_000_000


def read_passages(path: Path) -> tuple[Passage, ...]:
    """All text of the Markdown file in its order. Raises BriefgenError where it is no readable UTF-8 text."""
    from markdown_it import MarkdownIt

    text = _read(path)
    front = re.match(r"---\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    skipped = front[0].count("\n") if front else 0
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    passages: list[Passage] = []
    at, fence = 0, ""
    while at < len(tokens):
        if tokens[at].type == "blockquote_open":
            end = _closing(tokens, at)
            passages += _block_quotation(tokens[at:end], skipped, fence)
            at = end
        elif tokens[at].type == "inline":
            lines = _inline(tokens[at]).split("\n")
            fence = lines[-1] if lines[-1].startswith(":::") else ""
            shown = "\n".join(line for line in lines if not line.startswith(":::"))
            passages.append(Passage(0, _line(tokens, at) + skipped, "", shown))
        elif tokens[at].type == "html_block":
            passages += _html(tokens[at].content, _line(tokens, at) + skipped)
        at += 1
    return tuple(passages)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise BriefgenError(Problem(str(path), 0, 0, "is larger than 50 MB", "is it a brief?"))
        return data.decode("utf-8-sig")
    except OSError as error:
        raise BriefgenError(unreadable(str(path), error)) from error
    except UnicodeDecodeError as error:
        raise BriefgenError(Problem(str(path), 0, 0, "is not UTF-8 text", "save it as UTF-8")) from error


def _closing(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for end in range(at, len(tokens)):
        depth += tokens[end].nesting * (tokens[end].type.startswith("blockquote"))
        if depth == 0:
            return end
    return len(tokens) - 1


def _block_quotation(tokens: Sequence[Token], skipped: int, fence: str) -> Iterable[Passage]:
    """One passage for the quotation; its mark is an anchor in it, or the attribute of the fence that holds it."""
    inner = [token for token in tokens if token.type == "inline"]
    text = "\n".join(map(_inline, inner))
    if not text.strip() or _ALERT.match(text):
        return ()
    line = (tokens[0].map or [0])[0] + 1 + skipped
    source = "".join(child.content for token in inner for child in token.children or () if child.type == "html_inline")
    found = MARK.search(source) or MARK.search(text) or MARK.search(fence)
    words = re.sub(r"(?:(?<!\s)\s+)?\{[^{}\n]{0,200}#quote-[^{}\n]{0,200}\}", "", text)
    return (Passage(0, line, "", words, (found[1], found[2]) if found else ("", ""), whole=True),)


def _html(markup: str, line: int) -> Iterable[Passage]:
    """What a block of HTML shows; a `blockquote` is a quotation as a whole."""
    text = unescape(re.sub(r"<!--.*?-->|<[^>]*>", "", markup, flags=re.DOTALL)).strip()
    mark = MARK.search(markup)
    whole = bool(re.match(r"\s*<(?:blockquote|q)\b", markup, re.IGNORECASE))
    return (Passage(0, line, "", text, (mark[1], mark[2]) if mark else ("", ""), whole=whole),) if text else ()


def _line(tokens: Sequence[Token], at: int) -> int:
    """From 1; the cells of a table have the line of their row."""
    return next(token.map[0] + 1 for token in reversed(tokens[: at + 1]) if token.map)


def _inline(token: Token) -> str:
    """The text that a reader sees, a line break for every break."""
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    kept = (child for child in token.children or () if child.type in ("text", "code_inline", *breaks))
    return "".join(breaks.get(child.type, child.content) for child in kept)
