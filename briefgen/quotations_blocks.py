"""What a finished brief consists of, piece by piece, and what its quotation marks and notes make of that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from briefgen.marks import quotations
from briefgen.patterns import lazy_pattern
from briefgen.voices import speaker_of

_ALERT = lazy_pattern(r"\[!(\w{1,40})\][+-]?[ \t]*")
_QUOTING = frozenset({"quote", "cite"})
_OPENINGS = {"“": "”", "「": "」", "『": "』", "«": "»"}
_MARKS = lazy_pattern("[“”「」『』«»]")
_NAME = lazy_pattern(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}|[\u4e00-\u9fff·]{2,4}")
_SOURCE = lazy_pattern(r"\s*[(（]([^()（）“”]{0,120}[§¶\d][^()（）“”]{0,60})[)）][.。]?")
_CLAUSE = lazy_pattern(r"[.,;:!?。，；：！？]")
_MOST_PARAGRAPHS = 6
"""Of one quotation: after more without a mark, the first mark is rather one that nobody closed."""
_MOST_LEAD = 30
"""Characters of a lead-in beside the name in it."""


class Piece(NamedTuple):
    """A paragraph as its reader sees it, or where a block quotation or something else begins or ends."""

    kind: str
    """`text`; `code`; `caption` of a picture; `open` and `close` of a block quotation; `tag`; `break`, other blocks."""
    text: str = ""
    lines: tuple[int, ...] = ()
    """Of the file, for each line of the text."""


MARKDOWN_QUOTATION = Piece("open", ">")
"""Where a block quotation of Markdown begins: HTML has no notes that look like one."""


def without_alerts(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the notes that are set off as block quotations (`[!NOTE]`) as parts of the text around."""
    found, notes = list(pieces), list[bool]()
    for at, piece in enumerate(pieces):
        if piece.kind == "open":
            first = next((n for n in range(at + 1, min(at + 6, len(pieces))) if pieces[n].kind != "tag"), at)
            alert = _ALERT.match(pieces[first].text) if piece.text and pieces[first].kind == "text" else None
            notes.append(alert is not None and alert[1].lower() not in _QUOTING)
            if alert:
                found[first] = _without_head(pieces[first], alert.end(), notes[-1])
        is_note = bool(notes) and notes[-1]
        if piece.kind == "close" and notes:
            notes.pop()
        if piece.kind in ("open", "close") and is_note:
            found[at] = Piece("break")
    return found


def _without_head(piece: Piece, end: int, is_note: bool) -> Piece:
    """A paragraph without the name of an alert, and without a person's name behind that, which is no quoted word."""
    head, _, rest = piece.text[end:].partition("\n")
    if head and (is_note or not _NAME.fullmatch(head)):
        return piece._replace(text=piece.text[end:])
    return piece._replace(text=rest, lines=piece.lines[1:]) if rest else Piece("break")


def closed_by_paragraph(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with every quotation that goes on in the next paragraphs closed and opened again between them.

    Each paragraph of it begins with a mark and only the last ends with one, or only the first and the last have any.
    """
    found, depth, run = list(pieces), 0, list[int]()
    for at, piece in enumerate(pieces):
        depth += (piece.kind == "open") - (piece.kind == "close")
        if piece.kind == "text" and depth < 1:
            opening = _unclosed(found[run[0]].text) if run else ""
            if opening and (last := _going_on(piece.text, opening)):
                for number in run:
                    text = found[number].text if number == run[0] else opening + found[number].text
                    found[number] = found[number]._replace(text=text + _OPENINGS[opening])
                found[at], run = piece._replace(text=last), [at]
            else:
                goes_on = opening and len(run) < _MOST_PARAGRAPHS and not _MARKS.search(piece.text)
                run = [*run, at] if goes_on else [at]
        elif piece.kind != "tag":
            run = []
    return found


def closed_where_reopened(text: str) -> str:
    """The text with every quotation closed at the end of a line where the next one begins with its mark again."""
    opening = _unclosed(text)
    if not opening:
        return text
    lines = text.split("\n")
    for at, (line, after) in enumerate(pairwise(lines)):
        if after.startswith(opening) and _unclosed(line) == opening:
            lines[at] += _OPENINGS[opening]
    return "\n".join(lines)


def _unclosed(text: str) -> str:
    """The first opening mark that nothing closes."""
    waiting: list[str] = []
    for mark in _MARKS.findall(text):
        if waiting and mark == _OPENINGS[waiting[-1]]:
            waiting.pop()
        elif mark in _OPENINGS:
            waiting.append(mark)
    return waiting[0] if waiting else ""


def _going_on(text: str, opening: str) -> str:
    """The next paragraph of a quotation, with its opening mark; nothing where it is none."""
    if text.lstrip().startswith(opening):
        return text
    first = re.search(f"[{opening}{_OPENINGS[opening]}]", text)
    return opening + text if first and first[0] != opening else ""


def with_credit_below(text: str) -> str:
    """A block quotation that holds words in quotation marks and whose they are as those words, and a line of credit.

    `“…” (Marsh, §1)` and `Marsh writes that “…”`; anything else is the quotation as it stands.
    """
    marks = quotations(text.strip())
    if len(marks) != 1:
        return text
    text = text.strip()
    ((opening, closing),) = marks
    words, lead, tail = text[opening : closing + 1], text[:opening].rstrip(), text[closing + 1 :]
    source = _SOURCE.fullmatch(tail) if not lead else None
    if source:
        named = source[1][:1].isupper() or source[1][:1] >= "\u4e00"
        place = source[1][:1] in "§¶"
        return f"{words}\n— {source[1]}" if named else words if place else text
    name = _name_in_lead(lead, text[opening:], closing - opening) if lead and tail.strip() in ("", ".", "。") else ""
    return f"{words}\n— {name}" if name else text


def _name_in_lead(lead: str, quoted: str, closing: int) -> str:
    """Who says the words, where the lead-in says no more than that."""
    said = re.sub(r"\s+that$", "", lead)
    name = speaker_of(f"{said} {quoted}", len(said) + 1, len(said) + 1 + closing)
    rest = said[len(name) :].rstrip(" ,，:：")
    plain = said.startswith(name) and len(rest) <= _MOST_LEAD and not _CLAUSE.search(rest)
    return name if plain else ""
