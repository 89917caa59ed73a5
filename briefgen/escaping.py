"""How a template's values stand in Markdown: as that very text, as they are, as a link's target, as a YAML text."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import json

from briefgen.patterns import lazy_pattern

# What begins a block, a span or an attribute in CommonMark or in pandoc's Markdown.
_INLINE = lazy_pattern(r"[\\`*\[\]<>|{}~^$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<=\s)#")
_MARK = re.compile(r"[\\`*\[\]<>|{}~^$_&#]")
_OPENING = frozenset("#+=:-")
_SHORT = 1000
"""Characters of the texts that are kept when they are escaped: a batch may hold long ones without end."""
_ORDERED = lazy_pattern(r"\d{1,9}(?=[.)](?:\s|$))")
_WRAP = lazy_pattern("[\t-\r\x1c-\x1f\x85\u2028\u2029 ]+")
"""White space that only sets the text; thin, hard and ideographic spaces belong to the words and stay."""


class Markup(str):
    """Markdown that is meant as such: printed without escaping."""

    __slots__ = ()


def escape_markdown(text: object) -> str:
    """`text` as Markdown that reads as that very text, on one line, wherever in a line it stands."""
    if type(text) is str:
        return _kept(text) if len(text) < _SHORT else _escaped(text)
    if type(text) is int:
        return _kept(str(text))
    if isinstance(text, Markup):
        return text
    from briefgen.sandbox import printable

    return _escaped(str(printable(text)))


def _escaped(text: str) -> str:
    # Most are words with single blanks between (no other blank is printable): nothing in them means anything.
    if text[:1].isalpha() and text.isprintable() and "  " not in text and text[-1] != " " and not _MARK.search(text):
        return text
    words = one_line(text)
    escaped = _INLINE.sub(r"\\\g<0>", words) if _MARK.search(words) else words
    first = escaped[:1]
    if first in _OPENING:
        return "\\" + escaped
    if first.isdigit() and (number := _ORDERED.match(escaped)):
        return f"{number[0]}\\{escaped[number.end() :]}"
    return escaped


_kept = lru_cache(maxsize=2048)(_escaped)
"""Fixed words stand in every text, and what an outline says stands in brief and deck, and there more than once."""


def one_line(text: str) -> str:
    """The text without line breaks, tabs and more than one blank in a row; all other spaces are left as they are."""
    text = text.strip()
    return text if text.isprintable() and "  " not in text else _WRAP.sub(" ", text)


def link_target(url: object) -> Markup:
    """`url` as the target of a Markdown link: what would end the link early is percent-encoded."""
    from urllib.parse import quote

    return Markup(quote(str(url), safe="!#$%&'*+,-./:;=?@[]_~"))


def yaml_string(text: object) -> Markup:
    """`text` as a double-quoted YAML scalar, for front matter and attributes."""
    return Markup(json.encode(one_line(str(text))).decode())
