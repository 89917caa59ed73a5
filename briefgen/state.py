"""Remembers what an outline's files were made from, so that a build goes on where the last one stopped."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from briefgen.audience import Audience
from briefgen.build import Report, Request
from briefgen.cache import key_of
from briefgen.errors import Problem

FOLDER = ".briefgen"
"""In the output folder: a file for each outline. Delete it to build everything anew."""


class State(Struct, frozen=True):
    """What stays the same for all outlines of a run: code, templates, theme and options."""

    out: Path
    setting: str

    def path_of(self, outline: Path) -> Path:
        return self.out / FOLDER / f"{outline.stem}.json"

    def done(self, outline: Path) -> Report | None:
        """The report of the earlier build, without contents, where nothing it depends on has changed since."""
        try:
            record = json.loads(self.path_of(outline).read_bytes())
            made = {self.out / name: digest for name, digest in record["files"].items()}
            same = record["setting"] == self.setting and str(outline) in record["inputs"]
            if not same or not all(_digest(Path(p)) == d for p, d in record["inputs"].items()):
                return None
            if not all(_digest(path) == digest for path, digest in made.items()):
                return None
            manifest = json.loads((self.out / f"{outline.stem}.manifest.json").read_bytes())
            warnings = tuple(Problem(**warning) for warning in record["warnings"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Report(dict.fromkeys(made, b""), warnings, (manifest,), tuple(map(Path, record["inputs"])))

    def record_of(self, outline: Path, report: Report, inputs: dict[str, str]) -> tuple[Path, bytes]:
        """The file that `done` reads; `inputs` are digests taken before the outline was read."""
        from msgspec import to_builtins

        record: dict[str, Any] = {
            "setting": self.setting,
            "inputs": inputs,
            "files": {path.name: sha256(data).hexdigest() for path, data in report.files.items()},
            "warnings": [to_builtins(warning) for warning in report.warnings],
        }
        return self.path_of(outline), json.dumps(record, ensure_ascii=False, sort_keys=True).encode()


def state_of(request: Request, audiences: tuple[Audience, ...]) -> State:
    """The state of a run before its outlines are looked at."""
    from briefgen.deck.thememap import map_path

    parts = [*request.formats, request.language, str(request.strict)]
    for audience in audiences:
        theme = request.theme_for(audience)
        parts += [audience.name, _templates(audience), _digest(theme), _digest(map_path(theme))]
    return State(request.out, key_of(*parts))


def _templates(audience: Audience) -> str:
    folders = [folder / name for name in audience.chain for folder in audience.folders]
    files = [path for folder in folders for path in sorted(folder.glob("*")) if path.is_file()]
    return sha256("\0".join(f"{path.name} {_digest(path)}" for path in files).encode()).hexdigest()


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def digests(paths: tuple[Path, ...]) -> dict[str, str]:
    """The digest of each file by its path; empty where it cannot be read."""
    return {str(path): _digest(path) for path in paths}
