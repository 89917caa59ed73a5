"""Tells where an outline or a digest speaks to an audience that there is not: nobody would get what it says there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from briefgen.audience import DEFAULT, audience_names, read_audience
from briefgen.errors import BriefgenError, Problem, did_you_mean
from briefgen.records import Record, Worded

_LISTS = {"audiences": "audiences", "for_": "for"}
"""The fields that name audiences, and their keys in YAML."""


class _Name(Struct, frozen=True):
    record: Record
    key: str
    """As `Marks.keys` has it."""
    name: str


def check_addressees(record: Record, folders: tuple[Path, ...]) -> tuple[Problem, ...]:
    """A warning for each name that is no audience of the folders of templates, and no wording that one asks for."""
    named = [found for found in _names_in(record) if found.name != DEFAULT]
    if not named:
        return ()
    audiences = _audiences(folders)
    if all(found.name in audiences for found in named):
        return ()
    known = {DEFAULT, *audiences, *_tones(audiences, folders)}
    return tuple(sorted(_unknown(found, known) for found in named if found.name not in known))


@cache
def _audiences(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """Looked up once in a run: every outline is asked."""
    return audience_names(folders)


def forget_audiences() -> None:
    """Forgets which audiences there are: for a run that goes on after some have come or gone."""
    _audiences.cache_clear()


def _unknown(found: _Name, known: Iterable[str]) -> Problem:
    hint = did_you_mean(found.name, known) or "`briefgen templates list` tells which there are"
    return found.record.marks.problem(found.key, f"there is no audience '{found.name}'", hint, "warning")


def _tones(audiences: Iterable[str], folders: tuple[Path, ...]) -> Iterator[str]:
    for name in audiences:
        try:
            yield from read_audience(name, folders).tone
        except BriefgenError:  # told where the audience is built
            continue


def _names_in(record: Record) -> Iterator[_Name]:
    waiting = [record]
    for record in waiting:
        for field in record.__struct_fields__:
            value = getattr(record, field)
            if type(value) is Worded:
                yield from (_Name(record, f"{field}.{name}", name) for name, _ in value.words)
            elif type(value) is tuple and field in _LISTS:
                key = _LISTS[field]
                yield from (_Name(record, f"{key}.{index}", name) for index, name in enumerate(value))
            elif type(value) is tuple:
                waiting += [item for item in value if isinstance(item, Record)]
