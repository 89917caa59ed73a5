"""What stands above an essay's body: YAML front matter, and dates in the forms in which people write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from briefgen.patterns import lazy_pattern
from briefgen.readers.source import Facts
from briefgen.yamlfile import MAX_DEPTH

_FENCED = lazy_pattern(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_KEY = lazy_pattern(r"([A-Za-z_][\w-]{0,40})[ \t]*:(?=[ \t]|$)(.*)")
_SHALLOW = 1000
"""Characters that cannot nest so deeply that it matters."""
_TELLING = {"title", "author", "authors", "date", "published", "url", "lang", "language"}
_ITEM = lazy_pattern(r"[ \t]*-[ \t]+(.*)")
_NUMERIC = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)\s*(?:[-/.]|年)\s*(\d{1,2})(?:\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_NAMED = lazy_pattern(rf"(?:{_DAY}\s+)?\b({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(?:{_DAY},?\s+)?((?:19|20)\d\d)\b", re.I)


def split_front_matter(text: str) -> tuple[Facts, str, int]:
    """The facts of the YAML front matter, the text below it, and the line of the file on which that begins."""
    match = _FENCED.match(text)
    values = _mapping(match.group(1)) if match else None
    if match is None or values is None:
        return Facts(), text, 1
    facts = Facts(
        title=_first(values, "title", "Title"),
        author=_first(values, "author", "authors", "Author", "by", "byline"),
        published=read_date(_first(values, "published", "date", "Date", "pubDate", "created")),
        url=_first(values, "url", "link", "canonical", "canonical_url", "source"),
        language=_first(values, "language", "lang"),
    )
    return facts, text[match.end() :], text.count("\n", 0, match.end()) + 1


def read_date(text: str) -> str:
    """The first date in the text as ISO 8601, as precise as it is written; an empty string where there is none."""
    if any(month in text.lower() for month in _MONTHS) and (mailed := _read_mail_date(text)):
        return mailed
    if match := _NUMERIC.search(text):
        return _iso(*match.groups())
    if match := _NAMED.search(text):
        before, month, after, year = match.groups()
        number = _MONTHS.index(month.lower()) + 1
        return _iso(year, str(number), before or after)
    return ""


def _read_mail_date(text: str) -> str:
    """A date as mails and feeds write it (RFC 5322, 3.3): it always names the month."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, IndexError, TypeError):
        return ""


def _iso(year: str, month: str, day: str | None) -> str:
    try:
        whole = date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return year
    return whole if day else whole[:7]


def _mapping(text: str) -> dict[str, Any] | None:
    """The YAML mapping, or None where the text between the fences is something else (two rules around a paragraph)."""
    import yaml

    try:
        values = _load(text, "SafeLoader")
    except (yaml.YAMLError, ValueError, RecursionError):
        return _lines(text)
    return values if isinstance(values, dict) else None


def _load(text: str, kind: str) -> Any:
    """What YAML reads in the text. Raises YAMLError also where lists stand in lists without end.

    PyYAML follows these by recursion in C, where the end of the stack is the end of the process.
    """
    import yaml

    loader: Any = getattr(yaml, f"C{kind}", getattr(yaml, kind))
    if len(text) > _SHALLOW:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise yaml.YAMLError("nested too deeply")
    return yaml.load(text, Loader=loader)


def _lines(text: str) -> dict[str, Any] | None:
    """Front matter that is no YAML, line by line: a title with a colon and a 30th of February are plain to a reader.

    None where a line is neither `key: value` nor belongs to the one above it, and where no key is one of ours.
    """
    values: dict[str, Any] = {}
    key = ""
    for line in text.split("\n"):
        if match := _KEY.match(line):
            key = match[1]
            values.setdefault(key, _value(match[2].strip()))
        elif key and (item := _ITEM.match(line)) and not values[key]:
            values[key] = _value(item[1].strip())
        elif line.strip() and not (key and line[0] in " \t#-"):
            return None
    return values if any(key.lower() in _TELLING for key in values) else None


def _value(text: str) -> Any:
    """The text or list that YAML reads in the value, dates as they are written; else the text as it is."""
    import yaml

    try:
        value = _load(text, "BaseLoader")
    except (yaml.YAMLError, ValueError, RecursionError):
        return text
    return value if isinstance(value, (str, list)) else text


def _first(values: dict[str, Any], *keys: str) -> str:
    for key in keys:
        value = values.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, (datetime, date)):
            return value.isoformat()[:10]
        if isinstance(value, (str, int, float)) and str(value).strip():
            return str(value).strip()
    return ""
