"""Lists, shows, makes and checks audience packs: the folders under templates/ that people change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from briefgen.audience import BUILTIN, DEFAULT, Audience, audience_names, read_audience
from briefgen.errors import BriefgenError, Problem
from briefgen.markdown import BRIEF, STORYBOARD

FILES = ("audience.yaml", BRIEF, STORYBOARD)

_YAML = """\
# yaml-language-server: $schema={schema}
# Says only what differs from '{base}'; `briefgen templates show {base}` prints the rest.
extends: {base}
name: {{zh: {name}, en: {name}}}
# deck: [{deck}]
# brief: [{brief}]
# limits: {{arguments: 0, points: 3, quotes: 1, slides: 0, words: 0}}
# tone: [{name}]
# labels:
#   en: {{so_what: So what}}
# theme: brand.pptx
"""
_TEMPLATE = """\
{{% extends "{base}/{file}" %}}
{{## Override a block by writing it here: `briefgen templates show {base}` lists them. ##}}
"""


class Pack(Struct, frozen=True):
    """An audience as it is found, and the files that are its own, each where the first folder has it."""

    audience: Audience
    files: tuple[Path, ...]


def read_packs(folders: tuple[Path, ...]) -> tuple[Pack, ...]:
    """Every audience of the folders; raises BriefgenError with the problems of all of them."""
    found: list[Pack] = []
    problems: list[Problem] = []
    for name in audience_names(folders):
        try:
            found.append(read_pack(name, folders))
        except BriefgenError as error:
            problems.extend(error.problems)
    if problems:
        raise BriefgenError(problems)
    return tuple(found)


def read_pack(name: str, folders: tuple[Path, ...]) -> Pack:
    """One audience with its own files; raises BriefgenError as read_audience does."""
    audience = read_audience(name, folders)
    own = (next((p for f in folders if (p := f / name / file).is_file()), None) for file in FILES)
    return Pack(audience, tuple(path for path in own if path))


def show_pack(pack: Pack) -> str:
    """All that an audience resolves to, as YAML-like text for a person."""
    audience = pack.audience
    lines = [f"{audience.name}: {' extends '.join(audience.chain)}"]
    lines += [f"  {path}" for path in pack.files]
    lines += [f"deck: [{', '.join(audience.deck)}]", f"brief: [{', '.join(audience.brief)}]"]
    lines += [
        f"digest_deck: [{', '.join(audience.digest_deck)}]",
        f"digest_brief: [{', '.join(audience.digest_brief)}]",
    ]
    limits = {name: getattr(audience.limits, name) for name in ("arguments", "points", "quotes", "slides", "words")}
    lines.append("limits: {" + ", ".join(f"{name}: {value}" for name, value in limits.items()) + "}")
    lines += [f"tone: [{', '.join(audience.tone)}]", f"theme: {audience.theme}", "labels:"]
    for language, words in audience.labels.items():
        lines.append(f"  {language}:")
        lines += [f"    {name}: {word}" for name, word in sorted(words.items())]
    lines += [f"blocks of {file}: {', '.join(_blocks(audience, file))}" for file in (BRIEF, STORYBOARD)]
    return "\n".join(lines)


def _blocks(audience: Audience, file: str) -> Iterator[str]:
    import re

    texts = [
        path.read_text("utf-8")
        for name in audience.chain
        for folder in audience.folders
        if (path := folder / name / file).is_file()
    ]
    yield from dict.fromkeys(block for text in texts for block in re.findall(r"{%-? *block (\w+)", text))


def new_pack(name: str, base: str, folder: Path, folders: tuple[Path, ...]) -> dict[Path, bytes]:
    """The files of a new audience `name` in `folder` that starts from `base`; nothing is written.

    Raises BriefgenError where `base` is unknown, the name cannot be a folder's, or the audience is there already.
    """
    if not name.replace("-", "").replace("_", "").isalnum() or name == DEFAULT:
        hint = "use letters, digits, - and _"
        raise BriefgenError(Problem("NAME", 0, 0, f"an audience cannot be named '{name}'", hint))
    target = folder / name
    if target.exists():
        raise BriefgenError(Problem(str(target), 0, 0, "is there already", "choose another name, or edit it"))
    audience = read_audience(base, (*folders, BUILTIN))
    yaml = _YAML.format(
        name=name,
        base=base,
        deck=", ".join(audience.deck),
        brief=", ".join(audience.brief),
        schema="audience.schema.json",
    )
    texts = {"audience.yaml": yaml} | {file: _TEMPLATE.format(base=base, file=file) for file in (BRIEF, STORYBOARD)}
    return {target / file: text.encode() for file, text in texts.items()} | _schema(folder / name)


def _schema(folder: Path) -> dict[Path, bytes]:
    """The schema beside the file that names it: editors then complete and check the keys."""
    from briefgen.schema import schema_text

    return {folder / "audience.schema.json": schema_text("audience").encode()}


def _samples() -> Iterator[Path]:
    """The shipped outlines whose essays ship, too, and the digests over no others."""
    from briefgen.digest import read_digest
    from briefgen.outlines import SAMPLES, is_digest

    whole = {p.stem for p in (SAMPLES / "essays").glob("*.md")}
    for path in sorted(SAMPLES.glob("*.yaml")):
        stems = {p.stem for p in read_digest(path).outlines()} if is_digest(path) else {path.stem}
        if stems <= whole:
            yield path


def check_packs(folder: Path) -> tuple[int, tuple[Problem, ...]]:
    """Renders every audience of `folder` with the shipped outlines: how many there are, and what is worth a warning.

    Raises BriefgenError with the problems of all audiences.
    """
    from briefgen.build import Request, build

    if not folder.is_dir():
        raise BriefgenError(Problem(str(folder), 0, 0, "is not a folder", "give the folder that holds your audiences"))
    names = audience_names((folder,))
    if not names:
        hint = "an audience is a folder with an audience.yaml"
        raise BriefgenError(Problem(str(folder), 0, 0, "holds no audience", hint))
    report = build(Request(tuple(_samples()), names, ("deck", "brief", "storyboard"), templates=(folder,)))
    return len(names), report.warnings
