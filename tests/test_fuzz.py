"""Hostile files: refused with a message or taken, without a traceback, a hang, a gigabyte or a written file."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.harness import Input, kept_inputs, made_inputs, run_inputs, seeds_of
from fuzz.targets import TARGETS, Target


def faults(inputs: list[Input]) -> list[str]:
    outcomes = list(run_inputs(inputs))
    assert len(outcomes) == len(inputs)
    return [f"{outcome.input.name}: {outcome.fault}" for outcome in outcomes if outcome.fault]


def test_what_once_failed_fails_no_more() -> None:
    assert faults(list(kept_inputs())) == []


def test_a_few_hostile_inputs_are_refused_or_taken() -> None:
    assert faults(list(made_inputs(range(100), seed=7))) == []


@pytest.mark.slow
def test_more_hostile_inputs_are_refused_or_taken() -> None:
    assert faults(list(made_inputs(range(1000), seed=8))) == []


def test_the_seeds_are_sound() -> None:
    seeds = [Input(target, target.name, seed) for target in TARGETS for seed in seeds_of(target.name)]
    assert [outcome for outcome in run_inputs(seeds) if outcome.problems or outcome.fault] == []


def _hang(folder: Path) -> None:
    while True:
        pass


def _write(folder: Path) -> None:
    (folder / "new").write_text("x")


def _fill(folder: Path) -> None:
    bytearray(3 << 30)


@pytest.mark.parametrize(
    ("work", "fault"),
    [(_hang, "computes for more"), (_write, "writes"), (_fill, "1 GiB")],
    ids=["hang", "write", "fill"],
)
def test_the_guards_see_what_they_guard(work: object, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.harness.SECONDS", 2)
    target = Target("outline", "x", lambda: (b"",), work)  # type: ignore[arg-type]
    (found,) = run_inputs([Input(target, "x", b"")])
    assert fault in found.fault
