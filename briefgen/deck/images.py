"""Images among the words of a paragraph: blocks of their own, the words closed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen.deck.fences import read_attributes
from briefgen.deck.inline import read_runs
from briefgen.deck.model import Picture, Run, text_of
from briefgen.deck.nodes import Node
from briefgen.deck.slidedraft import SlideDraft, warn
from briefgen.patterns import lazy_pattern

_ATTRIBUTES = lazy_pattern(r"^\{([^{}]*)\}")
_SHARE = lazy_pattern(r"(\d+(?:\.\d+)?)%")
_BREAKS = ("SoftBreak", "HardBreak")
_NO_BLANK_BEFORE = tuple(" .,;:!?)\u3000\uff0c\u3002\uff1b\uff1a\uff01\uff1f\uff09")


def without_images(draft: SlideDraft, node: Node) -> Node:
    """The paragraph as it reads where no image stood, each of them a block by now."""
    kept: list[Node] = []
    for index, child in enumerate(node.children):
        image = node.children[index - 1] if index and node.children[index - 1].type == "Image" else None
        if child.type == "Image":
            _read_image(draft, child, node.children[index + 1 : index + 2])
        elif image and child.type == "Text":
            _close_gap(kept, child, _ATTRIBUTES.sub("", child.value, count=1))
        elif child.type in _BREAKS:
            _close_gap(kept, child, " ")
        else:
            kept.append(child)
    return Node("Paragraph", None, node.piece, node.number, kept)


def _close_gap(kept: list[Node], child: Node, text: str) -> None:
    """Add what stands after an image, with no blank too many between it and what stood before the image."""
    last = kept[-1] if kept else None
    if last is None or last.type in _BREAKS:
        text = text.lstrip()
    elif last.type == "Text" and text[:1] in _NO_BLANK_BEFORE:
        kept[-1] = _with_text(last, last.value.rstrip())
    if text:
        kept.append(child if child.type in _BREAKS else _with_text(child, text))


def _with_text(node: Node, text: str) -> Node:
    return Node("Text", text, node.piece, node.number)


def _read_image(draft: SlideDraft, node: Node, after: list[Node]) -> None:
    written = _ATTRIBUTES.match(after[0].value) if after and after[0].type == "Text" else None
    width = _width(draft, node, written[0]) if written else 0.0
    alt = text_of(read_runs(node.children, {}))
    words = " ".join(node.value["title"].split())
    caption = (Run(words),) if words else ()
    draft.add(Picture(node.value["dest_url"], alt, caption, width, node.line, node.column))


def _width(draft: SlideDraft, node: Node, written: str) -> float:
    """The share of the room that a picture's attributes ask for; any others are reported."""
    begun = node.source.find(written, node.column - 1) + 1  # a text has no column of its own
    attributes = read_attributes(written[1:-1], begun)
    match = _SHARE.fullmatch(attributes.values.get("width", ""))
    for key in attributes.values:
        if key != "width" or not match:
            hint = "a share of the room, as in width=60%" if key == "width" else ""
            warn(draft, node, f"attribute '{key}' of a picture is not used", hint, attributes.places[key])
    if unread := attributes.unread:
        warn(draft, node, f"'{unread}' in the attributes is not understood", "", attributes.places[unread])
    return min(float(match[1]) / 100, 1.0) if match else 0.0


def images_of(nodes: Iterable[Node]) -> Iterator[Node]:
    """All images among inline nodes, those in links and emphasis too."""
    for node in nodes:
        if node.type == "Image":
            yield node
        elif node.children:
            yield from images_of(node.children)
