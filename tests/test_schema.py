"""The JSON Schema beside the outlines is the one that the records give."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from briefgen.audience import BUILTIN
from briefgen.cli import main
from briefgen.schema import record_kinds, schema_text

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


def test_every_file_that_a_command_writes_names_a_schema_that_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("small-platform.md", "service-shift.md"):
        shutil.copy(OUTLINES / "essays" / name, name)
    shutil.copy(BUILTIN / "default" / "theme.pptx", "brand.pptx")
    for line in (
        "outline small-platform.md -o drafts/a.yaml",
        "outline service-shift.md -o drafts/b.yaml",
        "digest drafts/a.yaml drafts/b.yaml -o digests/both.yaml",
        "theme map brand.pptx",
        "templates new mine --from board --to own",
        "new project",
    ):
        with pytest.raises(SystemExit) as stop:
            main(line.split())
        assert not stop.value.code, line
    kinds = set()
    for path in tmp_path.rglob("*.yaml"):
        [name] = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", path.read_text("utf-8"), re.M)
        schema = json.loads((path.parent / name).read_text("utf-8"))
        kinds.add(schema["title"].removeprefix("briefgen "))
    assert kinds == set(record_kinds())
