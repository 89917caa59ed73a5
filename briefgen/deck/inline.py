"""Markdown's inline nodes as runs of text; soft line wraps vanish between Chinese and become a blank elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.deck.model import Run, Runs
from briefgen.deck.nodes import Node
from briefgen.patterns import lazy_pattern

_SPAN_ATTRIBUTES = lazy_pattern(r"^\{[^{}]*\}")
_BREAK_TAG = lazy_pattern(r"<br\s*/?>", re.IGNORECASE)
_WRAP = "\0"
"""A soft line wrap, until its neighbours are known; no storyboard can hold this character."""
_PLAIN = Run("")


def read_runs(nodes: Sequence[Node], notes: dict[str, int]) -> Runs:
    """The runs of inline nodes; `notes` numbers footnotes by their label as they are met.

    Of images stands the alternative text, or the address where they have none.
    """
    runs: list[Run] = []
    _collect(nodes, _PLAIN, runs, notes)
    if len(runs) == 1 and _WRAP not in runs[0].text:
        return tuple(runs) if runs[0].text else ()
    return _joined(runs)


def _collect(nodes: Sequence[Node], style: Run, runs: list[Run], notes: dict[str, int]) -> None:
    after_image = False
    for node in nodes:
        kind = node.type
        if kind == "Text":
            text = _SPAN_ATTRIBUTES.sub("", node.value) if after_image else node.value
            runs.append(Run(text) if style is _PLAIN else replace(style, text=text))
        elif kind == "SoftBreak":
            runs.append(replace(style, text=_WRAP))
        elif kind == "HardBreak":
            runs.append(replace(style, text="\n"))
        elif kind == "Code":
            runs.append(replace(style, text=node.value, code=True))
        elif kind == "FootnoteReference":
            runs.append(replace(style, text=str(notes.setdefault(node.value, len(notes) + 1)), raised="super"))
        elif kind == "InlineHtml":
            text = "\n" if _BREAK_TAG.fullmatch(node.value) else "" if node.value.startswith("<!--") else node.value
            runs.append(replace(style, text=text))
        else:
            if kind == "Image" and not node.children:
                runs.append(replace(style, text=node.value["dest_url"]))
            _collect(node.children, _styled(style, node), runs, notes)
        after_image = kind == "Image"


def _styled(style: Run, node: Node) -> Run:
    if node.type == "Strong":
        return replace(style, bold=True)
    if node.type == "Emphasis":
        return replace(style, italic=True)
    if node.type == "Strikethrough":
        return replace(style, strike=True)
    if node.type == "Link":
        address = node.value["dest_url"]
        return replace(style, link=f"mailto:{address}" if node.value["link_type"] == "Email" else address)
    return style


def _joined(runs: list[Run]) -> Runs:
    """Neighbours of the same formatting made one, soft wraps folded."""
    joined: list[Run] = []
    texts: list[list[str]] = []
    before = ""
    for index, run in enumerate(runs, 1):
        text = run.text
        if text == _WRAP:
            after = next((runs[later].text[0] for later in range(index, len(runs)) if runs[later].text), "")
            text = "" if _is_wide(before) and _is_wide(after) else " "
        if not text:
            continue
        before = text[-1]
        if joined and not run.raised and _same_look(joined[-1], run):
            texts[-1].append(text)
        else:
            joined.append(run)
            texts.append([text])
    whole = zip(joined, map("".join, texts), strict=True)
    return tuple([run if run.text == text else replace(run, text=text) for run, text in whole])


def _is_wide(char: str) -> bool:
    """Whether it stands in text that is written without blanks."""
    return (
        "\u2e80" <= char <= "\u9fff"
        or "\uac00" <= char <= "\ud7af"
        or "\uf900" <= char <= "\ufaff"
        or ("\ufe30" <= char <= "\ufe4f" or "\uff00" <= char <= "\uffef")
    )


def _same_look(one: Run, other: Run) -> bool:
    return (
        one.bold == other.bold
        and one.italic == other.italic
        and one.code == other.code
        and one.strike == other.strike
        and one.raised == other.raised
        and one.link == other.link
    )


def strip_runs(runs: Runs) -> Runs:
    """Runs without blanks at the two ends."""
    if not runs or not (runs[0].text[:1].isspace() or runs[-1].text[-1:].isspace()):
        return runs
    seen = [index for index, run in enumerate(runs) if run.text and not run.text.isspace()]
    if not seen:
        return ()
    kept = list(runs[seen[0] : seen[-1] + 1])
    kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)


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
