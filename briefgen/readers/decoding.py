"""Bytes to text, knowingly: a file whose encoding cannot be told is refused, never guessed into mojibake."""

from __future__ import annotations

import codecs
import re

from briefgen.errors import BriefgenError, Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")


def decode_text(data: bytes, path: str) -> str:
    """The text of an essay file, with `\\n` for line ends and without control characters.

    Raises BriefgenError where the bytes are no text in UTF-8, UTF-16, UTF-32, GB18030 or Big5.
    """
    text = _decoded(data)
    if text is None or "\x00" in text:
        hint = "save it as UTF-8; read are UTF-8, UTF-16, GB18030 and Big5"
        raise BriefgenError(Problem(path, 0, 0, "cannot tell this file's text encoding", hint))
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))


def _decoded(data: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding)
    return next((text for name in ("utf-8", "gb18030") if (text := _strictly(data, name)) is not None), None)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
