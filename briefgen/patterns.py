"""Regular expressions that are compiled when they are first used: a start needs few of the two hundred."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a `re.Pattern`; each method that was asked for once is the pattern's own from then on."""

    def __init__(self, expression: Any, flags: int) -> None:
        self._asked = expression, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._asked), name)
        setattr(self, name, value)
        return value


def lazy_pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile`, put off until the pattern is used; for patterns that stand at the top of a module."""
    return cast("re.Pattern[AnyStr]", _Late(expression, flags))


class ByScript:
    """Two expressions for one thing, the case of letters aside; that for the letters of a text alone is compiled.

    The Chinese one is tried where the text has Chinese characters, the Latin one where it has Latin letters or a ©.
    """

    def __init__(self, chinese: str, latin: str, flags: int = re.IGNORECASE) -> None:
        self._chinese, self._latin = lazy_pattern(chinese, flags), lazy_pattern(latin, flags) if latin else None

    def match(self, text: str) -> re.Match[str] | None:
        found = self._chinese.match(text) if not text.isascii() and max(text) >= "\u4e00" else None
        return found or (self._latin.match(text) if self._latin and _LATIN.search(text) else None)


_LATIN = lazy_pattern("[A-Za-z©]")
