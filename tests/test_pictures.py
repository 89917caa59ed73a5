"""Pictures: told by their content, found by the address that names them, and shown the way a camera held them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import imagesize
import pytest
from brands import jpeg, png
from decks import default_theme
from msgspec.structs import replace

from briefgen.deck import build_deck
from briefgen.deck.drawingml import picture_xml
from briefgen.deck.fit import fit_deck
from briefgen.deck.picturehead import UPRIGHT, Turn, turn_of
from briefgen.deck.pictures import picture_paths, read_picture
from briefgen.deck.placed import PictureShape
from briefgen.deck.storyboard import read_storyboard
from briefgen.errors import BriefgenError


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (0, UPRIGHT),
        (1, UPRIGHT),
        (2, Turn(0, True)),
        (3, Turn(180)),
        (4, Turn(180, True)),
        (5, Turn(270, True)),
        (6, Turn(90)),
        (7, Turn(90, True)),
        (8, Turn(270)),
        (9, UPRIGHT),
    ],
)
@pytest.mark.parametrize("order", ["II", "MM"])
def test_a_photo_is_as_wide_as_it_is_seen(orientation: int, turn: Turn, order: str, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(jpeg(orientation, order))
    found = read_picture("photo.jpg", str(tmp_path / "talk.md"), (1, 1))
    assert found.turn == turn
    assert (found.width, found.height) == ((40, 80) if turn.lies else (80, 40))


def test_a_release_that_knows_nothing_of_turned_photos_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen.deck import pictures

    def older(file: Any) -> tuple[int, int]:
        return (80, 40)

    (tmp_path / "photo.jpg").write_bytes(jpeg(6))
    monkeypatch.setattr(imagesize, "get", older)
    pictures._as_it_lies.cache_clear()
    try:
        found = read_picture("photo.jpg", str(tmp_path / "talk.md"), (1, 1))
    finally:
        pictures._as_it_lies.cache_clear()
    assert (found.width, found.height) == (40, 80)


@pytest.mark.parametrize("cut", range(0, 90, 7))
def test_a_broken_head_turns_nothing(cut: int) -> None:
    assert turn_of(jpeg(6)[:cut]) in (UPRIGHT, Turn(90))
    assert turn_of(b"\xff\xd8" + b"\xff\xe1\x00\x00" * cut) == UPRIGHT


def test_a_turned_photo_has_the_frame_that_it_takes_once_turned(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(jpeg(6))
    path = str(tmp_path / "talk.md")
    deck, _ = fit_deck(read_storyboard("## T\n\n![x](photo.jpg)\n", path), default_theme())
    (shape,) = [shape for shape in deck.slides[0].shapes if isinstance(shape, PictureShape)]
    assert shape.box.height == pytest.approx(shape.box.width * 2)
    parts: Any = type("Parts", (), {"relate": lambda *_: "rId9", "add_picture": lambda *_: "", "shape_id": lambda _: 7})
    written = picture_xml(replace(shape, box=replace(shape.box, left=10, top=20, width=100, height=200)), parts())
    assert '<a:xfrm rot="5400000"><a:off x="-508000" y="889000"/><a:ext cx="2540000" cy="1270000"/>' in written


def test_a_picture_is_found_by_its_address_too(tmp_path: Path) -> None:
    picture = png(8, 4, (0, 0, 0), (9, 9, 9))
    (tmp_path / "the mill.png").write_bytes(picture)
    (tmp_path / "100%20.png").write_bytes(picture)
    path = str(tmp_path / "talk.md")
    for name, file in (("the%20mill.png", "the mill.png"), ("100%20.png", "100%20.png")):
        storyboard = f"## T\n\n![x]({name})\n"
        assert build_deck(storyboard, default_theme(), path).data
        assert picture_paths(read_storyboard(storyboard, path), path) == (tmp_path / file,)


def test_a_picture_is_what_its_content_is(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(jpeg(0))
    (tmp_path / "b.png").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>')
    assert read_picture("a.png", str(tmp_path / "talk.md"), (1, 1)).extension == "jpeg"
    with pytest.raises(BriefgenError) as caught:
        read_picture("b.png", str(tmp_path / "talk.md"), (3, 1))
    assert "its content is none of them (save it as .png)" in str(caught.value)
