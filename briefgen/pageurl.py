"""Links a quote to its words on the essay's page, by a text fragment that browsers scroll to and highlight."""

from __future__ import annotations

from urllib.parse import quote as percent

from briefgen.essay import Essay
from briefgen.patterns import lazy_pattern
from briefgen.quotes import ELISION, Quote

_LONG = 120
"""Code points above which the first and last clause stand for the whole: browsers cut very long addresses."""
_CLAUSE = lazy_pattern(r"[^，,；;：:。.！!？?…]+[，,；;：:。.！!？?…”’」』]*")


def quote_url(url: str, essay: Essay, quote: Quote) -> str:
    """`url` with `#:~:text=[prefix-,]start[,end][,-suffix]` (WICG, URL Fragment Text Directives); empty without a url.

    Words that the essay has more than once are told apart by what stands before or after them.
    """
    if not url:
        return ""
    start, end = _ends(quote)
    directive = f"{_encoded(start)},{_encoded(end)}" if end else _encoded(start)
    if essay.text.count(start) > 1:
        if quote.before:
            directive = f"{_encoded(quote.before)}-,{directive}"
        elif quote.after:
            directive = f"{directive},-{_encoded(quote.after)}"
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _ends(quote: Quote) -> tuple[str, str]:
    """The whole text, or, where it is long or has gaps, what it begins and ends with."""
    if len(quote.spans) == 1 and len(quote.text) <= _LONG:
        return quote.text, ""
    fragments = ELISION.split(quote.text) if len(quote.spans) > 1 else [quote.text]
    first, last = (_CLAUSE.findall(fragments[0]) or fragments)[0], (_CLAUSE.findall(fragments[-1]) or fragments)[-1]
    return (first.strip(), last.strip()) if first != last else (quote.text, "")


def _encoded(text: str) -> str:
    """Percent-encoded, with the dash that would mean a prefix or suffix."""
    return percent(text, safe="").replace("-", "%2D")
