"""Before the look is read: a brand that is drawn only on the sample slides of its file, taken into the master.

What stands at the same place on most of the samples (bands, logos, a background) is the brand's; what stands on one is
that slide's own. It is done only where masters and layouts draw nothing themselves.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from copy import deepcopy
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.deck.package import RELATIONSHIPS, relationships_xml, rels_name, resolve
from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

_R = f"{{{RELATIONSHIPS}}}"
_SHARE = 0.6
"""What stands on this part of the samples is the brand's."""
MOST_SAMPLES = 60


class Sample(Struct, frozen=True):
    """A sample slide: its tree, the pictures it relates to, and its layout's part."""

    tree: _Element
    pictures: dict[str, str]
    digests: dict[str, str]
    """Hashes of the pictures: files hold the same logo once for each slide."""
    layout: str


def read_samples(names: list[str], raw: dict[str, bytes], parse: Callable[[str], _Element]) -> list[Sample]:
    """The sample slides of a file; `names` are their parts. Broken ones are passed over: no deck takes them."""
    samples = []
    for name in names[:MOST_SAMPLES]:
        try:
            tree, rels = parse(name), parse(rels_name(name)) if rels_name(name) in raw else ()
        except BriefgenError:
            continue
        inside = [rel for rel in rels if rel.get("TargetMode") != "External"]
        targets = [
            (r.get("Id", ""), r.get("Type", "").rsplit("/", 1)[-1], resolve(name, r.get("Target", ""))) for r in inside
        ]
        pictures = {id_: target for id_, kind, target in targets if kind == "image" and target in raw}
        digests = {id_: sha256(raw[target]).hexdigest() for id_, target in pictures.items()}
        layout = next((target for _, kind, target in targets if kind == "slideLayout"), "")
        samples.append(Sample(tree, pictures, digests, layout))
    return samples


def draws(root: _Element) -> bool:
    """True where a master or layout shows something of its own: a shape, a picture, a background that is no colour."""
    p = root.nsmap.get("p", "")
    tree = root.find(f"{{{p}}}cSld/{{{p}}}spTree")
    shapes = [s for s in tree if _is_shape(s)] if tree is not None else []
    return any(s.find(f".//{{{p}}}ph") is None for s in shapes) or root.find(f".//{{{p}}}bgPr//{{*}}blip") is not None


def _is_shape(element: _Element) -> bool:
    return str(element.tag).rsplit("}", 1)[-1] in ("sp", "pic", "grpSp", "cxnSp")


def recurring(samples: list[Sample]) -> tuple[list[tuple[_Element, Sample]], tuple[_Element, Sample] | None]:
    """The shapes that most samples share, from the bottom up, and the background that most share."""
    least = max(2, _SHARE * len(samples))
    shapes: dict[str, tuple[_Element, Sample]] = {}
    backs: dict[str, tuple[_Element, Sample]] = {}
    counts: Counter[str] = Counter()
    for sample in samples:
        p = sample.tree.nsmap.get("p", "")
        tree = sample.tree.find(f"{{{p}}}cSld/{{{p}}}spTree")
        own = {
            _key(s, sample): s
            for s in (tree if tree is not None else ())
            if _is_shape(s) and s.find(f".//{{{p}}}ph") is None
        }
        for key, shape in own.items():
            shapes.setdefault(key, (shape, sample))
        back = sample.tree.find(f"{{{p}}}cSld/{{{p}}}bg")
        keys = set(own) | ({"bg" + _key(back, sample)} if back is not None else set())
        if back is not None:
            backs.setdefault("bg" + _key(back, sample), (back, sample))
        counts.update(keys)
    kept = [pair for key, pair in shapes.items() if counts[key] >= least]
    best = max(backs, key=lambda key: counts[key], default="")
    return kept, backs[best] if best and counts[best] >= least else None


def _key(shape: _Element, sample: Sample) -> str:
    """What a shape looks like: its XML without ids and names, pictures by their part."""
    from lxml import etree

    copy = deepcopy(shape)
    for element in copy.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.endswith("}cNvPr"):
            element.attrib.clear()
            for child in list(element):
                element.remove(child)
        for key, value in element.attrib.items():
            if str(key).startswith(_R):
                element.set(str(key), sample.digests.get(str(value), ""))
    return etree.tostring(copy, method="c14n").decode()


def adopt_samples(master: _Element, rels: list[tuple[str, str, str]], part: str, samples: list[Sample]) -> int:
    """Puts what recurs on the samples into the master's tree, beneath all else; gives how many things that are.

    `rels` are the master's relationships (id, kind, target), to which the pictures' are added.
    """
    shapes, back = recurring(samples)
    p = master.nsmap.get("p", "")
    common = master.find(f"{{{p}}}cSld")
    tree = common.find(f"{{{p}}}spTree") if common is not None else None
    if tree is None or common is None:
        return 0
    number = 1 + max(
        (int(e.get("id", "1")) for e in master.iter(f"{{{p}}}cNvPr") if e.get("id", "").isdigit()), default=1
    )
    for at, (shape, sample) in enumerate(shapes):
        copy = _related_copy(shape, sample, rels, part)
        for offset, properties in enumerate(copy.iter(f"{{{p}}}cNvPr")):
            properties.set("id", str(number + offset))
        number += 1 + sum(1 for _ in copy.iter(f"{{{p}}}cNvPr"))
        tree.insert(2 + at, copy)
    if back:
        for old in common.findall(f"{{{p}}}bg"):
            common.remove(old)
        common.insert(0, _related_copy(*back, rels, part))
    return len(shapes) + bool(back)


def _related_copy(shape: _Element, sample: Sample, rels: list[tuple[str, str, str]], part: str) -> _Element:
    copy = deepcopy(shape)
    for element in copy.iter():
        for key, value in list(element.attrib.items()):
            if str(key).startswith(_R):
                target = sample.pictures.get(str(value), "")
                if target:
                    id_ = f"rIdSample{len(rels) + 1}"
                    rels.append((id_, "image", posixpath.relpath(target, posixpath.dirname(part))))
                    element.set(str(key), id_)
    return copy


def with_samples(raw: dict[str, bytes], main: str, parse: Callable[[str], _Element]) -> tuple[dict[str, bytes], int]:
    """The parts of a file with what its samples share in their master; and how many things that are."""
    from lxml import etree

    def has(name: str) -> bool:
        return name in raw

    related = parse(rels_name(main)) if has(rels_name(main)) else []
    names = [resolve(main, r.get("Target", "")) for r in related if r.get("Type", "").endswith("/slide")]
    samples = read_samples([name for name in names if has(name)], raw, parse)
    layouts = [s.layout for s in samples if has(s.layout) and has(rels_name(s.layout))]
    if len(samples) < 2 or not layouts:
        return raw, 0
    layout = Counter(layouts).most_common(1)[0][0]
    masters = [
        resolve(layout, r.get("Target", ""))
        for r in parse(rels_name(layout))
        if r.get("Type", "").endswith("/slideMaster")
    ]
    if not masters or not has(masters[0]) or not has(rels_name(masters[0])):
        return raw, 0
    root = parse(masters[0])
    if draws(root) or any(draws(parse(name)) for name in set(layouts)):
        return raw, 0
    rels = [(r.get("Id", ""), r.get("Type", ""), r.get("Target", "")) for r in parse(rels_name(masters[0]))]
    count = adopt_samples(root, rels, masters[0], samples)
    if not count:
        return raw, 0
    changed = {masters[0]: etree.tostring(root), rels_name(masters[0]): relationships_xml(rels)}
    return {**raw, **changed}, count
