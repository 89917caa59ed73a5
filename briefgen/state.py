"""Remembers what each output was made from, so that a build makes anew only what depends on something that changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from msgspec import MsgspecError, Struct, json
from msgspec.structs import replace

from briefgen.audience import audience_names
from briefgen.build import Order, Outcome, Request
from briefgen.cache import key_of
from briefgen.library import is_among
from briefgen.manifest import Basis, Made, Output
from briefgen.outputs import SUFFIXES

FOLDER = ".briefgen"
"""In the output folder: a file for each outline. Delete it to build everything anew."""


class Record(Struct, frozen=True):
    """What an outline's outputs were made from."""

    setting: str
    basis: Basis
    made: tuple[Made, ...]
    digests: dict[str, str]
    """Of every file that an output depends on; empty where the file was not there."""


class State(Struct, frozen=True):
    """What stays the same for all outlines of a run."""

    request: Request
    """Without the outlines: it goes to a worker with each, and would grow with their number."""
    setting: str

    def path_of(self, outline: Path) -> Path:
        return self.request.out.joinpath(FOLDER, f"{outline.stem}.json")

    def kept(self, outline: Path, orders: tuple[Order, ...]) -> Outcome | None:
        """What earlier builds made of the outline and is still as it would be made now; the outputs have no bytes."""
        try:
            record = json.decode(self.path_of(outline).read_bytes(), type=Record)
        except (OSError, MsgspecError):
            return None
        basis = record.basis
        if record.setting != self.setting or str(outline) not in basis.inputs or self._has_turned_up(basis):
            return None
        if not _are_same(basis.inputs, record.digests):
            return None
        made = tuple(self._of_order(order, record) for order in orders)
        return Outcome(outline, basis, tuple(one for one in made if one))

    def _of_order(self, order: Order, record: Record) -> Made | None:
        """What is there of an order already, None where nothing is."""
        made = next((one for one in record.made if one.audience == order.audience.name), None)
        if made is None:
            return None
        outputs = tuple(output for output in made.outputs if self._is_kept(output, order, record))
        return replace(made, outputs=outputs) if outputs else None

    def _is_kept(self, output: Output, order: Order, record: Record) -> bool:
        wanted = output.kind in order.formats and output.asked == order.asked[output.kind]
        is_there = _digest(str(self.request.out / output.name)) == output.sha256
        return wanted and is_there and _are_same(output.reads, record.digests)

    def _has_turned_up(self, basis: Basis) -> bool:
        """Whether an essay that was not at hand is now: then there is more to make."""
        essays = basis.head.get("essays") or [basis.head["essay"]]
        missing = [essay["sha256"] for essay in essays if not essay["at_hand"]]
        return any(is_among(self.request.essays, digest) for digest in missing)

    def record_of(self, outcome: Outcome, since: int) -> dict[Path, bytes]:
        """The file that `kept` reads; none where a file that was read has changed `since` (ns) the work began."""
        assert outcome.basis is not None
        reads = (path for made in outcome.made for output in made.outputs for path in output.reads)
        paths = dict.fromkeys((*outcome.basis.inputs, *reads))
        digests = {path: _digest(path) for path in paths}
        if not all(_is_older(path, since) for path in paths):
            return {}
        made = tuple(replace(one, outputs=tuple(replace(o, data=None) for o in one.outputs)) for one in outcome.made)
        record = Record(self.setting, outcome.basis, made, digests)
        return {self.path_of(outcome.outline): json.encode(record)}


def state_of(request: Request) -> State:
    """The state of a run before its outlines are looked at."""
    _digest.cache_clear()
    _is_older.cache_clear()
    audiences = str(audience_names(request.folders))  # warnings tell which there are not
    setting = key_of(request.language, str(request.strict), audiences)
    return State(replace(request, outlines=()), setting)


def orders_left(orders: tuple[Order, ...], kept: Outcome | None) -> tuple[Order, ...]:
    """What of the orders is not among what is kept."""
    if kept is None:
        return orders
    there = {one.audience: {output.kind for output in one.outputs} for one in kept.made}
    left = ((o, tuple(f for f in o.formats if f not in there.get(o.audience.name, ()))) for o in orders)
    return tuple(replace(order, formats=formats) for order, formats in left if formats)


def join_outcomes(kept: Outcome | None, new: Outcome | None, orders: tuple[Order, ...]) -> Outcome:
    """What is kept and what is new, as if all had been made at once."""
    if new is None or kept is None or new.problems:
        whole = new or kept
        assert whole is not None
        return whole
    parts: dict[str, list[Made]] = {order.audience.name: [] for order in orders}
    for one in (*new.made, *kept.made):
        parts[one.audience].append(one)
    return replace(new, made=tuple(_joined(ones) for ones in parts.values()))


def _joined(ones: list[Made]) -> Made:
    outputs = [output for one in ones for output in one.outputs]
    return replace(ones[0], outputs=tuple(sorted(outputs, key=lambda output: list(SUFFIXES).index(output.kind))))


def _are_same(paths: Iterable[str], digests: dict[str, str]) -> bool:
    return all(_digest(path) == digests.get(path) for path in paths)


@cache
def _digest(path: str) -> str:
    """The digest of a file, empty where it cannot be read."""
    try:
        return sha256(Path(path).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""


@cache
def _is_older(path: str, since: int) -> bool:
    """Whether a file was last changed before `since`; of one that is not there, whether its folder was.

    Kept as the digest is, which was taken before: where the file changes later, the digest tells it in the next run.
    """
    for place in (path, *map(str, Path(path).parents)):
        try:
            return os.stat(place).st_mtime_ns < since  # noqa: PTH116 - asked for each file of each outline
        except (OSError, ValueError):
            continue
    return False
