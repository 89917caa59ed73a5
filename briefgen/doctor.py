"""Looks at the machine and the folder: what is installed, what is found, and what to do about the rest."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from msgspec import Struct

from briefgen.errors import BriefgenError

State = Literal["ok", "note", "bad"]
EXTRAS = (
    ("pypdfium2", "pdf", "essays in PDF cannot be read"),
    ("rjieba", "fast", "Chinese is cut into words more slowly"),
    ("distributed", "dask", "`build --dask` cannot be used"),
)
"""A library that only some need, the extra that brings it, and what it is to be without."""
FONTS = (
    ("Calibri", "Carlito", "Latin text in previews"),
    ("Microsoft YaHei", "Noto Sans CJK SC", "Chinese text in previews"),
)
"""A font that decks ask for, the one that takes its place where it is missing, and what for."""


class Finding(Struct, frozen=True):
    """One thing looked at; `bad` is what keeps briefgen from working, a `note` is worth knowing."""

    state: State
    what: str
    found: str
    hint: str = ""


def check_machine() -> Iterator[Finding]:
    """Python, the libraries, and the programs and fonts that only previews need."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("ok" if sys.version_info >= (3, 11) else "bad", "Python", python)
    for name in _libraries():
        found = _version(name)
        hint = "" if found else "install briefgen again with pip"
        yield Finding("ok" if found else "bad", name, found or "not installed", hint)
    for name, extra, without in EXTRAS:
        found = _version(name)
        hint = "" if found else f"{without}; pip install 'briefgen[{extra}]'"
        yield Finding("ok" if found else "note", name, found or "not installed", hint)
    office = "needed for `briefgen preview` only; install LibreOffice Impress"
    yield _program("soffice", "LibreOffice", office)
    yield _program("pdftoppm", "pdftoppm", "needed for `briefgen preview` only; install poppler-utils")
    installed = _font_families()
    for wanted, stand_in, purpose in FONTS if installed else ():
        found = next((name for name in (wanted, stand_in) if name in installed), "")
        hint = "" if found else f"{purpose} look different; install {stand_in}"
        yield Finding("ok" if found else "note", f"font {wanted}", found or "not installed", hint)


def check_folder(templates: tuple[Path, ...], essays: tuple[Path, ...], named: tuple[Path, ...]) -> Iterator[Finding]:
    """The audiences of the folders of templates, and for each outline, `named` or of this folder, its essay."""
    from briefgen.audience import audience_names
    from briefgen.library import forget_files
    from briefgen.outlines import find_outlines

    forget_files()
    for folder in templates:
        names = ", ".join(audience_names((folder,)))
        yield Finding("ok" if names else "note", f"audiences of {folder}", names or "none")
    try:
        outlines = find_outlines(named)
    except BriefgenError as error:
        state: State = "bad" if named else "note"  # a folder in which nothing has been begun yet is in order
        yield from (Finding(state, problem.path, problem.message, problem.hint) for problem in error.problems)
        return
    for outline in outlines:
        try:
            yield _essay_of(outline, essays)
        except BriefgenError as error:
            yield Finding("bad", str(outline), str(error.problems[0].message), f"briefgen check {outline}")


def _essay_of(path: Path, folders: tuple[Path, ...]) -> Finding:
    from briefgen.library import find_essay
    from briefgen.outline import read_outline
    from briefgen.outlines import is_digest

    if is_digest(path):
        return Finding("ok", str(path), "a digest of other outlines")
    found = find_essay(read_outline(path).essay, folders)
    if found is None:
        hint = "quotes will show only their places; give the folder of its essay with --essays DIR"
        return Finding("note", str(path), "essay not at hand", hint)
    essay = os.path.normpath(found.path)
    if not found.as_pinned:
        return Finding("note", str(path), f"{essay} has changed", f"briefgen check {path}")
    return Finding("ok", str(path), f"{essay} ({found.sha256[:12]}…)")


def _libraries() -> list[str]:
    """The libraries that briefgen cannot do without, as its own package lists them."""
    try:
        listed = requires("briefgen") or []
    except PackageNotFoundError:  # run from its source
        return []
    names = (re.match(r"[\w.-]+", line) for line in listed if "extra ==" not in line)
    return sorted((name[0] for name in names if name), key=str.lower)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _program(command: str, name: str, hint: str) -> Finding:
    path = shutil.which(command)
    return Finding("ok", name, path) if path else Finding("note", name, "not installed", hint)


def _font_families() -> frozenset[str]:
    """The families that fontconfig knows; empty where there is no fontconfig (Windows, macOS)."""
    if not shutil.which("fc-list"):
        return frozenset()
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=False, timeout=30)
    lines = listed.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))
