"""Kills, full disks and rivals: no half file, no mixed set, no lost earlier output, and the next run repairs."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefgen.audience import BUILTIN
from briefgen.batch import Workers, processes
from briefgen.build import Request
from briefgen.errors import BriefgenError
from briefgen.output import locked
from briefgen.readers import read_essay
from briefgen.run import How, run_build

FORK = multiprocessing.get_context("fork")
OUTLINE = """\
essay: {{title: T, author: A, language: en, file: e.md}}
thesis: {thesis}
arguments: [{{claim: C, at: '0'}}]
"""
ANEW = How(anew=True, manifests=True)


def project(folder: Path, thesis: str) -> Request:
    """A small outline with its essay; what it says depends on `thesis`."""
    folder.mkdir()
    (folder / "e.md").write_text("One sentence is here. Another one follows it.\n", "utf-8")
    for name in ("x", "y"):
        (folder / f"{name}.yaml").write_text(OUTLINE.format(thesis=thesis), "utf-8")
    outlines = (folder / "x.yaml", folder / "y.yaml")
    return Request(outlines, formats=("brief", "storyboard"), out=folder.parent / "out")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the output folder but the record of what is done."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def built(request: Request) -> dict[str, bytes]:
    run_build(request, ANEW)
    return contents(request.out)


def start(work: Callable[..., Any], *arguments: Any) -> Any:
    process = FORK.Process(target=work, args=arguments)
    process.start()
    return process


def build_for_ever(workers: Workers | None, *requests: Request) -> None:
    while True:
        for request in requests:
            run_build(request, How(workers, anew=True))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("formats", "kills", "workers"),
    [
        (("brief", "storyboard"), 150, None),
        (("deck", "brief"), 50, None),
        (("brief", "storyboard"), 50, processes(2)),
    ],
    ids=["briefs", "decks", "workers"],
)
def test_a_kill_at_any_moment_leaves_whole_files_and_the_next_run_repairs(
    formats: tuple[str, ...], kills: int, workers: Workers | None, tmp_path: Path
) -> None:
    one, other = (
        replace(project(tmp_path / name, thesis), formats=formats)
        for name, thesis in (("one", "First."), ("other", "Second."))
    )
    first = built(one)
    started = time.perf_counter()
    second = built(other)
    took = time.perf_counter() - started
    rng = random.Random(1)
    for _ in range(kills):
        process = start(build_for_ever, workers, one, other)
        time.sleep(rng.uniform(0.0, 2 * took + 0.1 * bool(workers)))
        process.kill()
        process.join()
        if workers:
            with locked(tmp_path / "out"):  # the workers are gone
                pass
        found = contents(tmp_path / "out")
        assert first.keys() <= found.keys()
        for name, data in found.items():
            assert name.startswith(".briefgen-") or data in (first[name], second[name])
    run_build(one)
    assert contents(tmp_path / "out") == first


def build_with_workers(request: Request) -> None:
    run_build(request, How(processes(2)))


def many(request: Request) -> Request:
    """Sixty outlines that say the same."""
    outlines = tuple(request.outlines[0].with_name(f"{number:02}.yaml") for number in range(60))
    for outline in outlines:
        shutil.copy(request.outlines[0], outline)
    return replace(request, outlines=outlines)


def test_who_is_killed_takes_its_workers_along(tmp_path: Path) -> None:
    """They would wait for work for ever, and the next build for the folder that they keep locked."""
    request = many(project(tmp_path / "one", "First."))
    before = built(request)
    shutil.rmtree(request.out)
    process = start(build_with_workers, request)
    while not (request.out / "00.manifest.json").exists():
        time.sleep(0.001)
    process.kill()
    process.join()
    next_build = start(run_build, request)
    next_build.join(10)
    ended = next_build.exitcode
    next_build.kill()
    assert ended == 0
    assert contents(request.out) == before


@pytest.mark.slow
@pytest.mark.parametrize("share_disk", [True, False])
def test_lost_workers_leave_nothing_undone_and_nothing_behind(share_disk: bool, tmp_path: Path) -> None:
    request = many(project(tmp_path / "one", "First."))
    before = built(request)
    shutil.rmtree(request.out)
    started: list[ProcessPoolExecutor] = []

    def start() -> ProcessPoolExecutor:
        started.append(ProcessPoolExecutor(2, FORK))
        return started[-1]

    def kill(line: str) -> None:
        if line.startswith("1/"):
            (request.out / ".briefgen-1-1.md").write_text("half", "utf-8")  # as a worker leaves it that is killed
            for worker in list(started[0]._processes or {}):
                os.kill(worker, signal.SIGKILL)

    finished = run_build(request, How(Workers(start, share_disk), tell=kill))
    assert len(started) > 1
    assert len(finished.made) == 2 * len(request.outlines)
    assert contents(request.out) == before


def quietly(request: Request, workers: Workers | None, limit: int, answer: Any) -> None:
    """Builds where no file may be larger than `limit` bytes, as on a disk that is full."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        run_build(request, How(workers, anew=True))
    except BriefgenError as error:
        answer.put(str(error))
    else:
        answer.put("written")


@pytest.mark.parametrize("workers", [None, processes(2)], ids=["alone", "workers"])
@pytest.mark.parametrize("limit", [0, 100, 700])
def test_a_full_disk_loses_no_earlier_output(limit: int, workers: Workers | None, tmp_path: Path) -> None:
    before = built(project(tmp_path / "one", "First."))
    answer = FORK.Queue()
    process = start(quietly, project(tmp_path / "other", "Second."), workers, limit, answer)
    message = answer.get(timeout=20)
    process.join()
    assert "cannot be written" in message or ("workers: cannot be started" in message and limit == 0)
    after = contents(tmp_path / "out")
    assert set(after) == set(before)
    changed = {name for name in before if before[name] != after[name]}
    assert {name.partition(".")[2] for name in changed} <= {"executive.md", "manifest.json"}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no folder here that even root cannot write in")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    request = replace(project(tmp_path / "one", "First."), out=Path("/proc/self/briefgen"))
    with pytest.raises(BriefgenError, match="/proc/self/briefgen: cannot be written"):
        run_build(request)


@pytest.mark.slow
def test_two_builds_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    one, other = project(tmp_path / "one", "First."), project(tmp_path / "other", "Second.")
    whole = (built(one), built(other))
    for _ in range(5):
        rivals = [start(run_build, one, ANEW), start(run_build, other, ANEW)]
        for rival in rivals:
            rival.join()
        assert contents(tmp_path / "out") in whole


def toggle(path: Path, texts: tuple[str, str]) -> None:
    while True:
        for text in texts:
            staged = path.with_suffix(".new")
            staged.write_text(text, "utf-8")
            staged.replace(path)


def test_an_essay_that_changes_meanwhile_is_read_as_one_text(tmp_path: Path) -> None:
    request = project(tmp_path / "one", "First.")
    essay, states = tmp_path / "one" / "e.md", {}
    texts = ("One sentence is here. Another one follows it.\n", "Quite another text. It says other things now.\n")
    for text in texts:
        essay.write_text(text, "utf-8")
        states[read_essay(essay).sha256] = text
    process = start(toggle, essay, texts)
    try:
        for _ in range(15):
            report = run_build(request, ANEW).report
            for manifest in report.manifests:
                assert all(quote["text"] in states[manifest["essay"]["sha256"]] for quote in manifest["quotes"])
    finally:
        process.kill()
        process.join()


def test_an_outline_that_changes_meanwhile_gives_outputs_of_one_text(tmp_path: Path) -> None:
    request = project(tmp_path / "one", "First.")
    theses = ("First thesis.", "Second thesis.")
    texts = (OUTLINE.format(thesis=theses[0]), OUTLINE.format(thesis=theses[1]))
    request.outlines[0].write_text(texts[0], "utf-8")
    process = start(toggle, request.outlines[0], texts)
    try:
        for _ in range(15):
            run_build(request, ANEW)
            said = [data.decode() for name, data in contents(request.out).items() if name.startswith("x.executive")]
            assert len(said) == 2
            assert (
                len({thesis for thesis in ("First thesis.", "Second thesis.") for text in said if thesis in text}) == 1
            )
    finally:
        process.kill()
        process.join()


def test_what_is_done_stays_until_something_it_depends_on_changes(tmp_path: Path) -> None:
    request = project(tmp_path / "one", "First.")
    run_build(request)
    before = contents(request.out)
    assert run_build(request).changed == ()
    (request.out / "x.executive.md").write_text("edited", "utf-8")
    assert [path.name for path in run_build(request).changed] == ["x.executive.md"]
    (tmp_path / "one" / "y.yaml").write_text(OUTLINE.format(thesis="New."), "utf-8")
    assert {path.name for path in run_build(request).changed} == {name for name in before if name.startswith("y.")}
    shutil.rmtree(request.out)
    assert len(run_build(request).changed) == len(before)


def test_another_theme_or_another_map_beside_it_builds_anew(tmp_path: Path) -> None:
    request = replace(project(tmp_path / "one", "First."), formats=("deck",))
    decks = {"x.executive.pptx", "y.executive.pptx"}
    for name in ("dark", "warm"):
        assert decks <= {path.name for path in run_build(replace(request, theme=Path(name))).changed}
    brand = tmp_path / "brand.pptx"
    shutil.copy(BUILTIN / "default" / "dark.pptx", brand)
    run_build(replace(request, theme=brand))
    assert run_build(replace(request, theme=brand)).changed == ()
    (tmp_path / "brand.map.yaml").write_text("content: Sources\n", "utf-8")
    assert {path.name for path in run_build(replace(request, theme=brand)).made} == decks


def test_what_is_done_tells_its_warnings_again(tmp_path: Path) -> None:
    request = project(tmp_path / "one", "He said “this sentence is nowhere in it”.")
    first, again = (run_build(request, How(manifests=True)) for _ in range(2))
    assert len(first.report.warnings) == 2
    assert again.report == first.report
    assert again.tallies == first.tallies


def test_what_is_taken_away_while_a_build_runs_is_made_by_it(tmp_path: Path) -> None:
    request = project(tmp_path / "one", "First.")
    before = built(request)
    record = request.out / ".briefgen" / "y.json"
    finished = run_build(request, How(tell=lambda line: record.unlink(missing_ok=True)))
    assert {path.name for path in finished.made} == {name for name in before if name.startswith("y.executive")}
    assert contents(request.out) == before


def test_no_manifest_is_kept_that_is_not_asked_for(tmp_path: Path) -> None:
    finished = run_build(project(tmp_path / "one", "First."))
    assert finished.report.manifests == ()
    assert [(tally.name, tally.audiences) for tally in finished.tallies] == [("x", 1), ("y", 1)]


@pytest.mark.parametrize("share_disk", [True, False])
def test_workers_finish_what_one_process_finishes(share_disk: bool, tmp_path: Path) -> None:
    request = many(project(tmp_path / "one", "He said “this sentence is nowhere in it”."))
    alone = run_build(request, ANEW)
    files = contents(request.out)
    shutil.rmtree(request.out)
    workers = replace(processes(2), share_disk=share_disk)
    assert run_build(request, replace(ANEW, workers=workers)) == alone
    assert contents(request.out) == files
    for outline in request.outlines[20:30]:
        (request.out / f"{outline.stem}.executive.md").unlink()
    left = run_build(request, How(workers, manifests=True))
    assert left.report == alone.report
    assert [path.name for path in left.made] == [f"{number}.executive.md" for number in range(20, 30)]
    assert contents(request.out) == files


@pytest.mark.parametrize("share_disk", [True, False])
def test_mistakes_found_by_workers_are_told_at_once(share_disk: bool, tmp_path: Path) -> None:
    request = many(project(tmp_path / "one", "First."))
    for outline in (request.outlines[3], request.outlines[50]):
        outline.write_text("cliam: C\n", "utf-8")
    told = []
    for workers in (None, replace(processes(2), share_disk=share_disk)):
        with pytest.raises(BriefgenError) as caught:
            run_build(request, How(workers))
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert "03.yaml:1:1" in told[0]
    assert "50.yaml:1:1" in told[0]
    assert len(contents(request.out)) == 58 * 3


def test_a_build_that_is_done_waits_for_its_workers(tmp_path: Path) -> None:
    """An exit while they go could print an error of Python's own."""
    waited: list[bool] = []

    class Watched(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            waited.append(wait)
            super().shutdown(wait, cancel_futures=cancel_futures)

    run_build(project(tmp_path / "one", "First."), How(Workers(lambda: Watched(1))))
    assert waited == [True]


def test_an_interrupt_while_the_program_starts_ends_it_without_a_traceback() -> None:
    code = """
import sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "briefgen.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
from briefgen.__main__ import main
main()
"""
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (process.returncode, process.stdout, process.stderr) == (130, "", "")
