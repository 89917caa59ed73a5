"""An audience as data: what it extends, which parts it gets, how many, in which words and look."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from briefgen.errors import BriefgenError, Problem, did_you_mean
from briefgen.records import Doc, Record, read_record
from briefgen.yamlfile import is_file, read_file, read_yaml

DEFAULT = "default"
_PACKAGE = Path(__file__).parent
BUILTIN = next(p for p in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if p.is_dir())
"""The templates that ship: inside the package when installed, beside it in a checkout."""

Part = Literal[
    "thesis", "context", "agenda", "map", "arguments", "implications", "actions", "contrasts", "quotes", "figures",
    "timeline", "risks", "terms", "asks", "sources",
]  # fmt: skip
DigestPart = Literal[
    "thesis", "context", "matrix", "themes", "implications", "tensions", "figures", "timeline", "risks", "terms",
    "asks", "sources",
]  # fmt: skip


class Limits(Record, frozen=True, kw_only=True):
    """How much an audience gets; 0 is no limit."""

    arguments: Annotated[int, Doc("arguments at the most")] = 0
    points: Annotated[int, Doc("points per argument at the most")] = 0
    quotes: Annotated[int, Doc("quotes per argument at the most")] = 0
    slides: Annotated[int, Doc("slides at the most: more is a warning")] = 0
    words: Annotated[int, Doc("words (or Chinese characters) of the brief at the most: more is a warning")] = 0


class AudienceFile(Record, frozen=True, kw_only=True):
    """What audience.yaml may say; what it leaves out comes from the audience it extends."""

    extends: Annotated[str, Doc("the audience whose data and templates fill the gaps")] = ""
    name: Annotated[Mapping[str, str] | None, Doc("the audience's name, per language")] = None
    deck: Annotated[tuple[Part, ...], Doc("the parts of the deck, in order")] = ()
    brief: Annotated[tuple[Part, ...], Doc("the parts of the brief, in order")] = ()
    digest_deck: Annotated[tuple[DigestPart, ...], Doc("the parts of a digest's deck, in order")] = ()
    digest_brief: Annotated[tuple[DigestPart, ...], Doc("the parts of a digest's brief, in order")] = ()
    limits: Annotated[Limits, Doc("how much this audience gets")] = Limits()
    gloss: Annotated[bool | None, Doc("explain each of the outline's terms in parentheses where it is first used")] = (
        None
    )
    tone: Annotated[tuple[str, ...], Doc("whose wording to take where the outline has several, best first")] = ()
    labels: Annotated[Mapping[str, Mapping[str, str]] | None, Doc("the fixed words, per language")] = None
    theme: Annotated[str, Doc("the theme: its path from this file, or light, dark, warm")] = ""


class Audience(Struct, frozen=True):
    """An audience with everything filled in from those it extends."""

    name: str
    names: Mapping[str, str]
    chain: tuple[str, ...]
    """This audience, then those it extends, the default last: where templates are looked for."""
    folders: tuple[Path, ...]
    """Folders of templates, the user's first, the built-in ones last."""
    deck: tuple[str, ...]
    brief: tuple[str, ...]
    digest_deck: tuple[str, ...]
    digest_brief: tuple[str, ...]
    limits: Limits
    tone: tuple[str, ...]
    gloss: bool
    labels: Mapping[str, Mapping[str, str]]
    theme: Path
    source: str
    """The audience.yaml that was read first, for messages."""


def audience_names(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """All audiences that the folders of templates hold, sorted, without the default that others extend."""
    found = {name for folder in folders for name in (_shipped() if folder == BUILTIN else _audiences_in(folder))}
    return tuple(sorted(found - {DEFAULT}))


def _audiences_in(folder: Path) -> frozenset[str]:
    return frozenset(path.parent.name for path in folder.glob("*/audience.yaml"))


@cache
def _shipped() -> frozenset[str]:
    """Looked up once: every outline is asked whether it names audiences that there are not."""
    return _audiences_in(BUILTIN)


def read_audience(name: str, folders: tuple[Path, ...] = (BUILTIN,)) -> Audience:
    """The audience of that name; `folders` is the ordered list of template folders, the built-in one last.

    Raises BriefgenError where the name is unknown, a file is wrong, or audiences extend each other in a circle.

    >>> board = briefgen.read_audience("board")
    >>> board.chain, board.limits.slides, board.deck[:2]
    (('board', 'default'), 8, ('asks', 'thesis'))
    """
    if not name:
        hint = f"known: {', '.join(audience_names(folders))}"
        raise BriefgenError(Problem("--audience", 0, 0, "no audience is named", hint))
    chain: list[str] = []
    files: list[AudienceFile] = []
    wanted = name
    while wanted:
        if wanted in chain:
            circle = " extends ".join([*chain, wanted])
            hint = f"extend another audience, or leave 'extends' out: that extends '{DEFAULT}'"
            raise BriefgenError(files[-1].marks.problem("extends", f"audiences extend each other: {circle}", hint))
        files.append(_read(wanted, folders, files))
        chain.append(wanted)
        wanted = files[-1].extends or (DEFAULT if wanted != DEFAULT else "")
    return _merged(tuple(chain), files, folders)


def _read(name: str, folders: tuple[Path, ...], before: list[AudienceFile]) -> AudienceFile:
    path = next((p for f in folders if is_file(p := f / name / "audience.yaml")), None)
    if path is None or name in (".", "..") or "/" in name or "\\" in name:
        hint = did_you_mean(name, audience_names(folders))
        if before:
            raise BriefgenError(before[-1].marks.problem("extends", f"there is no audience '{name}'", hint))
        raise BriefgenError(Problem("--audience", 0, 0, f"there is no audience '{name}'", hint))
    return read_record(AudienceFile, read_yaml(read_file(path), str(path)), str(path), _problems)


def _problems(file: AudienceFile) -> Iterator[Problem]:
    for name in file.limits.marks.keys:
        if getattr(file.limits, name, 0) < 0:
            yield file.limits.marks.problem(name, f"'{name}' cannot be less than 0", "0 is no limit")
    for key in ("deck", "brief", "digest_deck", "digest_brief"):
        parts = getattr(file, key)
        for number, part in enumerate(parts):
            if part in parts[:number]:
                yield file.marks.problem(
                    f"{key}.{number}", f"the part '{part}' is there already", "name each part once"
                )


def _merged(chain: tuple[str, ...], files: list[AudienceFile], folders: tuple[Path, ...]) -> Audience:
    labels: dict[str, dict[str, str]] = {}
    for file in reversed(files):
        for language, words in (file.labels or {}).items():
            labels.setdefault(language, {}).update(words)
    return Audience(
        name=chain[0],
        names=next((f.name for f in files if f.name), {}),
        chain=chain,
        folders=folders,
        deck=next((f.deck for f in files if f.deck), ()),
        brief=next((f.brief for f in files if f.brief), ()),
        digest_deck=next((f.digest_deck for f in files if f.digest_deck), ()),
        digest_brief=next((f.digest_brief for f in files if f.digest_brief), ()),
        limits=_limits(files),
        tone=tuple(dict.fromkeys([*chain, *(t for f in files for t in f.tone)])),
        gloss=next((f.gloss for f in files if f.gloss is not None), False),
        labels=labels,
        theme=_theme(chain, files, folders),
        source=files[0].marks.path,
    )


def _theme(chain: tuple[str, ...], files: list[AudienceFile], folders: tuple[Path, ...]) -> Path:
    """The theme of the nearest file that names one: a path from beside it, a file of the chain's, or one of ours."""
    naming = next((f for f in files if f.theme), files[-1])
    named = naming.theme or "theme.pptx"
    beside = Path(naming.marks.path).parent / named
    if Path(named).name != named:
        return beside
    candidates = (folder / name / named for name in chain for folder in folders)
    found = next((path for path in candidates if path.is_file()), None)
    if found or Path(named).suffix:
        return found or beside
    ours = BUILTIN / DEFAULT / ("theme.pptx" if named == "light" else f"{named}.pptx")
    return ours if ours.is_file() else beside


def check_theme(audience: Audience) -> None:
    """Raises BriefgenError, at the line that names it, where the audience's theme is not there."""
    if audience.theme.is_file():
        return
    files = [_read(name, audience.folders, []) for name in audience.chain]
    naming = next((f for f in files if f.theme), files[-1])
    ours = ("light", *(path.stem for path in (BUILTIN / DEFAULT).glob("*.pptx")))
    hint = did_you_mean(audience.theme.name, (*ours, *(path.name for path in audience.theme.parent.glob("*.p?tx"))))
    hint = hint if hint.startswith("did") else "give a .pptx or .potx"
    raise BriefgenError(naming.marks.problem("theme", f"there is no theme '{audience.theme}'", hint))


def _limits(files: list[AudienceFile]) -> Limits:
    """Each limit from the nearest file that states it."""
    stated: dict[str, int] = {}
    for file in files:
        for name in file.limits.marks.keys:
            stated.setdefault(name, getattr(file.limits, name))
    return replace(Limits(), **cast(Any, stated))
