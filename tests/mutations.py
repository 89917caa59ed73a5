"""Alters quotes in the ways that people and programs do: eight kinds, each a small lie."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

SYNONYMS = {
    "企业": "公司",
    "机器": "设备",
    "数据": "资料",
    "真正": "实际",
    "需要": "须要",
    "关键": "重点",
    "如果": "假如",
    "客户": "顾客",
    "发展": "进展",
    "产业": "行业",
    "platform": "system",
    "member": "partner",
    "first": "earliest",
    "cost": "price",
    "customer": "client",
    "industrial": "business",
    "because": "since",
    "should": "ought to",
    "service": "offer",
    "the": "this",
}
FULL = str.maketrans({",": "，", ".": "。", "?": "？", ";": "；", ":": "："})
HALF = str.maketrans({"，": ",", "。": ".", "？": "?", "；": ";", "：": ":", "、": ","})


def negated(text: str, rng: Random) -> str:
    found = list(re.finditer(r"不是|不|没有|未|\bnot \b|\bdo not \b|\bnever ", text))
    if found:
        match = rng.choice(found)
        return text[: match.start()] + text[match.end() :]
    places = [m.start() for m in re.finditer(r"是|能|会|应|要|有|让", text)]
    if places:
        at = rng.choice(places)
        return f"{text[:at]}不{text[at:]}"
    return re.sub(r"\b(is|was|will|can|must|should|are|has|have|had|were|would)\b", r"\1 not", text, count=1)


def numbered(text: str, rng: Random) -> str:
    digits = [match.start() for match in re.finditer(r"\d|[一二三四五六七八九十两]", text)]
    if not digits:
        return text
    at = rng.choice(digits)
    return text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def rewidthed(text: str, rng: Random) -> str:
    changed = [at for at, char in enumerate(text) if char.translate(FULL) != char or char.translate(HALF) != char]
    if not changed:
        at = rng.randrange(len(text))
        wide = chr(ord(text[at]) + 0xFEE0) if "!" <= text[at] <= "~" else unicodedata.normalize("NFKC", text[at])
        return text[:at] + wide + text[at + 1 :]
    at = rng.choice(changed)
    other = text[at].translate(HALF) if text[at].translate(HALF) != text[at] else text[at].translate(FULL)
    return text[:at] + other + text[at + 1 :]


def reworded(text: str, rng: Random) -> str:
    known = [word for word in SYNONYMS if word in text]
    return text.replace(word := rng.choice(known), SYNONYMS[word], 1) if known else text


def transposed(text: str, rng: Random) -> str:
    at = rng.choice([i for i in range(len(text) - 1) if text[i] != text[i + 1]])
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def cut(text: str, rng: Random) -> str:
    clauses = re.findall(r"[^，,；;。]+[，,；;。]*", text)
    if len(clauses) < 2:
        return text
    at = rng.randrange(len(clauses))
    return "".join(clauses[:at] + clauses[at + 1 :]).strip()


def joined(text: str, rng: Random, others: tuple[str, ...]) -> str:
    return text.rstrip("。.！!？?") + rng.choice(("，", "", " ")) + rng.choice(others)


KINDS: dict[str, Callable[[str, Random], str]] = {
    "negation": negated,
    "number": numbered,
    "width": rewidthed,
    "synonym": reworded,
    "transposition": transposed,
    "cut": cut,
}


def altered(text: str, rng: Random, others: tuple[str, ...]) -> tuple[str, str]:
    """(kind, altered text); the kind `speaker` leaves the text and asks for another credit."""
    while True:
        kind = rng.choice([*KINDS, "joined", "speaker"])
        if kind == "speaker":
            return kind, text
        changed = joined(text, rng, others) if kind == "joined" else KINDS[kind](text, rng)
        if changed.strip() != text and changed.strip():
            return kind, changed.strip()
