"""When a web page says it was published: in meta elements, JSON-LD, time elements or a dateline, never in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefgen.patterns import lazy_pattern
from briefgen.readers.frontmatter import read_date

_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date_published",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "citation_publication_date",
    "citation_date", "parsely-pub-date", "sailthru.date", "date",
)  # fmt: skip
"""From the surest on; what was modified or crawled is another day."""
_JSON_DATE = lazy_pattern(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_PUBLISHED = lazy_pattern(r"publish|pubdate|dt-published|entry-date|post-date", re.I)
_DATELINE = lazy_pattern(
    r"(?:^|[\s_-])(?:meta|byline|date|dateline|posted|published|pub(?:lish)?date|timestamp)(?:$|[\s_-])", re.I
)
_MOST_BESIDE = 60
"""Characters in a line that says when the page was published, and by whom; a longer one is a sentence with a date."""


def find_page_date(tree: Any) -> str:
    """The date as ISO 8601, as precise as the page gives it; empty where its head and its time elements give none."""
    return next(filter(None, map(read_date, _said(tree))), "")


def _said(tree: Any) -> Iterator[str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(str(name).lower(), str(meta.get("content") or ""))
    yield from (metas[name] for name in _META if name in metas)
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and (match := _JSON_DATE.search(script.text or "")):
            yield match[1]
    times = [time for time in tree.iter("time") if _is_in_page(time)]
    yield from (_time(time) for time in times if _PUBLISHED.search(" ".join([*time.keys(), *time.values()])))
    yield from (_time(time) for time in times if _stands_alone(_text(time.getparent())))
    for element in tree.iter("div", "p", "span", "li"):
        if (
            _DATELINE.search(element.get("class") or "")
            and _stands_alone(text := _text(element))
            and _is_in_page(element)
        ):
            yield text


def _is_in_page(element: Any) -> bool:
    return next(element.iterancestors("aside", "footer", "nav"), None) is None


def _time(element: Any) -> str:
    return str(element.get("datetime") or "") or _text(element)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _stands_alone(line: str) -> bool:
    """Whether the line can be a dateline: in a sentence a date is of something else."""
    return len(line) <= _MOST_BESIDE and not re.search(r"[。！？!?.]$", line)
