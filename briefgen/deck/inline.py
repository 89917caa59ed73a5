"""Markdown's inline tokens as runs of text; soft line wraps vanish between Chinese and become a blank elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.deck.model import Run, Runs

if TYPE_CHECKING:
    from markdown_it.token import Token

_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f]")
_SPAN_ATTRIBUTES = re.compile(r"^\{[^{}]*\}")


def read_runs(tokens: Iterable[Token], notes: dict[int, int] | None = None) -> Runs:
    """Runs of an inline token's children; `notes` maps a footnote's id to the number that it has on the slide."""
    runs: list[Run] = []
    style = Run("")
    after_image = False
    for token in tokens:
        kind = token.type
        if kind == "text":
            text = _SPAN_ATTRIBUTES.sub("", token.content) if after_image else token.content
            if text:
                runs.append(replace(style, text=text))
        elif kind.endswith("_open"):
            style = _opened(style, token)
        elif kind.endswith("_close"):
            style = _closed(style, kind)
        elif kind == "softbreak":
            runs.append(replace(style, text="\n\n"))
        else:
            runs.append(_single(style, token, notes if notes is not None else {}))
        after_image = kind == "image"
    return tuple(run for run in _joined(runs) if run.text)


def _opened(style: Run, token: Token) -> Run:
    mark = token.type[:-5]
    if mark == "link":
        return replace(style, link=str(token.attrs.get("href", "")))
    return _marked(style, mark, True)


def _closed(style: Run, kind: str) -> Run:
    mark = kind[:-6]
    if mark == "link":
        return replace(style, link="")
    return _marked(style, mark, False)


def _marked(style: Run, mark: str, on: bool) -> Run:
    if mark == "strong":
        return replace(style, bold=on)
    if mark == "em":
        return replace(style, italic=on)
    return replace(style, strike=on) if mark == "s" else style


def _single(style: Run, token: Token, notes: dict[int, int]) -> Run:
    if token.type == "hardbreak":
        return replace(style, text="\n")
    if token.type == "code_inline":
        return replace(style, text=token.content, code=True)
    if token.type == "footnote_ref":
        number = notes.setdefault(token.meta["id"], len(notes) + 1)
        return replace(style, text=str(number), raised="super")
    if token.type == "image":
        return style
    return replace(style, text=token.content)


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of the same formatting made one, soft wraps (written as two newlines) folded."""
    joined: list[Run] = []
    for index, run in enumerate(runs):
        if run.text == "\n\n":
            before = joined[-1].text[-1:] if joined else ""
            after = runs[index + 1].text[:1] if index + 1 < len(runs) else ""
            run = replace(run, text="" if _WIDE.match(before) and _WIDE.match(after) else " ")
        if joined and run.text and replace(joined[-1], text=run.text) == run and not run.raised:
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return joined


def strip_runs(runs: Runs) -> Runs:
    """Runs without blanks at the two ends."""
    if not runs:
        return runs
    first = replace(runs[0], text=runs[0].text.lstrip())
    runs = (first, *runs[1:]) if first.text else strip_runs(runs[1:])
    if not runs:
        return runs
    last = replace(runs[-1], text=runs[-1].text.rstrip())
    return (*runs[:-1], last) if last.text else strip_runs(runs[:-1])


def split_runs(runs: Runs, mark: str) -> tuple[Runs, Runs]:
    """Runs before and after the first `mark`; all before when it does not occur."""
    for index, run in enumerate(runs):
        if mark in run.text and not run.code:
            left, right = run.text.split(mark, 1)
            before = (*runs[:index], replace(run, text=left))
            return strip_runs(before), strip_runs((replace(run, text=right), *runs[index + 1 :]))
    return strip_runs(runs), ()


def split_head(runs: Runs) -> tuple[Runs, Runs]:
    """The bold words that a list item begins with, not bold any more, and the rest."""
    count = next((index for index, run in enumerate(runs) if not run.bold), len(runs))
    head = strip_runs(tuple(replace(run, bold=False) for run in runs[:count]))
    return head, strip_runs(runs[count:])
