"""What a deck or a brief says, passage by passage, as its reader meets it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from briefgen.deck.model import Deck

_HAN = lazy_pattern("[\u3400-\u9fff]")
_SAID = frozenset({"Text", "Code", "Html"})
"""The parser's events that hold text."""
_BOUNDS = frozenset({"Start", "End"})
_SPANS = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})
_TAG = lazy_pattern(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_QUOTING = lazy_pattern(r"<(/?)(?:q|blockquote)\b[^>]*>", re.IGNORECASE)
_WORD = lazy_pattern(r"[^\W_]+(?:['’.,-][^\W_]+)*")


class Passage(Struct, frozen=True):
    """Text that is read together (a slide with its notes, a block of the brief), line by line."""

    lines: tuple[str, ...]
    quoted: tuple[str, ...] = ()
    """Lines that stand as a quotation: in a block quote, where a credit may be among them, or as a slide's quote."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def passages_of_deck(deck: Deck) -> tuple[Passage, ...]:
    """The text of each slide, notes included, as the storyboard has it."""
    from briefgen.deck.lines import quoted_lines, slide_lines

    head = Passage(tuple(filter(None, (deck.title, deck.subtitle, deck.author, deck.date, deck.footer))))
    return (head, *[Passage(slide_lines(slide), quoted_lines(slide)) for slide in deck.slides])


@lru_cache(maxsize=1)
def passages_of_brief(markdown: str) -> tuple[Passage, ...]:
    """The text of each top-level block of the brief; kept, as its words are checked and then counted."""
    from pyromark import Options, events

    passages: list[Passage] = []
    lines: list[str] = []
    quoted: list[str] = []
    line, depth, quotations = "", 0, 0
    for event in cast("list[Any]", events(markdown, options=Options.ENABLE_TABLES)):
        name, value = (event, "") if type(event) is str else event.popitem()
        if name in _SAID:
            line += value
        elif name == "InlineHtml":
            line += _with_marks(value) if _QUOTING.match(value) else ""
        elif name not in _BOUNDS:
            line += " " if name.endswith("Break") else ""
        elif (kind := value if type(value) is str else next(iter(value))) not in _SPANS:
            if line.strip() and quotations:
                quoted.append(line)
            if line:
                # Whole, since tags and comments may go over several lines.
                lines.append(_TAG.sub("", _with_marks(line)) if kind == "HtmlBlock" else line)
                line = ""
            step = 1 if name == "Start" else -1
            depth += step
            quotations += step if kind == "BlockQuote" else 0
            if depth == 0:
                passages.append(Passage(tuple(filter(str.strip, lines)), tuple(quoted)))
                lines, quoted = [], []
    return tuple([passage for passage in passages if passage.lines])


def _with_marks(html: str) -> str:
    """Quotation marks where a browser shows them, or would set the text apart as a quotation."""
    return _QUOTING.sub(lambda tag: "”" if tag[1] else "“", html)


def count_words(markdown: str) -> int:
    """Words of a brief as readers count them: each Chinese character, each Latin word or number."""
    text = " ".join(passage.text for passage in passages_of_brief(markdown))
    apart, chinese = _HAN.subn(" ", text)
    return chinese + len(_WORD.findall(apart))
