"""What a brand's placeholders say of their text is reckoned with: spacing, margins and indents that few files have."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import brands
import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from briefgen.audience import BUILTIN
from briefgen.deck import build_deck
from briefgen.deck.theme import read_theme

POINTS = """## A page of points

- The first point is about the mill and how many sacks it has ground in every week of the last few years
- The second point concerns the price of the stones, which no baker in the valley wants to pay for alone
- The third point is that bakers leave whenever grinding elsewhere is cheaper than staying with the others
- The fourth point says what has to be done about it, and who has to do that before the end of the quarter
- The fifth point is about the mill again, and about the river that has turned its wheel since it was built
- The sixth point ends the list with a call for a decision that all the bakers of the valley can take part in
- The seventh point is short
- The eighth point is short
"""


def text_on(width: int = 880, *, level: str = "", run: str = "", body: str = "", inner: str = "") -> Any:
    """The points as they are set in a placeholder whose body, first level or runs say more than most do."""
    style = (
        f'<a:lvl1pPr marL="342900" indent="-342900"{level}>{inner}<a:buChar char="•"/>'
        f'<a:defRPr sz="3200"{run}/></a:lvl1pPr>'
    )
    text = brands.holder("body", (40, 125, width, 330), "1", style=style, body=body)
    brand = replace(brands.BRANDED, shapes=(text, brands.MASTER[0], *brands.FEET), pictures=())
    theme = read_theme(brands.write_template(brands.Template((brand,))), "brand.pptx")
    (slide,) = Presentation(BytesIO(build_deck(POINTS, theme).data)).slides
    return slide.placeholders[1].text_frame


def size_of(text: Any) -> Any:
    return text.paragraphs[0].runs[0].font.size


def test_line_spacing_in_points_follows_text_that_is_set_smaller() -> None:
    text = text_on(inner='<a:lnSpc><a:spcPts val="4800"/></a:lnSpc>')
    assert size_of(text) < Pt(32)
    assert {paragraph.line_spacing for paragraph in text.paragraphs} == {1.25}


def test_large_insets_leave_text_as_much_room_as_a_narrower_place() -> None:
    narrow, inset = text_on(700), text_on(880, body=f' lIns="{Pt(97.2)}" rIns="{Pt(97.2)}"')
    assert size_of(inset) == size_of(narrow) < size_of(text_on())
    assert size_of(text_on(body=f' tIns="{Pt(60)}" bIns="{Pt(60)}"')) < size_of(text_on())


def test_a_margin_on_the_right_leaves_text_as_much_room_as_a_narrower_place() -> None:
    assert size_of(text_on(level=f' marR="{Pt(180)}"')) == size_of(text_on(700))


def test_letters_set_apart_make_lines_longer() -> None:
    assert size_of(text_on(run=' spc="300"')) < size_of(text_on()) == size_of(text_on(run=' spc="-50"'))
    assert size_of(text_on(run=' spc="3pt"')) == size_of(text_on(run=' spc="300"'))


@pytest.mark.parametrize("brand", ["", "plain"])
@pytest.mark.parametrize("mark", ["-", "1."])
def test_a_list_under_a_statement_hangs(brand: str, mark: str) -> None:
    file = (BUILTIN / "default" / "theme.pptx").read_bytes()
    theme = read_theme(brands.write_template(brands.plain()) if brand else file, "brand.pptx")
    talk = f"## A page\n\n::: {{.statement}}\nThe mill turns.\n\n{mark} by water\n\n  and by wind\n:::\n"
    (slide,) = Presentation(BytesIO(build_deck(talk, theme).data)).slides
    (rest,) = (shape for shape in slide.shapes if shape.has_text_frame and "by water" in shape.text_frame.text)
    first, second = (p._p.pPr for p in rest.text_frame.paragraphs)
    assert int(first.get("marL")) == -int(first.get("indent")) > Pt(12)
    assert first.get("marL") == second.get("marL") or mark == "1."


def test_a_title_that_is_composed_runs_across_whatever_the_masters_does() -> None:
    upright = brands.holder("title", (10, 30, 80, 480), body=' vert="vert270" rot="5400000" wrap="none" anchorCtr="1"')
    page = brands.Page("Text", (brands.holder("", (120, 30, 800, 450), "1"), *brands.feet()), "obj")
    brand = replace(brands.BRANDED, layouts=(page,), shapes=(upright, *brands.MASTER[1:]), pictures=())
    theme = read_theme(brands.write_template(brands.Template((brand,))), "brand.pptx")
    (slide,) = Presentation(BytesIO(build_deck("## A page\n\n- point\n", theme).data)).slides
    (title,) = (
        shape for shape in slide.slide_layout.placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE
    )
    body = title.text_frame._txBody.bodyPr
    assert [body.get(key) for key in ("vert", "rot", "wrap", "anchorCtr")] == ["horz", "0", "square", "0"]
