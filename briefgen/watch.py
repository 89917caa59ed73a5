"""Knows which files a build reads, and waits for one to change: what the daily loop goes round on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import sleep
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from briefgen.build import Request

CHECK_EVERY = 1000
"""Milliseconds after which the files are looked at even where the system has told of no change (network drives)."""

SETTLED = 0.04
"""Seconds for which nothing may change before a change is told."""

_ANY = "*"
"""Stands in a folder for whatever may come to be there; no file is named so."""

State = dict[Path, tuple[int, int]]


def watch_files(files: Callable[[], Iterable[Path]], stop: Event | None = None) -> Iterator[tuple[Path, ...]]:
    """The files that changed, came or went since this call, as soon as they do; `files` is asked anew each time.

    Files that are not there yet may be among them, also in folders that are not.
    What changes while the caller works on one change is given within CHECK_EVERY after it. Ends when `stop` is set.
    """
    known = frozenset(files())
    return _follow(files, known, (state_of(known), state_of(_folders_of(known))), stop)


def _follow(
    files: Callable[[], Iterable[Path]], known: frozenset[Path], states: tuple[State, State], stop: Event | None
) -> Iterator[tuple[Path, ...]]:
    before, places = states
    while not (stop and stop.is_set()):
        changed = changed_between(before, state_of(known))
        folders = _folders_of(known)
        if not changed and (state_of(folders) != places or _is_touched(folders, stop)):
            places = state_of(folders)  # a folder that was made while nobody waited is noticed by it
            known |= frozenset(files())
        now = state_of(known)
        changed = changed_between(before, now)
        if changed:
            now = _settled(known, now)
            yield changed_between(before, now)
            watched, known = known, frozenset(files())
            before = {**state_of(known - watched), **{path: now[path] for path in known & now.keys()}}


def _settled(files: frozenset[Path], now: State) -> State:
    """The state once it stands still: an editor may be in the middle of writing a file."""
    while True:
        sleep(SETTLED)
        later = state_of(files)
        if later == now:
            return now
        now = later


def state_of(files: Iterable[Path]) -> State:
    """Time of change (ns) and size (bytes) of each file that is there."""
    state = {}
    for path in files:
        try:
            found = path.stat()
        except OSError:
            continue
        state[path] = (found.st_mtime_ns, found.st_size)
    return state


def changed_between(before: State, now: State) -> tuple[Path, ...]:
    return tuple(sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)))


def _is_touched(folders: Iterable[Path], stop: Event | None) -> bool:
    """Whether the system tells of a change in one of the folders before CHECK_EVERY is over."""
    from watchfiles import watch

    changes = watch(
        *folders, recursive=False, step=20, debounce=200, rust_timeout=CHECK_EVERY, yield_on_timeout=True,
        stop_event=stop, watch_filter=None,
    )  # fmt: skip
    try:
        return bool(next(iter(changes), None))
    except FileNotFoundError:  # a folder went just now
        return True


def _folders_of(files: Iterable[Path]) -> frozenset[Path]:
    return frozenset(_there(folder) for folder in {path.parent for path in files}) or frozenset([Path()])


def _there(folder: Path) -> Path:
    """The folder, or the nearest around it that is there: in it the missing one would come to be."""
    places = (folder, *folder.parents)
    return next((place for place in places if os.path.isdir(place)), Path())  # noqa: PTH112 - takes every name


def places_of(outlines: Iterable[Path], audience: str, templates: Iterable[Path]) -> frozenset[Path]:
    """Where outlines and audiences can come to be, in folders that may not be there yet: each by a file in it.

    `outlines` and `templates` are files and folders as somebody names them; `audience` may be `all`.
    """
    found = [place for place in outlines if place.suffix in (".yaml", ".yml")]
    found += [place / _ANY for place in outlines if place.suffix not in (".yaml", ".yml")]
    for folder in templates:
        found += _audiences_in(folder) if audience == "all" else ()
        found += [folder / name / "audience.yaml" for name in map(str.strip, audience.split(","))]
    return frozenset(found)


def _audiences_in(folder: Path) -> Iterator[Path]:
    """The file of each audience in the folder of templates, or what would be one were that file there."""
    yield folder / _ANY
    if folder.is_dir():
        yield from (place / "audience.yaml" for place in folder.iterdir() if place.is_dir())


def sources_of(request: Request) -> frozenset[Path]:
    """Every file that a build of `request` reads, and every essay that could come to be read."""
    from briefgen.audience import BUILTIN

    outlines = frozenset(path for outline in request.outlines for path in _sources_of_outline(outline, request.essays))
    audiences = frozenset(path for name in request.audiences for path in _sources_of_audience(name, request))
    # All that ships, whoever extends it now: it has not changed when an audience that extends it comes to be.
    shipped = frozenset(BUILTIN.glob("*/*"))
    return outlines | audiences | shipped | _essays_in(request.essays)


def _sources_of_outline(path: Path, essays: tuple[Path, ...], of_digest: bool = False) -> frozenset[Path]:
    """The outline's file and its essay's, also where much of it is wrong; of a digest, those of its outlines."""
    from briefgen.digest import DigestHead, read_digest_parts
    from briefgen.library import find_essay
    from briefgen.outline import EssayRef, read_what_stands
    from briefgen.outlines import is_digest

    sources = {path}
    with suppress(BriefgenError):
        if is_digest(path):
            heads = () if of_digest else read_digest_parts(path).all(DigestHead)  # a digest over digests is refused
            for outline in (outline for head in heads for outline in head.outlines()):
                sources |= _sources_of_outline(outline, essays, of_digest=True)
            return frozenset(sources)
        for ref in read_what_stands(path).all(EssayRef):
            sources |= {path.parent / ref.file} if ref.file else set()
            found = find_essay(ref, essays)
            sources |= {found.path} if found else set()
    return frozenset(sources)


def _essays_in(folders: Iterable[Path]) -> frozenset[Path]:
    from briefgen.library import SUFFIXES

    return frozenset(p for folder in folders for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)


def _sources_of_audience(name: str, request: Request) -> frozenset[Path]:
    """The files of the audience and of those it extends, there or not, its theme, and the map beside that."""
    from briefgen.audience import read_audience
    from briefgen.deck.themefile import find_theme
    from briefgen.deck.thememap import map_path
    from briefgen.packs import FILES

    try:
        audience = read_audience(name, request.folders)
    except BriefgenError:
        known = (path for folder in request.templates for path in (*_audiences_in(folder), *folder.glob("*/*")))
        asked = [find_theme(str(request.theme))] if request.theme else []
        return frozenset([*known, *asked, *(folder / name / "audience.yaml" for folder in request.templates)])
    folders = [folder / part for folder in request.folders for part in audience.chain]
    files = (path for folder in folders for path in (*folder.glob("*"), *(folder / file for file in FILES)))
    theme = request.theme_for(audience)
    return frozenset([*files, theme, map_path(theme)])
