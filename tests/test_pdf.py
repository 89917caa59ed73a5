"""PDF: what is set above the line or beside other columns reads as the author wrote it."""

from pathlib import Path

import pymupdf
import pytest

from briefgen.readers import read_essay

Run = tuple[str, float]
"""A text, and how far it is raised, in parts of the size; what is raised or lowered is set smaller."""

PLAN = "The plan of the harbour is older than the ships that call"
MAKERS = ", whatever its makers say"
LATER = "of it in public, and the captains wait for three days."


def set_lines(
    page: pymupdf.Page, lines: list[list[Run]], left: float = 60, top: float = 80, small: float = 0.58
) -> None:
    """Lines of runs in Helvetica of 11 points."""
    for number, line in enumerate(lines):
        x = left
        for text, raised in line:
            size = 11 * (small if raised else 1)
            page.insert_text((x, top + 15 * number - 11 * raised), text, fontname="helv", fontsize=size)
            x += pymupdf.get_text_length(text, "helv", size)


def texts(folder: Path, document: pymupdf.Document) -> list[str]:
    (folder / "a.pdf").write_bytes(document.tobytes())
    return [paragraph.text for paragraph in read_essay(folder / "a.pdf").paragraphs()]


def page_of(lines: list[list[Run]], small: float = 0.58) -> pymupdf.Document:
    document = pymupdf.open()
    set_lines(document.new_page(width=440, height=420), lines, small=small)
    return document


@pytest.mark.parametrize("mark", ["1", "[1]", "12", "1, 2", "3-5"])
@pytest.mark.parametrize(("raised", "small"), [(0.33, 0.58), (0.35, 0.65), (0.4, 0.83)])
def test_a_footnote_mark_leaves_the_sentence_whole(tmp_path: Path, mark: str, raised: float, small: float) -> None:
    lines = [[(PLAN, 0.0), (mark, raised), (MAKERS, 0.0)], [(LATER, 0.0)]]
    assert texts(tmp_path, page_of(lines, small)) == [f"{PLAN}{MAKERS} {LATER}"]


def test_a_footnote_mark_before_a_space_leaves_one_space(tmp_path: Path) -> None:
    lines = [[(f"{PLAN}.", 0.0), ("1", 0.33), (" Whatever they say", 0.0)], [(LATER, 0.0)]]
    assert texts(tmp_path, page_of(lines)) == [f"{PLAN}. Whatever they say {LATER}"]


def test_letters_that_are_raised_are_no_mark(tmp_path: Path) -> None:
    lines = [[("The plan of the harbour is from the middle of the 19", 0.0), ("th", 0.33), (" century, as", 0.0)]]
    assert texts(tmp_path, page_of([*lines, [(LATER, 0.0)]])) == [
        f"The plan of the harbour is from the middle of the 19th century, as {LATER}"
    ]


def test_lines_set_solid_stay_apart(tmp_path: Path) -> None:
    page = (document := pymupdf.open()).new_page(width=440, height=420)
    for number, line in enumerate((PLAN, PLAN, LATER)):
        page.insert_text((60, 80 + 11 * number), line, fontname="helv", fontsize=11)
    assert texts(tmp_path, document) == [f"{PLAN} {PLAN} {LATER}"]


@pytest.mark.parametrize(
    ("before", "mark", "after", "shown"),
    [
        ("It has 10", "9", " users", "It has 10⁹ users"),
        ("It has 10", "12", " users", "It has 10¹² users"),
        ("It is 10", "-3", " of a metre", "It is 10⁻³ of a metre"),
        ("It needs 20 m", "2", " of ground", "It needs 20 m² of ground"),
        ("It needs 400 km", "2", ", or more", "It needs 400 km², or more"),
        ("It needs 5 kg/m", "3", " of salt", "It needs 5 kg/m³ of salt"),
        ("It falls at 9.8 m/s", "2", " or so", "It falls at 9.8 m/s² or so"),
        ("It needs 20 m", "[2]", " of ground", "It needs 20 m of ground"),
        ("It needs 20 km", "7", " of road", "It needs 20 km of road"),
        ("It has 20 users", "2", " at most", "It has 20 users at most"),
        ("It has 10", "[9]", " users", "It has 10 users"),
        ("It is from the 1980s", "2", " at least", "It is from the 1980s at least"),
        ("It needs ", "1", "/2 of a day", "It needs 1/2 of a day"),
        ("It came in 2019.", "3", " Few know", "It came in 2019. Few know"),
        ("It is the plan", "2", " of 2019", "It is the plan of 2019"),
    ],
)
def test_an_exponent_is_kept_and_a_footnote_mark_is_not(
    tmp_path: Path, before: str, mark: str, after: str, shown: str
) -> None:
    line = [(f"{before}", 0.0), (mark, 0.33), (f"{after}, and that is known to all of us.", 0.0)]
    assert texts(tmp_path, page_of([line])) == [f"{shown}, and that is known to all of us."]


@pytest.mark.parametrize("lowered", [-0.14, -0.33])
def test_a_lowered_digit_is_kept(tmp_path: Path, lowered: float) -> None:
    line = [
        ("CO", 0.0),
        ("2", lowered),
        (" is a gas, and H", 0.0),
        ("2", lowered),
        ("O is none, as all of us know.", 0.0),
    ]
    assert texts(tmp_path, page_of([line])) == ["CO2 is a gas, and H2O is none, as all of us know."]


QUAY = (
    "Nobody who has stood on the quay",
    "at night believes that it is the",
    "number of ships that makes them",
    "wait, for half of the berths are",
)
"""Full lines of one sentence as a narrow column breaks it, and its end."""
EMPTY = "empty."


def columns(page: pymupdf.Page, lefts: list[int], top: float, lines: list[str], rows: int) -> None:
    """The lines in columns of so many rows, one column after the other."""
    for number, left in enumerate(lefts):
        set_lines(page, [[(line, 0.0)] for line in lines[number * rows : (number + 1) * rows]], left, top)


@pytest.mark.parametrize("lefts", [[40, 230], [40, 230, 420]], ids=["two", "three"])
@pytest.mark.parametrize("title", ["", "Why the harbour waits and what its plan has to do with it"])
def test_columns_are_read_one_after_the_other_and_their_lines_go_on(
    tmp_path: Path, lefts: list[int], title: str
) -> None:
    document = pymupdf.open()
    page = document.new_page(width=620, height=420)
    if title:
        set_lines(page, [[(f"{title},", 0.0)], [("asked by one who has waited.", 0.0)]], 40, 60)
    columns(page, lefts, 110, [*QUAY, EMPTY] * 4, 20 // len(lefts) + 1)
    paragraph = " ".join([*QUAY, EMPTY])
    assert texts(tmp_path, document) == [*([f"{title}, asked by one who has waited."] * bool(title)), *[paragraph] * 4]


def test_a_sentence_goes_on_in_the_next_column_and_on_a_page_with_one_column(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=440, height=420)
    set_lines(page, [[(f"{PLAN} and that is known", 0.0)], [(LATER, 0.0)]] * 6, 40, 60)
    columns(page, [40, 230], 270, [*QUAY, EMPTY, *QUAY, EMPTY, *QUAY[:2]], 6)
    columns(document.new_page(width=440, height=420), [40], 60, [*QUAY[2:], EMPTY, *QUAY, EMPTY], 8)
    found = texts(tmp_path, document)
    assert found == [f"{PLAN} and that is known {LATER}"] * 6 + [" ".join([*QUAY, EMPTY])] * 4


def test_an_indented_first_line_at_the_top_of_a_column_begins_a_paragraph(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=440, height=420)
    columns(page, [40], 60, [*QUAY, *QUAY], 8)
    set_lines(page, [[(QUAY[0][:29], 0.0)]], 252, 60)
    columns(page, [230], 75, [*QUAY[1:], EMPTY], 5)
    assert len(texts(tmp_path, document)) == 2


@pytest.mark.parametrize(
    ("line", "following", "count"),
    [
        ("港口的计划早在今天的船造好之前就画好了。", "“它过时了”，港口的人都这样说，没有人愿意为新的计划负责。", 2),
        ("港口的计划早在今天的船造好之前就画好了。", "Crane3号和Crane4号的人都这样说，没有人愿意负责。", 2),
        ("港口的计划早在今天的船造好之前，就有人曾在会上说", "它“已经过时”，可是没有人愿意为新的计划负责，", 1),
        ("港口的计划早在今天的船造好之前，就有人曾在会上说", "好”的计划早已过时，没有人愿意为新的负责，只好再等，", 1),
    ],
)
def test_a_chinese_line_is_full_where_what_cannot_be_parted_has_no_room(
    tmp_path: Path, line: str, following: str, count: int
) -> None:
    page = (document := pymupdf.open()).new_page(width=440, height=420)
    full = "船长们每个星期都要在港外等上三天，年年如此，没有人问"
    for number, text in enumerate((full, full, line, following)):
        page.insert_text((60, 80 + 18 * number), text, fontname="china-s", fontsize=11)
    assert len(texts(tmp_path, document)) == count


def test_text_of_size_one_that_is_enlarged_reads_as_what_it_looks_like(tmp_path: Path) -> None:
    page = (document := pymupdf.open()).new_page(width=440, height=420)
    page.insert_text((60, 80), "?", fontname="helv", fontsize=11)
    shown = [("Why they wait", 18, 360), (PLAN, 11, 320), ("1", 6.4, 324), (MAKERS, 11, 320), (LATER, 11, 305)]
    parts = []
    for text, size, height in shown:
        left = 60 + pymupdf.get_text_length(PLAN, "helv", 11) * (text in "1" + MAKERS) + 4 * (text == MAKERS)
        parts.append(f"BT /helv 1 Tf {size} 0 0 {size} {left:.1f} {height} Tm ({text}) Tj ET")
    document.update_stream(page.get_contents()[0], "\n".join(parts).encode())
    (tmp_path / "a.pdf").write_bytes(document.tobytes())
    essay = read_essay(tmp_path / "a.pdf")
    assert essay.title == "Why they wait"
    assert [paragraph.text for paragraph in essay.paragraphs()] == [f"{PLAN}{MAKERS} {LATER}"]
