"""What the package offers by name is there, and costs nothing until it is used."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import briefgen
from briefgen.output import write_files
from briefgen.starter import new_project

FUNCTIONS = [name for name in briefgen.__all__ if name[0].islower()]


@pytest.mark.parametrize("name", briefgen.__all__)
def test_every_public_name_is_there(name: str):
    assert getattr(briefgen, name).__name__ == name


def test_a_name_that_no_file_can_have_is_told():
    with pytest.raises(briefgen.BriefgenError, match="no file can have this name"):
        briefgen.read_outline("a\0b")
    with pytest.raises(briefgen.BriefgenError, match=r"no audience is named \(known: board, engineers, "):
        briefgen.read_audience("")


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'generate'"):
        briefgen.generate  # noqa: B018


def test_importing_the_package_imports_nothing_else_of_it():
    code = "import sys, briefgen; sys.exit(any(name.startswith('briefgen.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "."}).returncode == 0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project") / "new"
    write_files(new_project(folder, "en"))
    return folder


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_shows_an_example_that_runs(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    function = getattr(briefgen, name)
    [example] = doctest.DocTestFinder(recurse=False).find(function, name, globs={"briefgen": briefgen})
    assert example.examples, f"{name} shows no example"
    told: list[str] = []
    failed, _ = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=told.append)
    assert not failed, "".join(told)
