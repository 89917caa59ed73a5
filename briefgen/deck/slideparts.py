"""What the slide that is being written has beside its XML: relationships, shape ids, and where links can lead."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from briefgen.deck.package import Relationship
from briefgen.deck.placed import ChartShape, PictureShape
from briefgen.deck.theme import Theme


class SlideParts(Struct):
    """What the slide that is being written needs beside its XML."""

    theme: Theme
    language: str
    """Of the deck: what has no script that tells another is in it."""
    targets: dict[str, int]
    """Numbers of the slides that can be linked to, by id."""
    add_chart: Callable[[ChartShape], str]
    add_picture: Callable[[PictureShape], str]
    relationships: list[Relationship] = field(default_factory=list)
    next_id: int = 2

    def relate(self, kind: str, target: str) -> str:
        """The id of a relationship to `target`, a new one where there is none."""
        for id_, had_kind, had_target in self.relationships:
            if (had_kind, had_target) == (kind, target):
                return id_
        id_ = f"rId{len(self.relationships) + 1}"
        self.relationships.append((id_, kind, target))
        return id_

    def shape_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1
