"""Slides that a designer drew in PowerPoint: tags in them are filled from the storyboard, run by run.

A slide of the brand's file that holds `{{ argument.claim }}` or `{{ quote.text }}` stands for every argument or quote
whose text it has a place for; slides that the map keeps (cover, disclaimer, closing) are taken over as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.deck.placed import DrawnSlide
from briefgen.deck.theme import A, P
from briefgen.errors import BriefgenError, Problem, did_you_mean

if TYPE_CHECKING:
    from lxml.etree import _Element

    from briefgen.sandbox import Sandbox

_TAG = re.compile(r"\{\{.*?\}\}")
_LOOP = re.compile(r"\{%\s*for\s+(\w+)\s+in\s+([\w.]+)\s*%\}")
_STRAIGHT = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
XML = "{http://www.w3.org/XML/1998/namespace}"


class Meta(Struct, frozen=True):
    """`deck` in a tag."""

    title: str = ""
    subtitle: str = ""
    author: str = ""
    date: str = ""


class Argument(Struct, frozen=True):
    """`argument` in a tag."""

    claim: str = ""
    points: tuple[str, ...] = ()
    so_what: str = ""
    source: str = ""
    section: str = ""


class Words(Struct, frozen=True):
    """`quote` in a tag."""

    text: str = ""
    credit: str = ""
    title: str = ""
    id: str = ""


class Design(Struct, frozen=True):
    """A slide of the brand's file."""

    number: int
    """In the file, from 1."""
    path: str
    drawn: DrawnSlide
    tags: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """All that its tags print: `argument.claim`, `quote.text` …"""
        loops = re.findall(r"in\s+([\w.]+)", " ".join(self.tags))
        return frozenset([*re.findall(r"\b(?:argument|quote|deck)\.\w+", " ".join(self.tags)), *loops])


def read_design(number: int, path: str, drawn: DrawnSlide, root: _Element) -> Design:
    """A design with its tags. Raises BriefgenError for a tag that is cut off or names what there is not."""
    tags: list[str] = []
    problems = []
    for paragraph in root.iter(f"{A}p"):
        text = _text(paragraph).translate(_STRAIGHT)
        tags += [*_TAG.findall(text), *re.findall(r"\{%.*?%\}", text)]
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            hint = "a tag begins and ends in one paragraph"
            problems.append(Problem(path, 0, 0, f"slide {number}: '{text[:60]}' holds a tag that does not end", hint))
    known = {f"{name}.{field}" for name, kind in _KINDS.items() for field in kind.__struct_fields__}
    for name in re.findall(r"\b(?!loop\.)(\w+\.\w+)", " ".join(tags)):
        owner = name.split(".")[0]
        if owner in _KINDS and name not in known:
            problems.append(Problem(path, 0, 0, f"slide {number}: there is no '{name}'", did_you_mean(name, known)))
        elif owner not in _KINDS and not _is_loop_name(owner, tags):
            problems.append(Problem(path, 0, 0, f"slide {number}: there is no '{owner}'", did_you_mean(owner, _KINDS)))
    if problems:
        raise BriefgenError(problems)
    return Design(number, path, drawn, tuple(tags))


_KINDS: dict[str, Any] = {"deck": Meta, "argument": Argument, "quote": Words}


def _is_loop_name(name: str, tags: list[str]) -> bool:
    return any((loop := _LOOP.search(tag)) and loop[1] == name for tag in tags)


def covers(design: Design, name: str, value: Argument | Words) -> bool:
    """True where the design has a place for all that there is to say: nothing of the storyboard is lost."""
    needed = {
        f"{name}.{field}" for field in value.__struct_fields__ if getattr(value, field) and field not in _OPTIONAL
    }
    return needed <= design.names


_OPTIONAL = ("section", "id")


def fill_design(design: Design, context: dict[str, Any]) -> tuple[_Element, list[_Element]]:
    """The slide's tree with its tags filled, and the shapes that held tags. Raises BriefgenError."""
    from lxml import etree

    root = etree.fromstring(design.drawn.xml)
    filler = _Filler(design, _sandbox())
    shapes = [shape for shape in root.iter(f"{P}sp") if "{{" in _text(shape)]
    for row in list(root.iter(f"{A}tr")):
        filler.fill_row(row, context)
    for paragraph in list(root.iter(f"{A}p")):
        filler.fill_paragraph(paragraph, context)
    return root, shapes


def _sandbox() -> Sandbox:
    from briefgen.sandbox import Sandbox

    return Sandbox(frozenset({__name__}))


class _Filler(Struct, frozen=True):
    design: Design
    sandbox: Sandbox

    def value(self, tag: str, context: dict[str, Any]) -> Any:
        import jinja2

        expression = tag.removeprefix("{{").removesuffix("}}").strip()
        try:
            self.sandbox.start()
            value = self.sandbox.compile_expression(expression, undefined_to_none=False)(**context)
            if isinstance(value, jinja2.Undefined):
                str(value)
            return value
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            message = f"slide {self.design.number}: '{tag}': {error}"
            raise BriefgenError(Problem(self.design.path, 0, 0, message)) from error

    def fill_row(self, row: _Element, context: dict[str, Any]) -> None:
        """Repeats a table row that holds a loop, once for each item."""
        loop = _LOOP.search(_text(row).translate(_STRAIGHT))
        table = row.getparent()
        if not loop or table is None:
            return
        items = self.value("{{" + loop[2] + "}}", context)
        template = deepcopy(row)
        for paragraph in template.iter(f"{A}p"):
            _replace(paragraph, [(m.span(), "") for m in re.finditer(r"\{%.*?%\}", _text(paragraph))])
        for ids in list(template.iter("{*}rowId")):
            ext = next(ids.iterancestors(f"{A}extLst"))
            parent = ext.getparent()
            if parent is not None:
                parent.remove(ext)
                break
        for item in items:
            copy = deepcopy(template)
            for paragraph in list(copy.iter(f"{A}p")):
                self.fill_paragraph(paragraph, {**context, loop[1]: item})
            row.addprevious(copy)
        table.remove(row)
        frame = next(table.iterancestors(f"{P}graphicFrame"), None)
        extent = frame.find(f"{P}xfrm/{A}ext") if frame is not None else None
        if extent is not None:
            extent.set("cy", str(sum(int(r.get("h", "0")) for r in table.findall(f"{A}tr"))))

    def fill_paragraph(self, paragraph: _Element, context: dict[str, Any]) -> None:
        """Puts each tag's value where the tag begins; a list alone in a paragraph becomes a paragraph an item."""
        text = _text(paragraph)
        tags = [(match.span(), match[0]) for match in _TAG.finditer(text)]
        if not tags:
            return
        values = [(span, self.value(tag.translate(_STRAIGHT), context)) for span, tag in tags]
        lists = [value for _, value in values if isinstance(value, tuple | list)]
        if not lists:
            _replace(paragraph, [(span, str(value)) for span, value in values])
            return
        for item in lists[0]:
            copy = deepcopy(paragraph)
            _replace(copy, [(span, str(item if value is lists[0] else value)) for span, value in values])
            paragraph.addprevious(copy)
        parent = paragraph.getparent()
        if parent is not None and (lists[0] or len(parent.findall(f"{A}p")) > 1):
            parent.remove(paragraph)


def _runs(paragraph: _Element) -> Iterator[_Element]:
    return paragraph.iter(f"{A}t")


def _text(element: _Element) -> str:
    return "".join(run.text or "" for run in _runs(element))


def _replace(paragraph: _Element, changes: Iterable[tuple[tuple[int, int], str]]) -> None:
    """Replaces spans of a paragraph's text; what is new takes the formatting of the run where its span begins."""
    for (start, end), new in sorted(changes, reverse=True):
        at = 0
        for run in list(_runs(paragraph)):
            text = run.text or ""
            low, high = max(start - at, 0), min(end - at, len(text))
            if low < high:
                run.text = text[:low] + (new if at + low == start else "") + text[high:]
            at += len(text)
