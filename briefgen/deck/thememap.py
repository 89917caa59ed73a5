"""Beside a brand's file: brand.map.yaml, where a person says which layout serves what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from briefgen.records import Doc, Record, keys_of, read_record


class RoleMap(Record, frozen=True, kw_only=True):
    """Which layouts of the file serve what; everything left out is found by type, name and shape."""

    master: Annotated[str, Doc("name of the slide master to use, where the file has several")] = ""
    cover: Annotated[str, Doc("layout of the first slide")] = ""
    section: Annotated[str, Doc("layout of a section's divider")] = ""
    content: Annotated[str, Doc("layout with a title and one text")] = ""
    two: Annotated[str, Doc("layout with two texts side by side")] = ""
    canvas: Annotated[str, Doc("layout with a title and free room for tables, charts and drawings")] = ""

    picture: Annotated[str, Doc("layout with a title and a picture")] = ""
    illustrated: Annotated[str, Doc("layout with a title, a text and a picture")] = ""

    first: Annotated[tuple[int, ...], Doc("numbers of the file's slides that every deck begins with")] = ()
    last: Annotated[
        tuple[int, ...], Doc("numbers of the file's slides that every deck ends with: disclaimer, closing")
    ] = ()

    @property
    def given(self) -> dict[str, str]:
        """Layout names by role, without those that are left out."""
        roles = {"cover": self.cover, "section": self.section, "content": self.content}
        roles |= {"two": self.two, "canvas": self.canvas, "picture": self.picture, "illustrated": self.illustrated}
        return {role: name for role, name in roles.items() if name}


def render_map(source: str, roles: dict[str, str], names: tuple[str, ...], masters: tuple[str, ...]) -> str:
    """The map as YAML to edit: what was found for each role, and all names there are to choose from."""
    from json import dumps

    docs = {name: item.doc for name, item in keys_of(RoleMap).items()}
    lines = ["# yaml-language-server: $schema=map.schema.json"]
    lines += [f"# Which layout of {source} serves what; a line that is taken out is found by briefgen again.", "#"]
    if len(masters) > 1:
        lines += [f"# masters: {', '.join(dumps(name, ensure_ascii=False) for name in masters)}", "#"]
    lines += ["# layouts:", *(f"#   {dumps(name, ensure_ascii=False)}" for name in names), ""]
    for role, doc in docs.items():
        if role in roles:
            lines.append(f"{role}: {dumps(roles[role], ensure_ascii=False)}  # {doc}")
        elif role in ("first", "last"):
            lines.append(f"# {role}: [1]  # {doc}")
        elif role != "master":
            lines.append(f"# {role}:  # {doc}: none was found, slides are composed")
    return "\n".join(lines) + "\n"


def map_path(theme: Path) -> Path:
    """Where the map of a theme file stands: brand.pptx has brand.map.yaml."""
    return theme.with_suffix(".map.yaml")


def read_map(theme: Path) -> RoleMap | None:
    """The map beside a theme file, None where there is none. Raises BriefgenError with all mistakes in it."""
    from briefgen.yamlfile import read_file, read_yaml

    path = map_path(theme)
    if not path.is_file():
        return None
    return read_record(RoleMap, read_yaml(read_file(path), str(path)), str(path))
