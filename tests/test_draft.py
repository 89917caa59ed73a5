"""Drafts: everything in them is a slice of the essay at the place they name, and the file reads back as an outline."""

import json
from pathlib import Path

import pytest

from briefgen.cli import main
from briefgen.draft import DraftOutline, Slice, draft_outline
from briefgen.essay import Essay, Sentence
from briefgen.extracts import find_contrasts, find_events, find_figures
from briefgen.outline import read_outline
from briefgen.quotes import quote_at
from briefgen.readers import read_essay
from briefgen.render_draft import draft_as_json, render_draft
from briefgen.sentences import split_sentences

ESSAY = """# 港口为什么排队

沿海的港口又排起了长队。人人都说船太多，我认为，真正的原因是时刻表太旧，只有换掉它，队伍才会散。

2015年，北港换了新的时刻表。2019年3月，南港也换了，等待的时间少了一半。

## 一、时刻表不是太松，而是太旧

时刻表是为小船定的，大船来了就要等潮水。船已经大了三倍，表上的时辰却一分没有动过。

去年北港有 35% 的船等了两天以上，而南港只有 12%。这就是为什么必须先换时刻表。

## 二、泊位不一定要多，但一定要活

泊位从固定分配转向按需分配，码头一米也不用加长。只要一个泊位空着，就应该让下一条船进来。

与其多修两座码头，不如先把手里的泊位用满。修一座码头要花 12 亿元。

## 三、等待必须有人负责

船等一天，货主就赔一天，码头却什么也不赔。谁让船等，就应该由谁来赔，只有这样，时刻表才会有人去改。

所以，港口的出路不在海上，而在办公桌上。
"""


def sentences(text: str) -> list[Sentence]:
    return [Sentence(f"0.1.{n}", text[s:e], s, 1) for n, (s, e) in enumerate(split_sentences(text), 1)]


@pytest.fixture
def essay(tmp_path: Path) -> Essay:
    path = tmp_path / "港口.md"
    path.write_text(ESSAY, encoding="utf-8")
    return read_essay(path)


@pytest.fixture
def draft(essay: Essay) -> DraftOutline:
    return draft_outline(essay)


def test_the_draft_holds_what_the_essay_argues(draft: DraftOutline) -> None:
    assert [(a.claim, a.basis, a.at) for a in draft.arguments] == [
        ("时刻表不是太松，而是太旧", "numbered", "1"),
        ("泊位不一定要多，但一定要活", "numbered", "2"),
        ("等待必须有人负责", "numbered", "3"),
    ]
    contrasts = [(a.contrast.from_, a.contrast.to) if a.contrast else None for a in draft.arguments]
    assert contrasts[:2] == [("太松", "太旧"), ("多", "活")]
    assert [(f.value, f.unit) for f in draft.arguments[0].figures] == [(35, "%"), (12, "%")]
    assert [(f.label, f.value, f.unit) for f in draft.arguments[1].figures] == [("修一座码头要花", 12, "亿元")]
    assert [(e.when, e.what) for e in draft.timeline] == [
        ("2015", "北港换了新的时刻表"),
        ("2019-03", "南港也换了，等待的时间少了一半"),
    ]
    assert draft.thesis.locator in ("0.1.2", "3.2.1")


def test_every_text_stands_at_its_place(essay: Essay, draft: DraftOutline) -> None:
    assert draft.context is not None
    slices = [draft.thesis, *draft.other_theses, draft.context]
    for argument in draft.arguments:
        slices += [*argument.points, *(Slice(q.text, q.locator) for q in argument.quotes)]
        slices.append(Slice(argument.claim, argument.locator))
        slices += [Slice(figure.label, figure.locator) for figure in argument.figures]
        if argument.contrast:
            slices += [
                Slice(text, argument.contrast.locator) for text in (argument.contrast.from_, argument.contrast.to)
            ]
    slices += [Slice(event.what, event.locator) for event in draft.timeline]
    assert len(slices) > 20
    for piece in slices:
        assert piece.text in quote_at(essay, piece.locator).text


def test_the_yaml_reads_back_as_an_outline_with_the_same_arguments(tmp_path: Path, draft: DraftOutline) -> None:
    path = tmp_path / "港口.yaml"
    path.write_text(render_draft(draft, "港口.md"), encoding="utf-8")
    outline = read_outline(path)
    assert [a.claim.for_any(()) for a in outline.arguments] == [a.claim for a in draft.arguments]
    assert [a.at for a in outline.arguments] == ["1", "2", "3"]
    assert outline.essay.sha256 == draft.essay.sha256


def test_the_json_is_plain_values(draft: DraftOutline) -> None:
    values = json.loads(json.dumps(draft_as_json(draft)))
    assert [a["claim"] for a in values["arguments"]] == [a.claim for a in draft.arguments]
    assert values["arguments"][0]["contrast"]["from"] == "太松"


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("问题不在海上，而在桌上。", "海上", "桌上"),
        ("我们不再比大小，而是比快慢。", "比大小", "比快慢"),
        ("泊位从固定分配转向按需分配。", "固定分配", "按需分配"),
        ("与其多修码头，不如先把泊位用满。", "多修码头", "先把泊位用满"),
        ("以快慢代替大小，才有出路。", "大小", "快慢"),
        ("The cure is not a longer quay but a better plan.", "a longer quay", "a better plan"),
        ("Ports must move from fixed berths to shared ones.", "fixed berths", "shared ones"),
        ("Build plans rather than quays.", "quays", "Build plans"),
        ("Instead of more cranes, we need more hours.", "more cranes", "we need more hours"),
    ],
)
def test_contrasts(text: str, old: str, new: str) -> None:
    found = list(find_contrasts(sentences(text)))
    assert [(contrast.from_, contrast.to) for contrast in found] == [(old, new)]


@pytest.mark.parametrize("text", ["It is not only dear but slow.", "船多，人少。", "不是每条船都要等。"])
def test_no_contrast(text: str) -> None:
    assert list(find_contrasts(sentences(text))) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "In 2016, the rate was only about 5%, the north had 12%.",
            [("the rate", 5, "%", "2016"), ("the north", 12, "%", "2016")],
        ),
        ("A new quay costs $1.5 billion.", [("A new quay costs", 1.5, "$billion", "")]),
        ("2020年吞吐量达到1,200万吨。", [("吞吐量", 1200, "万吨", "2020")]),
        ("等待下降了3.5个百分点。", [("等待下降了", 3.5, "个百分点", "")]),
        ("涨幅为3%，是2015年以来最高。", [("涨幅", 3, "%", "")]),
        ("利率维持在-0.1%，涨了30-60%。", [("利率", -0.1, "%", "")]),  # a range is no single figure
        ("2020年开了港，第2天就关了。", []),
        ("Chapter 3 was written in 2020.", []),
    ],
)
def test_figures(text: str, figures: list[tuple[str, float, str, str]]) -> None:
    assert [(f.label, f.value, f.unit, f.when) for f in find_figures(sentences(text))] == figures


def test_events_are_dated_but_dated_shares_are_none() -> None:
    text = "In May 2018 the port opened. In 2019, 40% of ships waited. 早在 2020 年，码头关了。"
    assert [(e.when, e.what) for e in find_events(sentences(text))] == [
        ("2018-05", "the port opened."),
        ("2020", "码头关了"),
    ]


def test_the_command_writes_a_file_that_reads_back_and_does_not_overwrite_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("quays.md").write_text(ESSAY, encoding="utf-8")

    def run(*arguments: str) -> tuple[int | str | None, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        return ended.value.code, *capsys.readouterr()

    assert run("outline", "quays.md", "-o", "drafts/quays.yaml") == (
        0,
        "drafts/quays.yaml: 3 arguments (numbered)\n",
        "",
    )
    assert read_outline(Path("drafts/quays.yaml")).essay.file == "../quays.md"
    Path("drafts/quays.yaml").write_text("mine", encoding="utf-8")
    refusal = "drafts/quays.yaml: this outline is there already (--force writes over it)\n"
    assert run("outline", "quays.md", "-o", "drafts/quays.yaml") == (1, "", refusal)
    assert json.loads(run("outline", "quays.md", "--json")[1])["arguments"][2]["claim"] == "等待必须有人负责"


def test_a_draft_of_a_short_essay_repeats_no_quote_in_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Small tools\n\n## 1. Start small\n\nSmall tools win when they remove one bottleneck. If there is no"
        " bottleneck, no tool is worth its price.\n\n## 2. Go slowly\n\nSlow tools go far because they never break"
        " their promises. They chase nobody.\n",
        "utf-8",
    )
    draft = draft_outline(read_essay(path))
    quoted = [quote.text for argument in draft.arguments for quote in argument.quotes]
    own = [draft.thesis.text, *([draft.context.text] if draft.context else [])]
    assert quoted
    assert not any(quote in text for quote in quoted for text in own)


@pytest.mark.parametrize(
    "text",
    [
        "退出的成本不超过 3 万元。", "增长不到 5%。", "增长不足5%。", "份额没有超过 5%。", "成本未达到 3 万元。",
        "The share was less than 5%.", "It did not reach 5 percent.", "No more than 5 percent left.",
    ],
)  # fmt: skip
def test_a_number_that_the_text_does_not_give_is_no_figure(text: str) -> None:
    """Without the words before it a slide would say the opposite."""
    assert list(find_figures([Sentence("1.1.1", text, 0, 1)])) == []


@pytest.mark.parametrize("text", ["不少企业增长了 5%。", "成本超过了 3 万元。", "Not only shops lost: sales fell 5%."])
def test_a_negation_elsewhere_leaves_the_figure(text: str) -> None:
    assert len(list(find_figures([Sentence("1.1.1", text, 0, 1)]))) == 1


def test_an_argument_that_ends_before_its_section_does_not_take_the_next_ones_place(tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    path.write_text(
        "平台的道理\n\n一、平台要从一个瓶颈开始\n\n"
        "　　平台不是连接一切，而是消除一个瓶颈。如果没有瓶颈，平台就没有意义。\n\n"
        "二、平台要有退出的门\n\n　　门要开着。开着的门说实话，关着的门说假话。\n\n三、平台要按结果收费\n\n"
        "　　按结果收费，是最好的约束。\n",
        "utf-8",
    )
    draft = draft_outline(read_essay(path))
    taken = [f"{place}." for place in (argument.at for argument in draft.arguments)]
    assert len(taken) == 3
    for argument, place in zip(draft.arguments, taken, strict=True):
        assert not any(other.startswith(place) for other in taken if other != place), argument.at
