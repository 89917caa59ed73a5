"""Words come from jieba without its noise, its cache file, or its cost where no Chinese is read."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest

from briefgen.words import _KNOWN, _dictionary, _jieba, _lines, _rjieba, _samples, _tokenizer, words

ROOT = Path(__file__).parents[1]
WITHOUT_RJIEBA = "import sys; sys.modules['rjieba'] = None; "
PIECES = (
    *("AT&T", "C++", "4S店", "阿Q"),
    *"-_.%&#+ 。，%'", "--", "..", "S店", "1", "23", "a", "B", "4", "12.5%", "2015-04-20", "v1.2.3", "a_b",
    *("的", "人", "的人", "一", "设备", "账本", "㐀", "鿿", "豈", "〇", "々", "ａ", "５", "カ", "é", "Ω", "\U00020000"),
    "\ud800",
)  # fmt: skip
"""What jieba and rjieba may see otherwise: Latin words of the dictionary, joined ones, and rare characters."""


@pytest.fixture(scope="module")
def whole() -> Any:
    """jieba with all of its dictionary."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@pytest.fixture(scope="module")
def rjieba() -> Callable[[str], list[str]]:
    pytest.importorskip("rjieba", reason="rjieba is not installed")
    cut = _rjieba()
    assert cut
    return cut


def said(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if any(map(str.isalnum, token))]


def differing(whole: Any, cut: Callable[[str], list[str]], texts: Iterable[str]) -> list[str]:
    return [text for text in texts if said(whole.lcut(text)) != said(cut(text))]


def lines_of(folder: Path, *patterns: str) -> set[str]:
    files = {file for pattern in patterns for file in folder.glob(pattern)}
    return {line for file in files for line in file.read_text("utf-8").splitlines()}


def test_rjieba_cuts_our_own_texts_as_jieba_does(whole: Any, rjieba: Callable[[str], list[str]]) -> None:
    lines = lines_of(ROOT, "*.md", "docs/*.md", "outlines/*.yaml", "outlines/essays/*", "briefgen/*.yaml", "bench/*.py")
    assert len(lines) > 1000
    assert differing(whole, rjieba, lines) == []


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_rjieba_cuts_what_no_text_holds_as_jieba_does(
    seed: int, whole: Any, rjieba: Callable[[str], list[str]]
) -> None:
    random = Random(seed)
    known = [word for word, frequency in whole.FREQ.items() if frequency]
    pieces = (*PIECES, *(word for word in known if re.search("[a-zA-Z0-9]", word)))
    odd = ("".join(random.choices(pieces, k=random.randint(2, 8))) for _ in range(3_000 if seed == 1 else 60_000))
    glued = ("".join(random.choices(known, k=random.randint(1, 8))) for _ in range(3_000 if seed == 1 else 30_000))
    assert differing(whole, rjieba, (*PIECES, *odd, *glued)) == []


@pytest.mark.shared
def test_rjieba_cuts_the_measured_essays_as_jieba_does(
    whole: Any, rjieba: Callable[[str], list[str]], shared: Path
) -> None:
    lines = lines_of(shared, "essays/*", "corpus/**/*.md", "corpus/**/*.txt")
    assert differing(whole, rjieba, lines) == []


def test_chinese_and_english_words() -> None:
    assert words("设备的账本，没有数据。", "zh") == ("设备", "的", "账本", "没有", "数据")
    assert words("The plant can't read: 12 ledgers!", "en") == ("the", "plant", "can't", "read", "12", "ledgers")


@pytest.mark.parametrize("before", [WITHOUT_RJIEBA, ""], ids=["jieba", "any"])
def test_jieba_is_quiet_and_leaves_no_file(before: str, tmp_path: Path) -> None:
    code = f"{before}from briefgen.words import words; print(*words('设备没有数据', 'zh'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "TMPDIR": str(tmp_path),
            "PYTHONPATH": ".",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONPYCACHEPREFIX": str(tmp_path / "none"),  # every module is compiled, and may be warned of
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
    )
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "设备 没有 数据\n", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("before", [WITHOUT_RJIEBA, ""], ids=["jieba", "any"])
def test_rjieba_takes_over_where_there_is_much_to_cut(before: str) -> None:
    """And only where it is installed."""
    code = (
        f"{before}import sys; from briefgen.words import _RJIEBA_FROM, words; words('设备', 'zh'); "
        "early = 'rjieba.rjieba' in sys.modules; words('设备' * _RJIEBA_FROM, 'zh'); words('账本', 'zh'); "
        "print(early, 'rjieba.rjieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "."}, capture_output=True, text=True)
    here = not before and bool(find_spec("rjieba"))
    assert done.stdout.split() == ["False", str(here)]


def test_english_needs_no_jieba() -> None:
    code = (
        "import sys; from briefgen.words import words; words('a plant', 'en'); "
        "sys.exit(bool({'jieba', 'rjieba'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "."}).returncode == 0


def test_each_beginning_finds_all_its_lines() -> None:
    by_beginning: dict[str, list[str]] = {}
    for line in _dictionary()[_KNOWN[len(_dictionary())][0] :].decode().splitlines():
        by_beginning.setdefault(line[:2], []).append(line)
    assert len(by_beginning) > 50_000
    assert [beginning for beginning, lines in by_beginning.items() if _lines(beginning) != lines] == []


def test_a_dictionary_that_is_not_known_is_searched_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    known = _lines("工业")
    monkeypatch.setattr("briefgen.words._KNOWN", {})
    _samples.cache_clear()
    try:
        assert len(_lines("工业")) > 5
        assert _lines("工业") == known
    finally:
        monkeypatch.undo()
        _samples.cache_clear()


def test_a_dictionary_read_in_part_gives_the_words_of_the_whole(whole: Any) -> None:
    assert said(_jieba("一")) == ["一"]
    assert _tokenizer().total == whole.total
    text = (
        "".join(sorted(word for word in whole.FREQ if len(word) == 2)[::37])
        + "工信处女干事每月经过下属科室，12.5%的AT&T用户。"
    )
    assert _jieba(text) == whole.lcut(text)
    assert 0 < len(_tokenizer().FREQ) < len(whole.FREQ)
