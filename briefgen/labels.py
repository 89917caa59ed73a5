"""The fixed words of decks and briefs in the reader's language, and how places are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, Problem, did_you_mean

if TYPE_CHECKING:
    from briefgen.audience import Audience


class Labels:
    """The fixed words as attributes: `labels.bottom_line`. A name that no audience.yaml defines is an error."""

    def __init__(self, words: Mapping[str, str], where: str) -> None:
        self.__dict__.update((name, word) for name, word in words.items() if name not in _OWN)
        self._words = words
        self._where = where

    def __getattr__(self, name: str) -> str:
        """Asked only for what is no attribute: the words are."""
        if name.startswith("_"):
            raise AttributeError(name)
        hint = did_you_mean(name, self._words)
        raise BriefgenError(Problem(self._where, 0, 0, f"there is no label '{name}'", hint))

    def values(self) -> tuple[str, ...]:
        """All fixed words: what a deck may say besides outline and essay."""
        return tuple(self._words.values())


_OWN = frozenset(vars(Labels))


def labels_for(audience: Audience, language: str) -> Labels:
    """The fixed words of `audience` in `language`; raises BriefgenError for a language it has no words in."""
    if language not in audience.labels:
        hint = did_you_mean(language, audience.labels)
        raise BriefgenError(Problem("--language", 0, 0, f"no fixed words in language '{language}'", hint))
    return Labels(audience.labels[language], audience.source)


def place_words(locator: str) -> str:
    """A locator as people write it: `3.2.1` is `§3 ¶2`; a run of paragraphs `0.9-13` is `§0 ¶9–13`."""
    section, _, rest = locator.partition(".")
    paragraph = rest.partition(".")[0].replace("-", "–")
    return " ".join(sign + number for sign, number in (("§", section), ("¶", paragraph)) if number)
