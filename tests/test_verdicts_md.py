"""Every way in which Markdown gives words as somebody's is read, and nothing else is taken for words."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from briefgen.quotations import read_quotations
from briefgen.readers import read_essay
from briefgen.verdicts import Verdict, verify

ESSAY = read_essay(Path(__file__).parents[1] / "outlines" / "essays" / "small-platform.md")
T = "Members come for relief and stay for the network; they do not come for the network."
U = "The right to leave is not generosity."
F = "Members come for money and never stay for the network."


def verdicts_of(folder: Path, text: str) -> tuple[Verdict, ...]:
    (folder / "brief.md").write_text(text, "utf-8")
    return verify(folder / "brief.md", [ESSAY])


def told(folder: Path, text: str) -> list[tuple[bool, int]]:
    """Whether each quotation is proved, and its line."""
    return [(verdict.ok, verdict.line) for verdict in verdicts_of(folder, text)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("> [!NOTE]\n> Eleanor Marsh: “{}”\n", 2),
        ("> [!TIP] Eleanor Marsh: “{}”\n", 1),
        ("> [!NOTE]\n> Look.\n>\n> > {}\n", 4),
        ("> [!QUOTE]\n> {}\n", 2),
        ("> [!quote]+ Eleanor Marsh\n> {}\n", 2),
        ("> [!quote]\n>\n> {}\n", 3),
        ("<blockquote>\n\n{}\n\n</blockquote>\n", 3),
        ("<blockquote>{}</blockquote>\n", 1),
        ("<figure><blockquote>\n<p>{}</p></blockquote>\n<figcaption>The yard</figcaption></figure>\n", 2),
        ("<div>\n<blockquote>{}</blockquote>\n</div>\n", 2),
        ("Marsh, in <blockquote>{}</blockquote> in short\n", 1),
        ("Marsh has it that <q>{}</q>, once more.\n", 1),
        ("<p>Marsh: <q>{}</q></p>\n", 1),
        ("Marsh has it that <q>{}\n", 1),
        ("---\n\n> {}\n\n---\n\nmore\n", 3),
        ("---\nlang: en\ntitle: “{}”\n---\n\nmore\n", 3),
        ("---\nabstract:\n- text: |\n    “{}”\n---\n\nmore\n", 3),
        ("![“{}”](yard.png)\n", 1),
        ("The ![“{}”](yard.png) yard\n", 1),
        ("Text[^a].\n\n[^a]: “{}”\n", 3),
    ],
)
def test_a_quotation_is_read_wherever_it_stands(tmp_path: Path, text: str, line: int) -> None:
    assert told(tmp_path, text.format(T)) == [(True, line)]
    assert told(tmp_path, text.format(F)) == [(False, line)]


def test_a_chinese_footnote_is_no_link(tmp_path: Path) -> None:
    assert told(tmp_path, "正文[^a]。\n\n[^a]: “会员为钱而来，从不为网络而留下。”\n") == [(False, 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“{F}\n\nAnd so on.” Thus Marsh.\n",
            [
                (False, 1),
            ],
        ),
        ("“{F}\n\nAnd so it goes for them.”\n", [(False, 1), (False, 3)]),
        ("“{T}\n\n“{F}”\n", [(True, 1), (False, 3)]),
        ("“{F}\n\n“{T}”\n", [(False, 1), (True, 3)]),
        ("“{T}\n\n“{T}\n\n“{U}”\n", [(True, 1), (True, 3), (True, 5)]),
        ("“{T}\n\n{F}\n\n{T}”\n", [(True, 1), (False, 3), (True, 5)]),
        ("<div>“{T}<div>{F}</div>{T}”</div>\n", [(True, 1), (False, 1), (True, 1)]),
        ("A “stray mark.\n\nThen words.\n\nMarsh: “{T}”\n", [(True, 5)]),
    ],
)
def test_a_quotation_may_go_on_in_the_next_paragraph(
    tmp_path: Path, text: str, expected: list[tuple[bool, int]]
) -> None:
    assert told(tmp_path, text.format(T=T, F=F, U=U)) == expected


@pytest.mark.parametrize(
    "added",
    [
        "> <div>and never again</div>\n",
        "> ```\n> and never again\n> ```\n",
        "> ![and never again](yard.png)\n",
        "> <!-- x --> <b>and never again</b>\n",
        "> - and never again\n",
    ],
)
def test_what_is_added_to_a_block_quotation_counts(tmp_path: Path, added: str) -> None:
    assert told(tmp_path, f"> {T}\n") == [(True, 1)]
    assert told(tmp_path, f"> {T}\n>\n{added}") == [(False, 1)]


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_struck_words_are_not_the_essays(tmp_path: Path, tag: str) -> None:
    struck = T.replace("not", f"<{tag}>not</{tag}>")
    assert told(tmp_path, f"> {struck}\n\nMarsh: “{struck}”\n\n<p>“{struck}”</p>\n") == [
        (False, 1),
        (False, 3),
        (False, 5),
    ]
    assert told(tmp_path, f"<{tag}>Marsh: “{F}”</{tag}>\n") == [(False, 1)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("> Members come for relief<br>and stay for the network\n", [1]),
        ("<blockquote>Members come for relief<br/>and stay for the network</blockquote>\n", [1]),
        ("Marsh: “Members come for relief[^1] and stay for the network”.\n\n[^1]: See the essay.\n", [1]),
        ("> {T} [^one]\n\n[^one]: 见原文\n", [1]),
        ("> “{T}” (Marsh, §1)\n", [1]),
        ("> “{T}” (§1 ¶2)\n", [1]),
        ("> Eleanor Marsh writes that “{T}”\n", [1]),
        ("> Marsh says: “{T}”.\n", [1]),
        ("> {T}\n>\n> — Eleanor Marsh\n>\n> {U}\n>\n> — Eleanor Marsh, §3\n", [1, 5]),
        ("> {T}\n> — Eleanor Marsh\n>\n> {U}\n> — Eleanor Marsh\n", [1, 4]),
        ("> {T}\n\n> — Eleanor Marsh, *The yard*\n", [1]),
    ],
)
def test_true_words_are_proved_however_they_are_set(tmp_path: Path, text: str, lines: list[int]) -> None:
    assert told(tmp_path, text.format(T=T, U=U)) == [(True, line) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "> Members come for money. “{T}”\n",
        "> “{T}” They come for money.\n",
        "> “{T}” (but for money)\n",
        "> “{T}” (Lindqvist, §1)\n",
        "> Otto Lindqvist writes that “{T}”\n",
        "> {T}\n>\n> — Otto Lindqvist\n>\n> {F}\n",
        "> {T}\n\n> — Otto Lindqvist\n",
        "> {F}\n\n> — Eleanor Marsh\n",
        "> — Members come for money and never stay\n",
        "<blockquote>\n[!NOTE]\n\n{F}</blockquote>\n",
        "> Marsh says nothing of money, and writes “{T}”\n",
        "Marsh: “Members come for relief[^1] and stay for the network”.\n",
        "> Members come for relief<br>or stay for the network\n",
    ],
)
def test_what_is_said_beside_true_words_is_judged_too(tmp_path: Path, text: str) -> None:
    assert not all(verdict.ok for verdict in verdicts_of(tmp_path, text.format(T=T, F=F)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One line\nof a paragraph that\nis wrapped, until Marsh\nsays “{F}” here.\n", 4),
        ("<p>One line</p>\n<p>and\nMarsh: “{F}”</p>\n", 3),
        ("> [!NOTE]\n> One.\n>\n> Two: “{F}”\n", 4),
        ("> {T}\n> — Eleanor Marsh\n>\n> {F}\n", 4),
        ("::: {{.note}}\nOne: “{F}”\n:::\n", 2),
        ("<div>\n\n<!-- a\nb -->\n\nMarsh: “{F}”\n", 6),
        ("| a | b |\n|---|---|\n| c | d |\n| e | “{F}” |\n", 4),
        ("---\r\ntitle: x\r\n---\r\n\r\nA\r\nb “{F}”\r\n", 6),
    ],
)
def test_the_line_is_that_where_the_quotation_begins(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "brief.md").write_bytes(text.format(T=T, F=F).encode())
    assert [v.line for v in verify(tmp_path / "brief.md", [ESSAY]) if not v.ok] == [line]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "> " + "quote-" * 40000,
        "quote-" * 40000,
        "> " + "quote-1.1.1-" * 20000,
        "<div>" + "<!--" * 40000,
        "<div>" + "<!--" * 40000 + ">",
        "<div>" + "<" * 200000,
        "<div>" + "<a" * 100000,
        "<div>" + "<script>" * 40000,
        "<div>" + "</blockquote>" * 20000,
        "<blockquote>\n\n" * 10000 + "x",
        "<blockquote>\n[!NOTE]\n\n" * 10000 + "x",
        "<div>" + "<q>" * 60000,
        "<q>" * 40000,
        "“a\n\n" * 20000,
        "> “a\n>\n" * 20000,
        "> a\n> --" + "-" * 100000 + "\n",
        "> — a\n>\n" * 20000,
        "> " + "(" * 100000 + "§",
        "---\n" + "[" * 50000 + "\n---\n",
        "---\na: " + "[" * 3000 + "]" * 3000 + "\n---\n",
        "[^a]: b\n\n" + "[^" * 50000,
        "| a |\n|---|\n" + "| “b” |\n" * 20000,
        "> [!" + "x" * 100000,
    ],
    ids=range(23),
)
def test_hostile_markup_takes_no_time(tmp_path: Path, text: str) -> None:
    begun = process_time()
    verdicts_of(tmp_path, text)
    assert process_time() - begun < 4


def test_a_mark_among_words_left_open_opens_none_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "b.md"
    path.write_text("“Nobody counts the loaves “that nobody wants to buy at all\n\nPlain.\n", "utf-8")
    (quotation,) = read_quotations(path)
    assert quotation.text == "Nobody counts the loaves “that nobody wants to buy at all"
