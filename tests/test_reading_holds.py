"""What must hold for every input: nothing of the body is lost or invented, nothing hangs, time grows with length."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.draft import DraftOutline, draft_outline
from briefgen.errors import BriefgenError
from briefgen.outline import read_outline
from briefgen.quotes import quote_at
from briefgen.rank import rank_quotes
from briefgen.readers import read_essay
from briefgen.render_draft import render_draft

SENTENCE_ZH = "码头每天要卸下三百个箱子，其中一半要在院子里等上两天。问题不在海上，而在桌上。"
SENTENCE_EN = (
    "The yard takes in three hundred boxes a day. Half of them wait, because the plan is older than the ships."
)
WORDS = st.text(alphabet=st.sampled_from("港口船队等泊位表旧新快慢abcdefgh"), min_size=3, max_size=12)
SENTENCES = st.lists(WORDS, min_size=2, max_size=6).map(lambda words: "，".join(words) + "。")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map("".join)
ESSAYS = st.lists(PARAGRAPHS, min_size=2, max_size=8)
ONCE = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def as_text(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def as_html(paragraphs: list[str]) -> str:
    return "<div>" + "".join(f"<p>{text[:3]}<b>{text[3:5]}</b>{text[5:]}</p>\n" for text in paragraphs) + "</div>"


@ONCE
@pytest.mark.parametrize(("suffix", "write"), [(".txt", as_text), (".md", as_text), (".html", as_html)])
@given(paragraphs=ESSAYS)
def test_every_character_of_the_body_is_read_once_and_in_order(
    tmp_path: Path, suffix: str, write: Callable[[list[str]], str], paragraphs: list[str]
) -> None:
    path = tmp_path / f"essay{suffix}"
    path.write_text(write(paragraphs), encoding="utf-8")
    essay = read_essay(path)
    assert essay.text.split("\n") == paragraphs
    for sentence in essay.sentences():
        assert quote_at(essay, sentence.locator).text == sentence.text


@ONCE
@given(paragraphs=ESSAYS, width=st.integers(min_value=15, max_value=40))
def test_hard_wraps_neither_join_nor_part_chinese_words(tmp_path: Path, paragraphs: list[str], width: int) -> None:
    long = [text * 6 for text in paragraphs if not any(char.isascii() for char in text)]
    wrapped = ["\n".join(text[at : at + width] for at in range(0, len(text), width)) for text in long]
    path = tmp_path / "essay.txt"
    path.write_text("\n\n".join([f"{SENTENCE_ZH}\n", *wrapped]), encoding="utf-8")
    assert "".join(read_essay(path).text.split()) == "".join([SENTENCE_ZH, *long])


def mutate(data: bytes, how: int, chance: random.Random) -> bytes:
    """One of many ways in which a file may be broken."""
    text = data.decode()
    lines = text.split("\n")
    places = [chance.randrange(len(text)) for _ in range(30)]
    return (
        lambda: data[: chance.randrange(len(data))],
        lambda: "\n".join(chance.sample(lines, len(lines))).encode(),
        lambda: "<".join(chance.sample(text.split("<"), text.count("<") + 1)).encode(),
        lambda: "".join(c + (chr(chance.randrange(32)) if i in places else "") for i, c in enumerate(text)).encode(),
        lambda: bytes(b if chance.random() > 0.003 else chance.randrange(256) for b in data),
        lambda: text.replace("\n", "").encode(),
        lambda: data * chance.randrange(1, 8),
        lambda: ("<div>" * 300 + "> " * 300 + text).encode(),
        lambda: text.encode(chance.choice(["gb18030", "utf-16", "utf-16-le", "utf-8-sig"])),
        lambda: text.replace("，", "首先").replace(" ", "1. ").encode(),
    )[how]()


def drafted(path: Path) -> DraftOutline | None:
    """The draft, or None where the file is refused with a complaint that names it."""
    try:
        return draft_outline(read_essay(path))
    except BriefgenError as refusal:
        complaints = [problem.path for problem in refusal.problems]
    assert complaints == [str(path)]
    return None


@pytest.mark.parametrize("how", range(10))
@pytest.mark.parametrize("count", [3, pytest.param(200, marks=pytest.mark.slow)])
def test_a_broken_file_gives_a_draft_or_a_refusal(tmp_path: Path, how: int, count: int) -> None:
    markdown = (
        f"---\ntitle: Quays\n---\n# 港口\n\n{SENTENCE_ZH}\n\n## 一、换表\n\n{SENTENCE_ZH}\n\n1. {SENTENCE_EN}\n2. x\n"
    )
    page = (
        f"<html><body><h1>港口</h1><p>{SENTENCE_ZH}</p>\n<ol><li>{SENTENCE_EN}</li></ol><h2>二、人</h2><p>{SENTENCE_ZH}"
    )
    for seed in range(count):
        chance = random.Random(1000 * how + seed)
        data = mutate(chance.choice([markdown, page]).encode(), how, chance)
        path = tmp_path / f"x{chance.choice(['.txt', '.md', '.html', '.docx', '.pdf'])}"
        path.write_bytes(data)
        draft = drafted(path)
        if draft is None:
            continue
        (tmp_path / "x.yaml").write_text(render_draft(draft, path.name), encoding="utf-8")
        assert len(read_outline(tmp_path / "x.yaml").arguments) == len(draft.arguments)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        *("word " * 20_000, "“" * 50_000, "(" * 50_000, "。" * 50_000, "[a](" * 10_000, "> " * 3000, "- " * 5000),
        *("<div>" * 10_000 + "x", "<b>" * 10_000 + "x", "首先，" * 10_000, "第一，船。\n\n" * 2000, "1\n" * 10_000),
        *("# " * 10_000, "1. " * 10_000),
    ],
    ids=lambda text: text[:5].strip(),
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_monotonous_input_takes_no_more_time_than_its_length(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_text(text, encoding="utf-8")
    begin = time.process_time()
    drafted(path)
    assert time.process_time() - begin < 3


def seconds(path: Path, size: int) -> float:
    """What reading and drafting an essay of three arguments and `size` bytes takes."""
    paragraph = f"{SENTENCE_ZH * 5}\n\n"
    parts = [f"第{n}，{SENTENCE_ZH}\n\n" + paragraph * (size // (3 * len(paragraph.encode()))) for n in "一二三"]
    path.write_text(f"港口\n\n{SENTENCE_ZH}\n\n" + "".join(parts), encoding="utf-8")
    begin = time.process_time()
    draft_outline(read_essay(path))
    return time.process_time() - begin


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_time_grows_linearly(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    seconds(path, 20_000)  # imports and jieba's dictionary
    short, long = (min(seconds(path, size) for _ in range(3)) for size in (125_000, 5_000_000))
    assert long < 40 * short


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@pytest.mark.parametrize("text", ["a" + " " * 60_000 + "b", "x\n" + "\t" * 60_000 + "y", "::::" * 10_000 + "a"])
def test_long_runs_of_one_character_are_read_in_linear_time(text: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"e{suffix}"
    path.write_text(text, "utf-8")
    started = time.process_time()
    rank_quotes(read_essay(path), 3)
    assert time.process_time() - started < 1.0
