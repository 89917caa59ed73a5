"""What a designer may type between braces: the records that tags name, checked where they are typed.

A slide offers `deck`, its own `argument`, and the lists `arguments`, `quotes` and `figures` of the whole deck; a loop
gives its items a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from briefgen.deck.chart import ChartData
from briefgen.deck.model import Paragraph, Picture
from briefgen.errors import BriefgenError, Problem, did_you_mean
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from jinja2 import nodes

    from briefgen.sandbox import Sandbox

Kind = str | tuple[str]
"""Of a value: a record's name, `text`, `chart`, `picture`, or a list as a tuple of what it holds."""

TAG = lazy_pattern(r"\{\{.*?\}\}", re.DOTALL)
BLOCK = lazy_pattern(r"\{%.*?%\}", re.DOTALL)
LOOP = lazy_pattern(r"\{%-?\s*for\s+(\w+)\s+in\s+(.+?)\s*-?%\}", re.DOTALL)
END = lazy_pattern(r"\{%-?\s*endfor\s*-?%\}")
_STRAIGHT = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")


class Rich(str):
    """Text of the storyboard that still knows its formatting; what a filter makes of it is plain."""

    paragraphs: tuple[Paragraph, ...]


def rich(*paragraphs: Paragraph) -> Rich:
    """The paragraphs as text, a line each."""
    made = Rich("\n".join(paragraph.text for paragraph in paragraphs))
    made.paragraphs = paragraphs
    return made


class Meta(Struct, frozen=True):
    """`deck` in a tag."""

    title: str = ""
    subtitle: str = ""
    author: str = ""
    date: str = ""


class Words(Struct, frozen=True):
    """`quote` in a tag."""

    text: str = ""
    credit: str = ""
    title: str = ""
    source: str = ""
    id: str = ""


class Number(Struct, frozen=True):
    """`figure` in a tag: a big number."""

    value: str = ""
    label: str = ""
    place: str = ""
    title: str = ""
    source: str = ""


class Argument(Struct, frozen=True):
    """`argument` in a tag: what one slide of the storyboard says."""

    claim: str = ""
    points: tuple[str, ...] = ()
    quotes: tuple[Words, ...] = ()
    figures: tuple[Number, ...] = ()
    chart: ChartData | None = None
    picture: Picture | None = None
    so_what: str = ""
    source: str = ""
    section: str = ""
    id: str = ""


RECORDS: Mapping[str, Any] = {"deck": Meta, "argument": Argument, "quote": Words, "figure": Number}
_LISTS = {"arguments": "argument", "quotes": "quote", "figures": "figure", "points": "text"}
KEPT: Mapping[str, Kind] = {
    "deck": "deck",
    "arguments": ("argument",),
    "quotes": ("quote",),
    "figures": ("figure",),
}
"""What a slide may name that every deck begins or ends with."""
OFFERED: Mapping[str, Kind] = {**KEPT, "argument": "argument", "quote": "quote*", "figure": "figure*"}
"""What any other designed slide may name; a star marks names that stand for a loop over all there are."""


def straight(tag: str) -> str:
    """A tag as it was meant: PowerPoint makes quotation marks curly."""
    return tag.translate(_STRAIGHT)


@cache
def sandbox() -> Sandbox:
    """The environment that tags are evaluated in: strict, closed to all but the records of this module."""
    from briefgen.sandbox import Sandbox, printable

    return Sandbox(frozenset({__name__}), finalize=printable)


def value_of(expression: str, context: Mapping[str, Any], path: str, where: str) -> Any:
    """What an expression gives. Raises BriefgenError with the place where it stands."""
    import jinja2

    with _complaining(path, f"{where}: '{{{{ {expression} }}}}'"):
        sandbox().start()
        value = sandbox().compile_expression(expression, undefined_to_none=False)(**context)
        if isinstance(value, jinja2.Undefined):
            str(value)
        return value


def render_text(template: str, context: Mapping[str, Any], path: str, where: str) -> str:
    """A template's text. Raises BriefgenError with the place where it stands."""
    with _complaining(path, where):
        return sandbox().from_string(template).render(**context)


@contextmanager
def _complaining(path: str, where: str) -> Iterator[None]:
    import jinja2

    sandbox().start()
    try:
        yield
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise BriefgenError(Problem(path, 0, 0, f"{where}: {error}")) from error


class Reading(Struct):
    """What tags name and what is wrong with them, while they are read."""

    known: Mapping[str, Kind]
    uses: set[str] = field(default_factory=set)
    """`argument.points`, `argument.points[0]`, `quote.text`: by the kind of record, not by the loop's name for it."""
    implied: set[str] = field(default_factory=set)
    """`quote` or `figure`, where no loop gives them."""
    complaints: list[tuple[str, str]] = field(default_factory=list)
    """(message, hint)."""


def kind_of(expression: str, reading: Reading) -> Kind:
    """The kind of what an expression gives, empty where only running it tells; notes what it names."""
    tree = _parsed("{{" + expression + "}}", reading)
    output = next(_outputs(tree), None) if tree else None
    return _kind(output, dict(reading.known), reading) if output is not None else ""


def read_template(text: str, reading: Reading) -> None:
    """Notes what a text with tags and loops names, and what is wrong with it."""
    tree = _parsed(text, reading)
    if tree:
        for node in tree.body:
            _read_node(node, dict(reading.known), reading)


def _parsed(text: str, reading: Reading) -> nodes.Template | None:
    import jinja2

    environment = sandbox()
    try:
        environment.compile(text)
        return environment.parse(text)
    except jinja2.TemplateSyntaxError as error:
        message = (error.message or "is wrong").removesuffix(".")
        unknown = re.search(r"No filter named '(\w+)'", message)
        hint = did_you_mean(unknown[1], environment.filters) if unknown else ""
        if "Unexpected end of template" in message or "was looking for" in message:
            message, hint = "a loop has no end", "write {% endfor %} where it ends"
        reading.complaints.append((f"{message[0].lower()}{message[1:]}", hint))
    return None


def _outputs(tree: nodes.Template) -> Iterator[nodes.Node]:
    from jinja2 import nodes

    for output in tree.find_all(nodes.Output):
        yield from output.nodes


def _read_node(node: nodes.Node, known: dict[str, Kind], reading: Reading) -> None:
    """Reads a statement of a template: loops give names to what they go over."""
    from jinja2 import nodes

    if isinstance(node, nodes.For):
        kind = _kind(node.iter, known, reading)
        inner: dict[str, Kind] = {**known, "loop": ""}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = kind[0] if isinstance(kind, tuple) else ""
        for child in (*node.body, *node.else_):
            _read_node(child, inner, reading)
    elif isinstance(node, nodes.Stmt):
        for child in node.iter_child_nodes():
            _read_node(child, known, reading)
    else:
        _kind(node, known, reading)


def _kind(node: nodes.Node, known: Mapping[str, Kind], reading: Reading) -> Kind:
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        if node.name not in known:
            reading.complaints.append((f"there is no '{node.name}'", did_you_mean(node.name, known)))
        kind = known.get(node.name, "")
        if isinstance(kind, str) and kind.endswith("*"):
            reading.implied.add(node.name)
            return kind[:-1]
        return kind
    if isinstance(node, nodes.Getattr):
        return _attribute(_kind(node.node, known, reading), node.attr, reading)
    if isinstance(node, nodes.Getitem):
        return _item(node, _kind(node.node, known, reading), reading)
    for child in node.iter_child_nodes():
        inner = _kind(child, known, reading)
        if isinstance(node, nodes.Filter) and child is node.node and node.name == "bounded":
            return inner
    return ""


def _attribute(owner: Kind, name: str, reading: Reading) -> Kind:
    from briefgen.sandbox import STRING_METHODS

    record = RECORDS.get(owner) if isinstance(owner, str) else None
    if record is None:
        if owner == "text" and name not in STRING_METHODS:
            reading.complaints.append((f"a text has no '{name}'", did_you_mean(name, STRING_METHODS)))
        return ""
    names = list(record.__struct_fields__)
    if name not in names:
        wrong, full = f"{owner}.{name}", [f"{owner}.{other}" for other in names]
        reading.complaints.append((f"there is no '{wrong}'", did_you_mean(wrong, full)))
        return ""
    reading.uses.add(f"{owner}.{name}")
    if name in _LISTS:
        return (_LISTS[name],)
    return name if name in ("chart", "picture") else "text"


def _item(node: nodes.Getitem, owner: Kind, reading: Reading) -> Kind:
    """An item of a list by its number: what stands for the whole list is then only that item."""
    from jinja2 import nodes

    if not isinstance(owner, tuple):
        return ""
    whole = f"argument.{node.node.attr}" if isinstance(node.node, nodes.Getattr) else ""
    if isinstance(node.arg, nodes.Const) and whole in reading.uses:
        reading.uses.discard(whole)
        reading.uses.add(f"{whole}[{node.arg.value}]")
    return owner[0]
