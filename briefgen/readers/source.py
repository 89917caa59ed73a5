"""What every reader gives to the next step: blocks in the file's order, and what the file says about itself."""

from __future__ import annotations

from msgspec import Struct, field

from briefgen.essay import Block


class Facts(Struct, frozen=True):
    """What a file tells about its essay; an empty string where it does not."""

    title: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""

    def or_else(self, other: Facts) -> Facts:
        """These facts, the gaps filled from `other`."""
        return Facts(
            self.title or other.title,
            self.author or other.author,
            self.published or other.published,
            self.url or other.url,
            self.language or other.language,
        )


class Source(Struct, frozen=True):
    """An essay file as blocks, before boilerplate is taken off."""

    blocks: tuple[Block, ...]
    facts: Facts = field(default_factory=Facts)
