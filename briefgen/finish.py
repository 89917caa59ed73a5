"""Finishes an outline: what is new and what is kept of it are joined, and its files take their places."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.batch import Item
from briefgen.build import Order, Outcome, Report, build_outline, forget_read, report_of
from briefgen.errors import Problem
from briefgen.manifest import Tally, tally_of
from briefgen.output import write_files
from briefgen.state import State, join_outcomes, orders_left


@lru_cache(maxsize=1)
def forget_before(began: int) -> None:
    """Forgets, once for the run that began then, what an earlier one read: workers of a cluster outlive runs."""
    forget_read()


class Done(Struct, frozen=True):
    """What became of an outline whose files are in their places, or its problems."""

    problems: tuple[Problem, ...] = ()
    report: Report = Report()
    """Without contents."""
    tally: Tally | None = None
    made: tuple[Path, ...] = ()
    """The files that were made anew."""
    changed: tuple[Path, ...] = ()
    """The files that have another content than before."""


class Finisher(Struct, frozen=True):
    """What is needed to finish any outline of a run, here or in a worker."""

    orders: tuple[Order, ...]
    state: State
    began: int
    """When the run began, in nanoseconds."""
    anew: bool = False
    manifests: bool = False

    def kept(self, outline: Path) -> Outcome | None:
        """What earlier builds made of it that is still as it would be made now."""
        return None if self.anew else self.state.kept(outline, self.orders)

    def build(self, item: Item) -> Outcome:
        """What is to be made of an outline, in memory."""
        forget_before(self.began)
        return build_outline(*item, self.state.request)

    def build_and_finish(self, item: Item) -> Done:
        return self.finish(*item, self.build(item))

    def finish(self, outline: Path, left: tuple[Order, ...], new: Outcome | None) -> Done:
        """Writes an outline's files, of which those of `left` are `new`; what is kept is looked at a second time.

        So it need not be held: there may be a million of it.
        """
        kept = None if new and left == self.orders else self.kept(outline)
        if orders_left(self.orders, kept) != left:  # somebody has taken it away meanwhile
            outcome = self.build((outline, self.orders))
        else:
            outcome = join_outcomes(kept, new, self.orders)
        return Done(outcome.problems) if outcome.problems else self._write(outcome)

    def _write(self, outcome: Outcome) -> Done:
        """What is new of the outputs takes its place, then the manifest, and last of all what they were made from."""
        report = report_of(outcome, self.state.request.out)
        outputs = (output for one in outcome.made for output in one.outputs)
        *paths, manifest = report.files
        made = tuple(path for output, path in zip(outputs, paths, strict=True) if output.data is not None)
        files = {path: report.files[path] for path in (*made, manifest)}
        record = self.state.record_of(outcome, self.began)
        changed = tuple(path for path in write_files({**files, **record}) if path not in record)
        lean = replace(report, files=dict.fromkeys(report.files, b""))
        told = lean if self.manifests else replace(lean, manifests=())
        return Done((), told, tally_of(report.manifests[0]), made, changed)
