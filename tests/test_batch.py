"""Many outlines: the same order, results and errors in one process, in several, and on a cluster."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefgen.batch import Workers, dask_cluster, processes, spread
from briefgen.build import Outcome, Request, check_request
from briefgen.errors import BriefgenError, Problem
from briefgen.finish import Finisher
from briefgen.state import state_of

CLAIMS = 12


def request_in(folder: Path, count: int = CLAIMS) -> Request:
    """Outlines, one of them wrong."""
    for number in range(count):
        claim = "claim" if number != 5 else "cliam"
        text = f"essay: {{title: T{number}, language: en}}\nthesis: B.\narguments: [{{{claim}: C{number}}}]\n"
        (folder / f"o{number:02}.yaml").write_text(text, "utf-8")
    return Request(tuple(sorted(folder.glob("*.yaml"))), formats=("brief",), out=folder / "out")


def results(request: Request, workers: Workers | None = None) -> Iterator[Outcome | Problem]:
    orders = check_request(request)
    work = tuple((path, orders) for path in request.outlines)
    return spread(work, Finisher(orders, state_of(request), 0).build, workers)


def outcomes(request: Request, workers: Workers | None = None) -> list[Outcome]:
    found = list(results(request, workers))
    return [outcome for outcome in found if isinstance(outcome, Outcome)]


def test_several_processes_give_what_one_gives(tmp_path: Path) -> None:
    request = request_in(tmp_path)
    alone = outcomes(request)
    assert [bool(outcome.problems) for outcome in alone] == [number == 5 for number in range(CLAIMS)]
    assert outcomes(request, processes(2)) == alone


def test_what_a_worker_is_sent_does_not_grow_with_the_number_of_outlines(tmp_path: Path) -> None:
    request = request_in(tmp_path)
    sent: list[bytes] = []

    class Weighed(ThreadPoolExecutor):
        def submit(self, *arguments: Any, **more: Any) -> Any:
            sent.append(pickle.dumps(arguments))
            return super().submit(*arguments, **more)

    outcomes(request, Workers(lambda: Weighed(1)))
    assert [path.name.encode() in item for item in sent for path in request.outlines].count(True) == CLAIMS


def test_lost_workers_cost_only_what_they_had_under_way(tmp_path: Path) -> None:
    request = request_in(tmp_path)
    alone = outcomes(request)
    started: list[ProcessPoolExecutor] = []

    def start() -> Executor:
        started.append(ProcessPoolExecutor(2))
        return started[-1]

    found: list[Outcome | Problem] = []
    for outcome in results(request, Workers(start)):
        found.append(outcome)
        if len(found) == 2:
            for worker in list(started[0]._processes or {}):
                os.kill(worker, signal.SIGKILL)
    assert found == alone


def test_an_interrupt_waits_until_the_work_is_handed_over(tmp_path: Path) -> None:
    handed: list[bool] = []

    class Interrupted(ProcessPoolExecutor):
        """Ctrl-C comes while work is handed over, at the moment that would leave an item which nobody is given."""

        def submit(self, *arguments: Any, **more: Any) -> Any:
            os.kill(os.getpid(), signal.SIGINT)
            handed.append(False)
            future = super().submit(*arguments, **more)
            handed[-1] = True
            return future

    with pytest.raises(KeyboardInterrupt):
        outcomes(request_in(tmp_path), Workers(lambda: Interrupted(1)))
    assert handed == [True]


@pytest.mark.slow
@pytest.mark.parametrize("count", [CLAIMS, 40])
def test_an_outline_that_kills_every_worker_is_given_up(tmp_path: Path, count: int) -> None:
    request = request_in(tmp_path, count)

    class Deadly(ProcessPoolExecutor):
        def submit(self, work: Any, *arguments: Any, **more: Any) -> Any:
            deadly = "o03.yaml" in str(arguments[0])
            return super().submit(os._exit if deadly else work, *((1,) if deadly else arguments), **more)

    found = list(results(request, Workers(lambda: Deadly(2))))
    alone: list[Outcome | Problem] = list(outcomes(request))
    alone[3] = Problem(str(request.outlines[3]), 0, 0, "its worker died 3 times", "is there enough memory?")
    assert found == alone


def test_many_outlines_are_handed_over_several_at_a_time(tmp_path: Path) -> None:
    request = request_in(tmp_path, 40)
    sizes: list[int] = []

    class Counting(ThreadPoolExecutor):
        def submit(self, work: Any, *arguments: Any, **more: Any) -> Any:
            sizes.append(len(arguments[0]))
            return super().submit(work, *arguments, **more)

    assert outcomes(request, Workers(lambda: Counting(2))) == outcomes(request)
    assert sum(sizes) == 40
    assert sizes[0] == 2
    assert sizes[-8:] == [1] * 8


def test_a_worker_that_outlives_a_run_reads_the_next_ones_files(tmp_path: Path) -> None:
    """As those of a cluster do: a quote that has gone from the essay must not be proved by what one remembers."""
    outline, essay, own = tmp_path / "o.yaml", tmp_path / "essays" / "e.md", tmp_path / "templates" / "own"
    essay.parent.mkdir()
    own.mkdir(parents=True)
    (own / "audience.yaml").write_text("extends: executive\n", "utf-8")
    template = own / "brief.md.j2"
    outline.write_text(
        "essay: {title: Moss, language: en, file: essays/e.md}\nthesis: Moss.\n"
        "arguments: [{claim: It grows., quotes: [{text: Moss grows fast.}]}]\n",
        "utf-8",
    )

    def build_in_run(began: int, words: str, heading: str) -> Outcome:
        essay.write_text(f"# Moss\n\n{words} Nobody knows why.\n", "utf-8")
        template.write_text(f"{heading} {{{{ view.thesis }}}}\n", "utf-8")
        request = Request((outline,), ("own",), ("brief",), templates=(tmp_path / "templates",))
        orders = check_request(request)
        return Finisher(orders, state_of(request), began).build((outline, orders))

    first, second = (build_in_run(began, "Moss grows fast.", "#" * began) for began in (1, 2))
    briefs = [outcome.made[0].outputs[0].data for outcome in (first, second)]
    assert briefs == [b"# Moss.\n", b"## Moss.\n"]
    (problem,) = build_in_run(3, "Moss grows slowly.", "#").problems
    assert problem.message == "the quote is not in the essay"


@contextmanager
def cluster() -> Iterator[Any]:
    """A real scheduler and two workers in processes of their own, on loopback."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install briefgen[dask]")
    import dask

    dask.config.set({"distributed.admin.log-length": 0, "logging.distributed": "error"})
    options: dict[str, Any] = {"dashboard_address": None, "host": "127.0.0.1"}
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **options) as local:
        yield local


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_dask_cluster_gives_the_same_also_when_it_loses_a_worker(tmp_path: Path) -> None:
    request = request_in(tmp_path)
    alone = outcomes(request)
    with cluster() as local:
        workers = dask_cluster(local.scheduler_address)
        assert outcomes(request, workers) == alone
        found: list[Outcome | Problem] = []
        for outcome in results(request, workers):
            found.append(outcome)
            if len(found) == 2:
                os.kill(next(iter(local.workers.values())).pid, signal.SIGKILL)
        assert found == alone


def test_a_library_that_is_not_installed_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)  # as the import system has it for what is not there
    with pytest.raises(BriefgenError, match=r"pip install 'briefgen\[dask\]'"):
        outcomes(request_in(tmp_path), dask_cluster("tcp://127.0.0.1:1"))
