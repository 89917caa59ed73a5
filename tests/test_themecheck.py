"""The commands that show how a brand's file serves decks, and that write the map to edit."""

from __future__ import annotations

from pathlib import Path

import brands
import pytest

from briefgen.cli import main
from briefgen.deck.theme import Theme
from briefgen.deck.themecheck import check_theme, map_theme
from briefgen.deck.themefile import load_theme
from briefgen.errors import BriefgenError


def saved(folder: Path, template: brands.Template) -> Path:
    path = folder / "theme.pptx"
    path.write_bytes(brands.write_template(template))
    return path


def layout_of(theme: Theme, kind: str) -> str:
    return next(layout.name for layout in theme.layouts if layout.type == kind)


def test_roles_are_shown_with_their_reasons(tmp_path: Path) -> None:
    found = check_theme(saved(tmp_path, brands.chinese()))
    assert [(role.role, role.layout) for role in found.roles] == [
        ("cover", "标题幻灯片"),
        ("section", "节标题"),
        ("content", "标题和内容"),
        ("two", "两栏内容"),
        ("canvas", "仅标题"),
        ("picture", ""),
        ("illustrated", ""),
    ]
    assert {role.why for role in found.roles if role.layout} == {"its placeholders and its name"}
    assert found.unused == ("空白",)


def test_layouts_for_pictures_are_found_and_can_be_named(tmp_path: Path) -> None:
    path = saved(tmp_path, brands.pictured())
    assert [role.layout for role in check_theme(path).roles[-2:]] == ["Bild", "Bild mit Text"]
    path.with_suffix(".map.yaml").write_text('picture: "Bild mit Text"\ntwo: "Bild"\n', encoding="utf-8")
    with pytest.raises(BriefgenError) as caught:
        load_theme(path)
    assert [(p.line, p.message) for p in caught.value.problems] == [
        (2, "layout 'Bild' has no text placeholder and no second text")
    ]


def test_what_is_missing_is_told_as_what_to_add(tmp_path: Path) -> None:
    found = check_theme(saved(tmp_path, brands.no_title()))
    assert {role.layout for role in found.roles} == {""}
    assert found.roles[0].why == "add a layout for the first slide: a large title, and a subtitle under it"
    assert len(found.warnings) == 4


def test_the_map_that_is_written_changes_nothing_until_it_is_edited(tmp_path: Path) -> None:
    path = saved(tmp_path, brands.two_masters())
    before = load_theme(path)
    beside = path.with_suffix(".map.yaml")
    beside.write_text(map_theme(path), encoding="utf-8")
    assert load_theme(path).layouts == before.layouts
    beside.write_text(map_theme(path).replace('section: "Section Header"', 'section: "Title Only"'), encoding="utf-8")
    assert layout_of(load_theme(path), "secHead") == "Title Only"
    beside.write_text(map_theme(path).replace('"Harbour"', '"Office Theme"'), encoding="utf-8")
    assert {layout.master for layout in load_theme(path).layouts} == {"ppt/slideMasters/slideMaster1.xml"}


def test_a_map_that_names_what_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    path = saved(tmp_path, brands.plain())
    path.with_suffix(".map.yaml").write_text("cover: Title Slid\nmaster: Harbor\n", encoding="utf-8")
    with pytest.raises(BriefgenError, match=r"theme.map.yaml:2:9: .* has no master 'Harbor' .did you mean 'Harbour'"):
        load_theme(path)
    path.with_suffix(".map.yaml").write_text("cover: Title Slid\n", encoding="utf-8")
    with pytest.raises(
        BriefgenError, match=r"theme.map.yaml:1:8: there is no layout 'Title Slid' .did you mean 'Title S"
    ):
        load_theme(path)


def test_commands_print_what_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path, brands.plain())
    for command in (["check", str(path)], ["map", str(path)]):
        with pytest.raises(SystemExit) as stop:
            main(["theme", *command])
        assert not stop.value.code
    shown = capsys.readouterr().out
    assert "section      Section Header" in shown
    assert path.with_suffix(".map.yaml").read_text("utf-8").count("Section Header") == 2


def test_designs_are_shown_with_what_they_stand_for(tmp_path: Path) -> None:
    path = saved(tmp_path, brands.designed())
    path.with_suffix(".map.yaml").write_text("last: [4]\n", encoding="utf-8")
    assert [(design.number, design.stands_for) for design in check_theme(path).designs] == [
        (1, "the cover"),
        (2, "each argument"),
        (3, "each quote"),
        (4, "every deck's"),
    ]
    assert check_theme(path).designs[2].uses == ("quote.credit", "quote.text", "quote.title")


@pytest.mark.render
def test_picture_of_a_brand(tmp_path: Path) -> None:
    from briefgen.specimen import picture_of

    assert picture_of(saved(tmp_path, brands.plain())).startswith(b"\x89PNG")
