"""Finds the outlines to work on: the files and folders named, or this folder's outlines."""

from __future__ import annotations

from pathlib import Path

from briefgen.errors import BriefgenError, Problem, did_you_mean
from briefgen.yamlfile import MapNode, read_file, read_yaml

_PACKAGE = Path(__file__).parent
SAMPLES = next((p for p in (_PACKAGE / "outlines", _PACKAGE.parent / "outlines") if p.is_dir()), _PACKAGE)
"""The outlines that ship: inside the package when installed, beside it in a checkout."""
OWN = Path("outlines")
"""Where a person's outlines lie, unless they are named."""


def find_outlines(named: tuple[Path, ...]) -> tuple[Path, ...]:
    """The outline files, folders expanded and sorted; without a name those in `outlines/` here.

    Raises BriefgenError with every path that is missing or holds no outline. The shipped samples take nobody's place:
    a check in the wrong folder would find them in order.
    """
    if not named and not OWN.is_dir():
        hint = "name outlines, or go to the folder that holds outlines/; `briefgen new NAME` makes one with an example"
        raise BriefgenError(Problem(str(OWN), 0, 0, "there is no such folder here", hint))
    places = named or (OWN,)
    found: list[Path] = []
    problems: list[Problem] = []
    for place in places:
        files = sorted(p for p in place.glob("*.y*ml") if p.suffix in (".yaml", ".yml")) if place.is_dir() else [place]
        if not files:
            problems.append(Problem(str(place), 0, 0, "holds no outline", "outlines end in .yaml"))
        elif not place.exists():
            beside = did_you_mean(place.name, (path.name for path in place.parent.glob("*.y*ml")))
            hint = beside or "name an outline or a folder of outlines"
            problems.append(Problem(str(place), 0, 0, "does not exist", hint))
        elif not place.is_dir() and place.suffix.lower() not in (".yaml", ".yml", ""):
            hint = f"outlines end in .yaml; `briefgen outline {place} -o {place.stem}.yaml` drafts one from an essay"
            problems.append(Problem(str(place), 0, 0, "is no outline", hint))
        found.extend(files)
    if problems:
        raise BriefgenError(problems)
    return tuple(dict.fromkeys(found))


def is_digest(path: Path) -> bool:
    """Whether the YAML file is a digest, that is, has the key `digest`; raises BriefgenError where it is no YAML."""
    return holds_digest(read_file(path), path)


def holds_digest(data: bytes, path: Path) -> bool:
    """Whether `data`, which stands in the file `path`, is a digest; raises as is_digest does."""
    if b"digest" not in data:
        return False
    tree = read_yaml(data, str(path))
    return isinstance(tree, MapNode) and any(name.text == "digest" for name, _ in tree.pairs)
