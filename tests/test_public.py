"""What the package offers by name is there, and costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import briefgen


@pytest.mark.parametrize("name", briefgen.__all__)
def test_every_public_name_is_there(name: str):
    assert getattr(briefgen, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'generate'"):
        briefgen.generate  # noqa: B018


def test_importing_the_package_imports_nothing_else_of_it():
    code = "import sys, briefgen; sys.exit(any(name.startswith('briefgen.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "."}).returncode == 0
