"""Reads the text of a finished brief: paragraphs, table cells and block quotations, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefgen.credits import DASH
from briefgen.errors import BriefgenError, Problem, unreadable
from briefgen.patterns import lazy_pattern
from briefgen.quotations import MARK, Passage
from briefgen.quotations_blocks import MARKDOWN_QUOTATION, Piece, closed_by_paragraph, with_credit_below, without_alerts
from briefgen.quotations_html import read_markup, shown_for
from briefgen.yamlfile import ListNode, MapNode, Node, Scalar, read_yaml

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = lazy_pattern(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_NOTE = lazy_pattern(r"^([ >]{0,20})\[\^([^\]\s]{1,80})\]:", re.MULTILINE)
_NOTE_MARK = lazy_pattern(r"\[\^([^\]\s]{1,80})\]")
_ANCHOR = lazy_pattern(r"(?:(?<!\s)\s+)?\{[^{}\n]{0,200}#quote-[^{}\n]{0,200}\}")
_FENCE_END = lazy_pattern(r"(?:\n:{3,}[ \t]*)+$")
_DASH = lazy_pattern(rf"\s*{DASH}")
_LONGEST_CREDIT = 200
_NAME_ALONE = lazy_pattern(
    r"(?:[—–―]{1,2}|--)\s*(?:[\u4e00-\u9fff·]{2,8}|[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|de|la|van|von|der)){0,5})"
    r"(?:[,，(（《「][^\n]{0,120})?"
)
_BLANK_KINDS = frozenset({"paragraph_open", "paragraph_close"})
_MOST_BYTES = 50_000_000


def read_passages(path: Path) -> tuple[Passage, ...]:
    """All text of the Markdown file in its order. Raises BriefgenError where it is no readable UTF-8 text."""
    from markdown_it import MarkdownIt

    text = _read(path)
    front = _FRONT.match(text)
    values = list(_front_matter(front[1])) if front else []
    skipped = front[0].count("\n") if front and values else 0
    body = text[front.end() :] if front and values else text
    tokens = MarkdownIt("commonmark").enable("table").parse(_without_note_marks(body))
    pieces = without_alerts([*values, *_pieces(tokens, skipped + 1)])
    return tuple(_passages(closed_by_paragraph(pieces)))


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise BriefgenError(Problem(str(path), 0, 0, "is larger than 50 MB", "is it a brief?"))
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise BriefgenError(unreadable(str(path), error)) from error
    except UnicodeDecodeError as error:
        raise BriefgenError(Problem(str(path), 0, 0, "is not UTF-8 text", "save it as UTF-8")) from error


def _front_matter(written: str) -> Iterator[Piece]:
    """The values of YAML front matter, which is a mapping; nothing where two rules stand around something else."""
    try:
        root = read_yaml(f"\n{written}".encode(), "")
    except BriefgenError:
        return
    waiting: list[Node] = [root] if isinstance(root, MapNode) else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield from (_piece("text", node.text, node.line, 0), Piece("break"))
        else:
            waiting += reversed(node.items if isinstance(node, ListNode) else [value for _, value in node.pairs])


def _without_note_marks(text: str) -> str:
    """The text without the marks of its footnotes; a note itself is no link's target, whatever it looks like."""
    notes = {match[2] for match in _NOTE.finditer(text)}
    if not notes:
        return text
    kept = _NOTE.sub(r"\1\\[^\2]:", text)
    return _NOTE_MARK.sub(lambda match: "" if match[1] in notes else match[0], kept)


def _pieces(tokens: Sequence[Token], first: int) -> Iterator[Piece]:
    line = first
    for token in tokens:
        line = token.map[0] + first if token.map else line
        kind = token.type.removeprefix("blockquote_")
        if token.type == "inline":
            yield from _inline(token, line)
        elif token.type == "html_block":
            yield from _html(token.content, line)
        elif token.type in ("fence", "code_block"):
            yield _piece("code", token.content.rstrip("\n"), line + (token.type == "fence"), 1)
        elif token.type not in _BLANK_KINDS:
            yield MARKDOWN_QUOTATION if kind == "open" else Piece(kind if kind == "close" else "break")


def _piece(kind: str, text: str, line: int, step: int) -> Piece:
    return Piece(kind, text, tuple(line + step * number for number in range(text.count("\n") + 1)))


def _html(markup: str, line: int) -> Iterator[Piece]:
    """A block of HTML; what bears a quote's mark is a quotation as a whole."""
    pieces = list(read_markup(markup, line))
    marked = MARK.search(markup) and not any(piece.kind in ("open", "close") for piece in pieces)
    yield Piece("open" if marked else "break")
    yield from pieces
    yield Piece("close" if marked else "break")


def _inline(token: Token, line: int) -> Iterator[Piece]:
    """The text that a reader sees, a line break for every break, and pictures' captions."""
    shown: list[str] = []
    lines, quoted = [line], 0
    children = token.children or []
    alone = {child.type for child in children} <= {"image", "softbreak"}
    for child in children:
        text, line = _shown(child), line + child.content.count("\n") + (child.type in ("softbreak", "hardbreak"))
        if child.type == "image":
            yield _piece("text" if alone else "caption", text, line, 0)
            continue
        if child.type == "html_inline":
            yield Piece("tag", child.content)
        shown.append(text)
        lines += [line] * text.count("\n")
        quoted += (text == "“") - (text == "”") if child.type == "html_inline" else 0
    if not alone:
        yield Piece("text", "".join(shown) + "”" * quoted, tuple(lines))


def _shown(child: Token) -> str:
    if child.type == "html_inline":
        return shown_for(child.content, ("q", "blockquote"))
    if child.type == "image":
        return "".join(map(_shown, child.children or []))
    if child.type in ("softbreak", "hardbreak"):
        return "\n"
    return child.content if child.type in ("text", "code_inline") else ""


def _passages(pieces: Sequence[Piece]) -> Iterator[Passage]:
    """The pieces outside of block quotations each for itself, and every block quotation."""
    at, fence, found = 0, "", False
    while at < len(pieces):
        piece = pieces[at]
        if piece.kind == "open":
            end = _closing(pieces, at)
            for passage in _block_quotation(pieces[at + 1 : end], MARK.search(fence), found):
                found = found or passage.whole
                yield passage
            at = end
        elif piece.kind in ("text", "caption"):
            last = piece.text.rpartition("\n")[2]
            fence, found = last if last.startswith(":::") else "", False
            yield from _between_fences(piece)
        at += 1


def _closing(pieces: Sequence[Piece], at: int) -> int:
    """Where the block quotation ends that begins at `at`."""
    depth = 0
    for end in range(at, len(pieces)):
        depth += (pieces[end].kind == "open") - (pieces[end].kind == "close")
        if depth == 0:
            return end
    return len(pieces)


def _between_fences(piece: Piece) -> Iterator[Passage]:
    """A paragraph, without the lines that begin or end pandoc's divisions."""
    begun, lines = 0, piece.text.split("\n")
    for at, line in enumerate([*lines, ":::"]):
        if line.startswith(":::"):
            if begun < at:
                yield _passage("\n".join(lines[begun:at]), piece.lines[begun:at])
            begun = at + 1


def _passage(text: str, lines: tuple[int, ...]) -> Passage:
    return Passage(0, lines[0], "", text, lines=lines)


def _block_quotation(inner: Sequence[Piece], mark: re.Match[str] | None, found: bool) -> Iterator[Passage]:
    """A passage for each quotation in a block quotation, which a credit ends; `found` where one stands before it.

    The mark of the first is an anchor in it, or the attribute of the fence that holds it, which is given.
    """
    yield from (_passage(piece.text, piece.lines) for piece in inner if piece.kind == "caption")
    for group in _groups([_before_fence(piece) for piece in inner]):
        texts = [piece for piece in group if piece.kind in ("text", "code")]
        words = "\n".join(piece.text for piece in texts)
        if words.strip():
            source = "".join(piece.text for piece in group if piece.kind == "tag")
            own = MARK.search(source) or MARK.search(words) or mark
            lines = tuple(line for piece in texts for line in piece.lines)
            alone = found and bool(_NAME_ALONE.fullmatch(words.strip()))
            passage = _passage(with_credit_below(_ANCHOR.sub("", words)), lines)
            yield replace(passage, mark=(own[1], own[2]) if own else ("", ""), whole=not alone, is_credit=alone)
            found, mark = True, None


def _before_fence(piece: Piece) -> Piece:
    """The piece without the end of pandoc's division around it, which CommonMark takes for its words."""
    text = _FENCE_END.sub("", piece.text)
    return Piece(piece.kind, text, piece.lines[: text.count("\n") + 1]) if text != piece.text else piece


def _groups(inner: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces, parted after each credit: a line that begins with a dash, with words before it."""
    groups: list[list[Piece]] = [[]]
    begun = False
    for piece in inner:
        groups[-1].append(piece)
        if piece.kind in ("text", "code"):
            before, _, last = piece.text.rpartition("\n")
            begun = begun or bool(before)
            if begun and len(last) < _LONGEST_CREDIT and _DASH.match(last):
                groups.append([])
            begun = bool(groups[-1])
    return groups
