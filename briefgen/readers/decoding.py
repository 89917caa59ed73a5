"""Bytes to text, knowingly: a file whose encoding cannot be told is refused, never guessed into mojibake."""

from __future__ import annotations

import codecs
import re

from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = lazy_pattern(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w-]{3,20})""", re.I
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
"""Pages that declare the smaller set use the larger one (WHATWG Encoding Standard, 4.2)."""
_GUESSED = ["gb18030", "big5", "utf_16_le", "utf_16_be"]
_COMMON = frozenset(
    "的一是不了在人有我他这這中大来來上国國个個到說说们們為为以和也时時年就要下会會而能对對可，。、“”‘’—–…·《》"
)
_BREAKS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
_CONTROLS = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ufdd0-\ufdef]")


def decode_text(data: bytes, path: str) -> str:
    """The text of an essay file, with `\\n` for line ends and without control characters.

    Raises BriefgenError where the bytes are no text in UTF-8, UTF-16, UTF-32, GB18030 or Big5.
    """
    text = _decoded(data)
    if text is None or "\x00" in text:
        hint = "save it as UTF-8; read are UTF-8, UTF-16, GB18030 and Big5"
        raise BriefgenError(Problem(path, 0, 0, "cannot tell this file's text encoding", hint))
    for line_break in _BREAKS:
        text = text.replace(line_break, "\n")
    return without_controls(text)


def without_controls(text: str) -> str:
    """The text without characters that no text holds, and that neither YAML nor XML may hold."""
    return _CONTROLS.sub("", text)


def _decoded(data: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding)
    if b"\x00" not in data and (text := _strictly(data, "utf-8")) is not None:
        return text
    declared = _DECLARED.search(data[:4096])
    name = declared.group(1).decode().lower() if declared else ""
    if name and name not in ("utf-8", "utf8") and (text := _strictly(data, _WIDER.get(name, name))):
        # Everything decodes as Latin-1; a page that is really Chinese is then full of accents.
        return text if _WIDER.get(name) or 10 * sum("\x7f" < c < "\u0180" for c in text) < len(text) else None
    return _guessed(data)


def _guessed(data: bytes) -> str | None:
    """Decoded as charset-normalizer judges, among the encodings that Chinese essays come in."""
    from charset_normalizer import from_bytes

    # Its default threshold refuses essays that are full of Markdown's own signs.
    best = from_bytes(data, cp_isolation=_GUESSED, threshold=0.5).best()
    if best is None:
        return None
    # GBK and Big5 share their bytes, and it takes one for the other where a text has little Chinese.
    names = ("gb18030", "big5") if best.encoding in ("gb18030", "big5") else (best.encoding,)
    texts = [text for name in names if (text := _strictly(data, name))]
    text = max(texts, key=_commonness, default="")
    return text if text and _reads_as_text(text) else None


def _commonness(text: str) -> float:
    """Which share of the characters beyond ASCII the most common ones are: about a quarter in Chinese."""
    others = [char for char in text[:50_000] if char > "\x7f"]
    return sum(char in _COMMON for char in others) / max(1, len(others))


def _reads_as_text(text: str) -> bool:
    """Whether common characters are common in it: in Japanese or Latin-1 read as GBK they are not."""
    return _commonness(text) >= 0.06 or not any(char > "\u2e7f" for char in text)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
