"""Splits text into words; the one place that uses jieba, loaded when the first Chinese text comes."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_LATIN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@cache
def words(text: str, language: str) -> tuple[str, ...]:
    """The words of `text`, lower case, without punctuation: by jieba where the language is Chinese."""
    if not language.startswith("zh"):
        return tuple(match[0].lower() for match in _LATIN.finditer(text))
    return tuple(word.lower() for word in _tokenizer().lcut(text) if any(char.isalnum() for char in word))


@cache
def _tokenizer() -> Any:
    """jieba with its own dictionary, but without its cache file and its log lines."""
    import jieba

    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
