"""What other tools read in a finished deck is what its storyboard said."""

from io import BytesIO

import pytest
from decks import built
from pptx import Presentation

TITLES = ("试点没有负责人，就只是演示", "Numbers decide: 3 of 4 * stay | {none} left", "Third & last <slide>")
BULLETS = (
    (0, "客户愿意为“确定性”付费"),
    (1, "Teams that write decisions down"),
    (2, "第三级：9 元/家"),
    (0, "Last"),
)
NUMBERED = ("先改流程", "Then buy tools")
TABLE = (("年份", "Projects", "续约率"), ("2022", "41 | 42", "76%"), ("2023", "*54*", "80%"))
NOTES = "先讲客户的原话。\nThen ask: who owns it?"
STORYBOARD = r"""---
title: 决策的成本
lang: zh-CN
---

## 试点没有负责人，就只是演示

- 客户愿意为“确定性”付费
    - Teams that write decisions down
        - 第三级：9 元/家
- Last

::: notes
先讲客户的原话。

Then ask: who owns it?
:::

## Numbers decide: 3 of 4 \* stay | {none} left {#numbers}

| 年份 | Projects | 续约率 |
|------|----------|--------|
| 2022 | 41 \| 42 | 76% |
| 2023 | \*54\* | 80% |

## Third & last \<slide\>

1. 先改流程
2. Then buy tools
"""


def test_python_pptx_reads_back_titles_levels_tables_and_notes() -> None:
    cover, first, second, third = Presentation(BytesIO(built(STORYBOARD).data)).slides
    assert cover.shapes.title.text_frame.text == "决策的成本"
    assert tuple(slide.shapes.title.text_frame.text for slide in (first, second, third)) == TITLES
    body = next(shape for shape in first.placeholders if shape.placeholder_format.idx == 1)
    assert tuple((p.level, p.text) for p in body.text_frame.paragraphs) == BULLETS
    assert first.notes_slide.notes_text_frame.text == NOTES
    table = next(shape.table for shape in second.shapes if shape.has_table)
    assert tuple(tuple(cell.text_frame.text for cell in row.cells) for row in table.rows) == TABLE
    numbered = next(shape for shape in third.placeholders if shape.placeholder_format.idx == 1)
    assert tuple(p.text for p in numbered.text_frame.paragraphs) == NUMBERED


@pytest.mark.slow
def test_markitdown_reads_back_titles_bullets_tables_and_notes() -> None:
    from markitdown import MarkItDown

    text = MarkItDown().convert_stream(BytesIO(built(STORYBOARD).data), file_extension=".pptx").text_content
    slides = text.split("<!-- Slide number: ")[1:]
    for slide, title in zip(slides[1:], TITLES, strict=True):
        assert f"# {title}\n" in slide
    assert "\n".join(words for _, words in BULLETS) in slides[1]
    assert slides[1].split("### Notes:\n")[1].strip() == NOTES
    for row in TABLE:
        assert f"| {' | '.join(row)} |" in slides[2].replace("\\*", "*")
    assert "\n".join(NUMBERED) in slides[3]
