"""The JSON Schema beside the outlines is the one that the records give."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.schema import schema_text

OUTLINES = Path(__file__).parents[1] / "outlines"


@pytest.mark.parametrize("kind", ["outline", "digest"])
def test_the_committed_schema_is_not_stale(kind: str) -> None:
    committed = OUTLINES / f"{kind}.schema.json"
    assert committed.read_text("utf-8") == schema_text(kind), f"briefgen schema {kind} > outlines/{committed.name}"


def test_the_schema_knows_every_key() -> None:
    text = schema_text("outline")
    for key in ("thesis", "so_what", "from", "primary", "sha256"):
        assert f'"{key}"' in text
    assert '"marks"' not in text
