import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from deckcheck import check_deck
from decks import built
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree
from overflow import overflows
from pptx import Presentation
from storyboards import Strain, strains

STRESS = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MOST_PIECES = 12
"""Into how many pieces continuation slides may cut one text."""


def deck_text(deck: bytes) -> str:
    """All text of slides, charts and notes, in their order, without white space."""
    parts = []
    with ZipFile(BytesIO(deck)) as file:
        for name in sorted(file.namelist(), key=lambda name: [*map(int, re.findall(r"\d+", name)), 0]):
            if re.match(r"ppt/(slides|notesSlides|charts)/[^/]*\.xml$", name):
                tree = etree.fromstring(file.read(name))
                parts += [str(e.text) for e in tree.iter("{*}t", "{*}v") if e.text]
                parts.append("\n")
    return bare("".join(parts))


def bare(text: str) -> str:
    return "".join(text.split())


def lost_texts(strain: Strain, deck: bytes) -> list[str]:
    """The storyboard's texts that are neither whole nor in a few consecutive pieces in the deck."""
    whole = deck_text(deck)
    return [text for text in strain.texts if not in_pieces(bare(text), whole)]


def in_pieces(text: str, whole: str) -> bool:
    for _ in range(MOST_PIECES):
        if text in whole:
            return True
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if text[:middle] in whole else (low, middle - 1)
        text = text[low:]
    return False


LONG = "客户愿意为确定性付费，" * 40
URL = "https://www.example.org/reports/2023/annual-report-of-the-company-with-a-long-name.html"
TIGHT = {
    "source beside sources": ("::: sources\n- a\n:::\n\n::: source\n原始数据\n:::", "原始数据"),
    "long callout": (f"- a\n\n::: so-what\n{LONG}\n\n{LONG}\n:::", LONG),
    "long source and callout": (f"- a\n\n::: so-what\n行动\n:::\n\n::: source\n{LONG}\n\n{LONG}\n:::", LONG),
    "chart above a callout": (
        f"{'- 要点' * 3}\n\n::: {{.chart type=pie}}\n|a|b|\n|-|-|\n|{URL}|1|\n:::\n\n"
        f"::: so-what\n{LONG[:300]}\n:::\n\n::: source\n{LONG}\n:::",
        LONG[:300],
    ),
    "lines that run leftwards": ("- " + "x هذا نص عربي " * 40, "نص"),
    "quote longer than a slide": (f"::: {{.quote #quote-x-1.1.1-00000000}}\n> {LONG * 5}\n>\n> — A\n:::", LONG * 5),
    "source of two lines under a quote": (
        f"- a\n\n::: quote\n> {LONG[:60]}\n>\n> — A\n:::\n\n::: so-what\n行动\n:::\n\n::: source\n{LONG[:100]}\n:::",
        LONG[:100],
    ),
    "long date in a timeline": (
        f"::: timeline\n- **{URL}** a\n- **2022** b\n- **2023** c\n- **2024** d\n- **2025** e\n:::",
        URL,
    ),
    "line of code taller than a slide": (f"```\n{URL * 60}\n```", URL * 60),
    "row taller than a slide": (f"|{URL}|{'文' * 240}{'|x' * 10}|\n{'|-' * 12}|\n{f'|{URL}' * 12}|", "文" * 240),
}


@pytest.mark.parametrize("name", TIGHT)
def test_what_has_no_room_moves_and_is_not_lost(name: str) -> None:
    body, text = TIGHT[name]
    deck = built(f"## 标题\n\n{body}\n")
    assert check_deck(deck.data) == []
    assert lost_texts(Strain("", (text,)), deck.data) == []


@pytest.mark.render
def test_what_has_no_room_does_not_overflow() -> None:
    assert overflows([built(f"## 标题\n\n{body}\n").data for body, _ in TIGHT.values()]) == [[]] * len(TIGHT)


@pytest.mark.render
def test_text_that_leaves_its_shape_or_runs_over_other_text_is_found() -> None:
    deck = Presentation(BytesIO(built("## 标题\n\n- a\n\n::: so-what\n行动\n:::\n").data))
    body = next(shape for shape in deck.slides[0].placeholders if shape.placeholder_format.idx == 1)
    body.text_frame.text = LONG * 4
    file = BytesIO()
    deck.save(file)
    faults = " ".join(overflows([file.getvalue()])[0])
    assert "'Body': leaves its shape" in faults
    assert "runs over" in faults


@pytest.mark.slow
@STRESS
@given(strains())
def test_random_storyboards_give_valid_decks_that_lose_no_text(strain: Strain) -> None:
    deck = built(strain.storyboard).data
    assert check_deck(deck) == []
    assert lost_texts(strain, deck) == []


@pytest.mark.render
def test_random_storyboards_do_not_overflow() -> None:
    decks: list[bytes] = []

    @settings(STRESS, max_examples=60)
    @given(strains())
    def collect(strain: Strain) -> None:
        decks.append(built(strain.storyboard).data)

    collect()
    found = {number: faults for number, faults in enumerate(overflows(decks)) if faults}
    assert len(decks) >= 60
    assert found == {}
