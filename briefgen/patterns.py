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


LATIN_LETTER = lazy_pattern("[A-Za-z]")
"""Whether words of English may stand in a text: others need not be looked for."""
