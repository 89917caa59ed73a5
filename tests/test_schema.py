"""The JSON Schema beside the outlines is the one that the records give."""

from __future__ import annotations

from pathlib import Path

from briefgen.schema import schema_text

COMMITTED = Path(__file__).parents[1] / "outlines" / "outline.schema.json"


def test_the_committed_schema_is_not_stale() -> None:
    assert COMMITTED.read_text("utf-8") == schema_text("outline"), "briefgen schema outline > " + COMMITTED.name


def test_the_schema_knows_every_key() -> None:
    text = schema_text("outline")
    for key in ("thesis", "so_what", "from", "primary", "sha256"):
        assert f'"{key}"' in text
    assert '"marks"' not in text
