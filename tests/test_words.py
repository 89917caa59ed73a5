"""Words come from jieba without its noise, its cache file, or its cost where no Chinese is read."""

from __future__ import annotations

import subprocess
import sys

from briefgen.words import _tokenizer, words


def test_chinese_and_english_words():
    assert words("设备的账本，没有数据。", "zh") == ("设备", "的", "账本", "没有", "数据")
    assert words("The plant can't read: 12 ledgers!", "en") == ("the", "plant", "can't", "read", "12", "ledgers")


def test_jieba_is_quiet_and_leaves_no_file(tmp_path):
    code = "from briefgen.words import words; words('设备', 'zh')"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"TMPDIR": str(tmp_path), "PYTHONPATH": "."}, capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []


def test_english_needs_no_jieba():
    code = "import sys; from briefgen.words import words; words('a plant', 'en'); sys.exit('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "."}).returncode == 0


def test_a_dictionary_read_in_part_gives_the_words_of_the_whole():
    import jieba

    whole = jieba.Tokenizer()
    whole.FREQ, whole.total = whole.gen_pfdict(whole.get_dict_file())
    whole.initialized = True
    assert words("一", "zh") == ("一",)
    assert _tokenizer().total == whole.total
    text = (
        "".join(sorted(word for word in whole.FREQ if len(word) == 2)[::37])
        + "工信处女干事每月经过下属科室，12.5%的AT&T用户。"
    )
    assert words(text, "zh") == tuple(word.lower() for word in whole.lcut(text) if any(map(str.isalnum, word)))
    assert 0 < len(_tokenizer().FREQ) < len(whole.FREQ)
