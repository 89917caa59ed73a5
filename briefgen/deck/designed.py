"""Slides that a designer drew in PowerPoint: the tags in them, found and checked when the brand's file is read.

A slide that holds `{{ argument.claim }}` or `{{ quote.text }}` stands for every argument or quote whose text it has a
place for; a loop that its notes begin with says so in words. Slides that the map keeps (cover, disclaimer, closing)
are filled from the deck.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.deck.placed import DrawnPart, DrawnSlide
from briefgen.deck.tags import BLOCK, END, KEPT, LOOP, OFFERED, TAG, Kind, Reading, kind_of, read_template, straight
from briefgen.deck.theme import A, P
from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element

SHAPES = (f"{P}sp", f"{P}pic", f"{P}graphicFrame", f"{P}cxnSp", f"{P}grpSp")
_SLOTS = {f"{P}pic": "picture", f"{P}graphicFrame": "chart"}
_CLONED = {"arguments", "quotes", "figures", "argument.quotes", "argument.figures"}
"""What a loop in the notes may go over."""
_ALONE = lazy_pattern(r"[“\"„«「『\s]*\0[”\"“»」』\s]*(?:\n\s*[—–―-].*)?", re.DOTALL)
"""A quote (here a null) with marks around it and a credit with a dash under it: what `briefgen verify` takes apart."""


class Design(Struct, frozen=True):
    """A slide of the brand's file."""

    number: int
    """In the file, from 1."""
    path: str
    drawn: DrawnSlide
    notes: str = ""
    """A template; without the loop that it may begin with."""
    kept: bool = False
    """True where the map has every deck begin or end with it."""
    loop: tuple[str, str] = ("", "")
    """Name of the item and what it is taken from, where the slide stands for each of several."""
    uses: frozenset[str] = frozenset()
    """What its tags name, by kind of record: `argument.points`, `argument.points[0]`, `quote.text`."""


class _Check(Struct):
    """What the walk over a slide's shapes carries along."""

    design: Design
    reading: Reading
    problems: list[Problem]
    warnings: list[Problem]

    def complain(self, where: str, message: str, hint: str = "") -> None:
        text = f"slide {self.design.number}{where}: {message}"
        self.problems.append(Problem(self.design.path, 0, 0, text, hint))

    def warn(self, where: str, message: str, hint: str) -> None:
        text = f"slide {self.design.number}{where}: {message}"
        self.warnings.append(Problem(self.design.path, 0, 0, text, hint, "warning"))

    def say(self, where: str, complaints: list[tuple[str, str]]) -> None:
        for message, hint in complaints:
            self.complain(where, message, hint)
        complaints.clear()


def read_design(design: Design, root: _Element) -> tuple[Design, list[Problem]]:
    """The design with what its tags name, and warnings.

    Raises BriefgenError with the slide and shape of every tag that is cut off, in a wrong place or names what there
    is not.
    """
    check = _Check(design, Reading(KEPT if design.kept else OFFERED), [], [])
    design = _read_notes(design, check)
    for shape in root.iter(*SHAPES):
        _read_slot(shape, check)
    for paragraph in root.iter(f"{A}p"):
        _read_paragraph(paragraph, check)
    for row in root.iter(f"{A}tr"):
        _read_row(row, check)
    for part in design.drawn.parts:
        _read_part(part, check)
    for shape in root.iter(f"{P}sp"):
        _warn_of_mixed_quotes(shape, check)
    if check.problems:
        raise BriefgenError(check.problems)
    if not design.loop[0] and not design.kept:
        name = next((name for name in ("quote", "figure") if name in check.reading.implied), "")
        design = replace(design, loop=(name, f"argument.{name}s") if name else ("", ""))
    return replace(design, uses=frozenset(check.reading.uses)), check.warnings


def text_in(element: _Element) -> str:
    """Its text without line breaks, as tags are looked for in it."""
    return "".join(t.text or "" for t in element.iter(f"{A}t"))


def lines_in(shape: _Element) -> str:
    """Its text, a paragraph or line break a line."""
    kinds = (f"{A}t", f"{A}br")
    paragraphs = (shape,) if shape.tag == f"{A}p" else shape.iter(f"{A}p")
    return "\n".join("".join("\n" if n.tag == kinds[1] else n.text or "" for n in p.iter(*kinds)) for p in paragraphs)


def tag_of(shape: _Element) -> str:
    """The tag that its name or alternative text is, straightened and without its braces; empty for most."""
    about = shape.find(f"./*/{P}cNvPr")
    texts = (about.get(key, "").strip() for key in ("name", "descr", "title")) if about is not None else ()
    found = next((text for text in texts if text.startswith("{{") and text.endswith("}}")), "")
    return straight(found).removeprefix("{{").removesuffix("}}").strip()


def stands_alone(text: str, words: str) -> bool:
    """True where a text is these words, in quotation marks at most and with a credit under them."""
    return bool(words) and _ALONE.fullmatch(text.replace(words, "\0", 1)) is not None


def _where(element: _Element) -> str:
    """The shape that an element stands in, as messages name it."""
    shapes = (element, *element.iterancestors())
    about = next((found for e in shapes if (found := e.find(f"./*/{P}cNvPr")) is not None), None)
    return f", '{about.get('name', '')}'" if about is not None else ""


def _read_notes(design: Design, check: _Check) -> Design:
    """The design with its loop apart from its notes."""
    text = "".join(straight(part) if part.startswith("{") else part for part in _pieces(design.notes))
    loop = LOOP.match(text)
    reading = Reading(check.reading.known, implied=check.reading.implied)  # what is only said is not on the slide
    read_template(text, reading)
    found = bool(reading.complaints)
    check.say(", notes", reading.complaints)
    if not loop or found:
        return replace(design, notes=text)
    source = re.sub(r"\s", "", loop[2])
    if source not in _CLONED or (design.kept and "." in source):
        wanted = ", ".join(sorted(_CLONED))
        check.complain(", notes", f"the slide cannot stand for each of '{source}'", f"known: {wanted}")
        return design
    check.reading.known = {**check.reading.known, loop[1]: _item_kind(source)}
    said = _without_loop(text, loop.end())
    inner = Reading(check.reading.known)  # each slide is filled by itself: there is no `loop` around it
    read_template(said, inner)
    check.say(", notes", inner.complaints)
    return replace(design, loop=(loop[1], source), notes=said)


def _without_loop(text: str, start: int) -> str:
    """The text after the tag that begins a loop and ends at `start`, without the tag that ends the loop."""
    depth = 1
    for block in BLOCK.finditer(text, start):
        depth += bool(LOOP.match(block[0])) - bool(END.match(block[0]))
        if not depth:
            return text[start : block.start()] + text[block.end() :]
    return text[start:]


def _item_kind(source: str) -> Kind:
    return source.rpartition(".")[2].removesuffix("s")


def _pieces(text: str) -> Iterator[str]:
    """Tags and what stands between them."""
    at = 0
    for match in re.finditer(f"{TAG.pattern}|{BLOCK.pattern}", text, re.DOTALL):
        yield text[at : match.start()]
        yield match[0]
        at = match.end()
    yield text[at:]


def _read_slot(shape: _Element, check: _Check) -> None:
    """A picture or chart whose name or alternative text is a tag."""
    expression = tag_of(shape)
    if not expression:
        return
    where = _where(shape)
    kind = kind_of(expression, check.reading)
    found = bool(check.reading.complaints)
    check.say(where, check.reading.complaints)
    drawn = _SLOTS.get(str(shape.tag), "")
    if shape.tag == f"{P}graphicFrame" and shape.find(".//{*}chart") is None:
        drawn = ""
    if shape.find(f"{P}spPr/{A}blipFill") is not None:
        drawn = "picture"
    if not found and kind not in ("chart", "picture"):
        hint = "a picture is named {{ argument.picture }}, a chart {{ argument.chart }}"
        check.complain(where, f"'{expression}' is neither a picture nor a chart", hint)
    elif not found and kind == drawn == "chart" and not _can_fill(shape, check.design):
        hint = "take a bar, column, line, area, radar, pie or doughnut chart with one series at least"
        check.complain(where, "this kind of chart cannot be filled", hint)
    elif not found and kind != drawn:
        check.complain(where, f"only a {kind} can be the place for '{expression}'", f"insert any {kind} and name it so")


def _can_fill(shape: _Element, design: Design) -> bool:
    from lxml import etree

    from briefgen.deck.chartfill import can_fill

    links = {value for link in shape.iter("{*}chart") for value in link.attrib.values()}
    wanted = {target for id_, kind, target in design.drawn.relations if id_ in links and kind == "chart"}
    return any(part.name in wanted and can_fill(etree.fromstring(part.data)) for part in design.drawn.parts)


def _read_paragraph(paragraph: _Element, check: _Check) -> None:
    text, where = text_in(paragraph), _where(paragraph)
    if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
        hint = "a tag begins and ends in one paragraph"
        check.complain(where, f"'{text[:60]}' holds a tag that does not end", hint)
    row = next(paragraph.iterancestors(f"{A}tr"), None)
    if row is None and BLOCK.search(text):
        hint = "begin and end it in one table row, or in the notes, to repeat the slide"
        check.complain(where, f"'{BLOCK.findall(text)[0]}' cannot stand in text", hint)
    if row is not None and LOOP.search(text_in(row)):
        return
    for tag in TAG.findall(text):
        _read_tag(tag, where, check)


def _read_part(part: DrawnPart, check: _Check) -> None:
    """The texts of a chart or diagram."""
    from lxml import etree

    if b"{{" in part.data and part.type.endswith("+xml"):
        for paragraph in etree.fromstring(part.data).iter(f"{A}p"):
            for tag in TAG.findall(text_in(paragraph)):
                _read_tag(tag, ", chart" if "chart" in part.type else ", diagram", check)


def _read_tag(tag: str, where: str, check: _Check, inner: Reading | None = None) -> None:
    reading = inner or check.reading
    kind = kind_of(straight(tag)[2:-2].strip(), reading)
    if not reading.complaints and kind and kind != "text" and kind != ("text",):
        what = "a list" if isinstance(kind, tuple) else f"a {kind}"
        reading.complaints.append((f"'{tag}' is {what}, which cannot be printed", "print its parts"))
    check.say(where, reading.complaints)


def _read_row(row: _Element, check: _Check) -> None:
    """A table row that is repeated for each item of a list."""
    text, where = straight(text_in(row)), _where(row)
    blocks = BLOCK.findall(text)
    loop = LOOP.search(text)
    if not blocks:
        return
    if not loop or len(blocks) != 2 or not END.fullmatch(blocks[1]):
        hint = "a row begins with {% for … in … %} and ends with {% endfor %}"
        check.complain(where, f"'{blocks[0]}' is no loop over this row, or has no end in it", hint)
        return
    kind = kind_of(loop[2], check.reading)
    known = {**check.reading.known, loop[1]: kind[0] if isinstance(kind, tuple) else ""}
    check.say(where, check.reading.complaints)
    inner = Reading(known, check.reading.uses, check.reading.implied)
    for tag in TAG.findall(text):
        _read_tag(tag, where, check, inner)


def _warn_of_mixed_quotes(shape: _Element, check: _Check) -> None:
    """A quote with other words in its box cannot be told from them in the finished deck."""
    text = lines_in(shape)
    tags = [tag for tag in TAG.findall(text) if _uses(tag, check) & {"quote.text"}]
    if tags and not stands_alone(text, tags[0]):
        hint = "give it a text box of its own"
        check.warn(_where(shape), "the quote shares its box with other words: `briefgen verify` cannot prove it", hint)


def _uses(tag: str, check: _Check) -> set[str]:
    reading = Reading(check.reading.known)
    kind_of(straight(tag)[2:-2].strip(), reading)
    return reading.uses
