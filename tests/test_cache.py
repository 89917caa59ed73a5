"""What is kept between runs is used only for the same bytes and code, and does harm to nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import astuple

from briefgen.audience import BUILTIN
from briefgen.cache import cache_folder, keep, key_of, recall
from briefgen.deck import themefile
from briefgen.deck.themefile import load_theme

THEME = BUILTIN / "default" / "theme.pptx"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFGEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(themefile, "_OPEN", {})
    return tmp_path / "cache"


def test_what_is_kept_comes_back_under_the_same_key_only() -> None:
    keep(key_of("a", b"1"), b"data")
    assert recall(key_of("a", b"1")) == b"data"
    assert recall(key_of("a", b"2")) is None
    assert cache_folder().stat().st_mode & 0o077 == 0


def test_a_folder_that_others_can_write_is_not_believed(own_cache: Path) -> None:
    keep("k", b"data")
    own_cache.chmod(0o777)
    assert recall("k") is None


def test_a_cache_that_cannot_be_written_is_none(own_cache: Path) -> None:
    own_cache.write_text("in the way")
    keep("k", b"data")
    assert recall("k") is None


def test_a_theme_read_from_the_cache_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_theme(THEME)
    assert len(list(cache_folder().iterdir())) == 1
    monkeypatch.setattr(themefile, "_OPEN", {})
    again = load_theme(THEME)
    assert again is not first
    assert astuple(again) == astuple(first)


def test_a_damaged_cache_is_read_anew(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_theme(THEME)
    for kept in own_cache.iterdir():
        kept.write_bytes(b"damaged")
    monkeypatch.setattr(themefile, "_OPEN", {})
    assert astuple(load_theme(THEME)) == astuple(first)


def test_a_relative_folder_for_everybody_s_caches_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BRIEFGEN_CACHE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for given, folder in (
        ("rel", tmp_path / ".cache"),
        ("", tmp_path / ".cache"),
        (str(tmp_path / "x"), tmp_path / "x"),
    ):
        monkeypatch.setenv("XDG_CACHE_HOME", given)
        assert cache_folder() == folder / "briefgen"
