"""The same talk of any length as a storyboard for briefgen and pandoc, and as JSON for PptxGenJS."""

from dataclasses import dataclass
from itertools import cycle, islice

CLAIMS = (
    "采购看价格，决策看结果：先改流程，再买工具",
    "The cost of a decision fell faster than the habit of deciding",
    "渠道下沉之后，服务半径决定毛利，而不是门店数量",
    "A pilot that nobody owns is a demonstration, not a start",
)
POINTS = (
    (0, "客户愿意为确定性付费：交付周期从 45 天缩短到 12 天，续约率上升了 9 个百分点。"),
    (0, "Teams that write the decision down revisit it half as often, and argue about it less."),
    (1, "样本是 2019 年至 2023 年的 118 个项目，其中 31 个中途停止。"),
    (1, "The sample leaves out projects below 200,000 euros."),
    (0, "没有负责人的试点，最后都成了演示。"),
)
TABLE = (
    ("年份", "项目", "周期（天）", "续约率"),
    ("2021", "23", "45", "71%"),
    ("2022", "41", "28", "76%"),
    ("2023", "54", "12", "80%"),
)
NOTES = "先讲客户的原话，再讲数字。 Ask who owns the pilot before you show the next slide."


@dataclass(frozen=True)
class TalkSlide:
    """A section's slide where `section` is set; else a title with points or with a table, and notes."""

    section: str = ""
    title: str = ""
    points: tuple[tuple[int, str], ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    notes: str = ""


def make_talk(slides: int) -> list[TalkSlide]:
    """A talk of about `slides` slides: a section in every 20, a table in every 10, two-level points in the rest."""
    talk = []
    for number, claim in enumerate(islice(cycle(CLAIMS), slides - 1), 1):
        if number % 20 == 1:
            talk.append(TalkSlide(section=f"第 {number // 20 + 1} 部分"))
        elif number % 10 == 5:
            talk.append(TalkSlide(title=f"{number}. {claim}", table=TABLE, notes=NOTES))
        else:
            talk.append(TalkSlide(title=f"{number}. {claim}", points=POINTS, notes=NOTES))
    return talk


def render_talk(talk: list[TalkSlide]) -> str:
    """The talk in pandoc's slide syntax."""
    parts = ["---\ntitle: 决策的成本\nauthor: briefgen\nlang: zh-CN\n---\n"]
    for slide in talk:
        if slide.section:
            parts.append(f"# {slide.section}\n")
            continue
        parts.append(f"## {slide.title.replace('.', chr(92) + '.', 1)}\n")
        parts.extend(f"{'    ' * level}- {text}" for level, text in slide.points)
        for row, cells in enumerate(slide.table):
            parts.append(f"| {' | '.join(cells)} |")
            if row == 0:
                parts.append("|---" * len(cells) + "|")
        parts.append(f"\n::: notes\n{slide.notes}\n:::\n")
    return "\n".join(parts)
