"""The same with sumy's LexRank: `lexrank.py FOLDER`, run where sumy and jieba are installed.

Sentences and Latin words are found by a pattern, as the data that sumy's own English tokenizer needs is a download.
"""

import re
import sys
from pathlib import Path

import jieba
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer


class Tokenizer:
    def to_sentences(self, text: str) -> list[str]:
        return [found.strip() for found in re.findall(r"[^。！？.!?]+[。！？.!?]*", text) if found.strip()]

    def to_words(self, sentence: str) -> list[str]:
        found = re.findall(r"[^\W_]+", sentence) if sentence.isascii() else jieba.lcut(sentence)
        return [word for word in found if word[0].isalnum()]


jieba.setLogLevel(60)
for file in sorted(Path(sys.argv[1]).glob("*.md")):
    document = PlaintextParser.from_string(file.read_text(encoding="utf-8"), Tokenizer()).document
    LexRankSummarizer()(document, 10)
