"""The review: every quote stands marked in the whole text, what is wrong is told, and nothing in it is markup."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.cli import main
from briefgen.errors import BriefgenError
from briefgen.readers import read_essay
from briefgen.review import Review, read_review
from briefgen.review_page import FOLDER, _words, render_review
from briefgen.review_server import Page, serve_page

ROOT = Path(__file__).parents[1]

ESSAY = """\
# Tides

The harbour fills twice a day. If the gate holds, the town stays dry. But the gate is old.

## One <script>alert(1)</script>

Steel rusts. Steel always rusts; paint only delays it. “We paint every year,” said Ana Ruiz.

Nobody drew on this paragraph.

## Two

The pump costs 40 euros a day.
"""
OUTLINE = """\
essay: {title: "Tides & <b>gates</b>", author: A. Writer, language: en, file: tides.md}
thesis: Mend the gate.
quotes:
  - text: the town stays dry.
arguments:
  - claim: Rust wins.
    at: "1"
    points: ["<img src=x onerror=alert(2)>"]
    quotes:
      - text: Steel always rusts; paint only delays it.
      - text: paint only delays it.
      - text: Steel rusts. […] “We paint every year,”
      - text: Steel never rusts.
  - claim: Pumps cost.
    figures:
      - {label: a pump, value: 40, unit: euros, at: 2.1.1}
      - {label: two pumps, value: 80, at: 9.9.9}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tides.md").write_text(ESSAY, "utf-8")
    (tmp_path / "tides.yaml").write_text(OUTLINE, "utf-8")
    return tmp_path


@pytest.fixture
def review(folder: Path) -> Review:
    return read_review(folder / "tides.yaml", ())[0]


def test_all_of_the_essay_stands_in_the_review(review: Review, folder: Path) -> None:
    shown = [
        "".join(piece.text for sentence in paragraph.sentences for piece in sentence.pieces)
        for section in review.essays[0].sections
        for paragraph in (*filter(None, [section.heading]), *(p for chunk in section.chunks for p in chunk))
    ]
    assert shown == [paragraph.text for paragraph in read_essay(folder / "tides.md").paragraphs()]


def test_every_quote_is_marked_where_it_stands(review: Review) -> None:
    marked: dict[int, str] = {}
    for section in review.essays[0].sections:
        for paragraph in (paragraph for chunk in section.chunks for paragraph in chunk):
            for piece in (piece for sentence in paragraph.sentences for piece in sentence.pieces):
                for number in piece.quotes:
                    marked[number] = marked.get(number, "") + piece.text
    assert marked == {q.number: q.quote.text.replace(" […] ", "") for q in review.quotes}


def test_coverage_counts_the_paragraphs_that_are_drawn_on(review: Review) -> None:
    assert [(s.title[:3], s.drawn, s.total, s.quotes, s.arguments, s.strip) for s in review.essays[0].sections] == [
        ("", 1, 1, 1, (), ("quoted",)),
        ("One", 2, 2, 3, (1,), ("quoted", "argued")),
        ("Two", 1, 1, 0, (), ("quoted",)),
    ]


def test_what_is_wrong_stands_with_its_argument(review: Review) -> None:
    assert [problem.message for problem in review.problems] == ["the quote is not in the essay"]
    assert review.arguments[0].problems == review.problems
    assert [problem.message for problem in review.arguments[1].problems] == ["the essay has no sentence 9.9.9"]
    assert review.alarms == 1
    assert review.thesis.quotes[0].alarm is not None
    assert review.thesis.quotes[0].alarm.reason == "a condition"


def test_nothing_that_people_wrote_is_markup(review: Review) -> None:
    page = render_review(review)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>gates</b>" not in page
    assert "Tides &amp; &lt;b&gt;gates&lt;/b&gt;" in page
    assert page.count("<script") == 1


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_any_claim_is_shown_as_itself(review_of_anything: Review, claim: str) -> None:
    from msgspec.structs import replace

    thesis = replace(review_of_anything.thesis, claim=claim)
    page = render_review(replace(review_of_anything, thesis=thesis))
    shown = re.search(r'id="t0"><span[^>]*>[^<]*</span> <span class="find">([^<]*)</span>', page)
    assert shown is not None
    assert unescape(shown[1]) == claim


@pytest.fixture(scope="session")
def review_of_anything(tmp_path_factory: pytest.TempPathFactory) -> Review:
    folder = tmp_path_factory.mktemp("review")
    (folder / "tides.md").write_text(ESSAY, "utf-8")
    (folder / "tides.yaml").write_text(OUTLINE, "utf-8")
    return read_review(folder / "tides.yaml", ())[0]


def test_every_id_is_used_once_and_every_link_has_its_goal(review: Review) -> None:
    page = render_review(review)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_command_writes_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main_exits(["review", str(folder / "tides.yaml"), "-o", str(folder / "out" / "page.html")])
    assert "4 quotes, 1 not in the essay, 1 to check in context" in capsys.readouterr().out
    assert (folder / "out" / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_two_runs_give_the_same_page_and_no_object_of_python(folder: Path) -> None:
    pages = [folder / "one.html", folder / "two.html"]
    for page in pages:
        command = [sys.executable, "-m", "briefgen", "review", "tides.yaml", "-o", str(page)]
        subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert "built-in" not in pages[0].read_text("utf-8")


def test_every_fixed_word_can_be_had_by_its_name(review: Review) -> None:
    from jinja2 import Environment

    words = _words("en", "outline")
    own = json.loads((FOLDER / "words.json").read_text("utf-8"))["en"]
    for name in own:
        assert Environment().from_string(f"{{{{ words.{name} }}}}").render(words=words) == str(own[name])
    assert '<button type="button" id="copy" data-copied="Copied">Copy</button>' in render_review(review)


def main_exits(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 0


def test_a_review_needs_the_essay(folder: Path) -> None:
    (folder / "tides.yaml").write_text(OUTLINE.replace(", file: tides.md", ""), "utf-8")
    with pytest.raises(BriefgenError, match="a review needs the essay, which is not here"):
        read_review(folder / "tides.yaml", ())


def test_only_this_machine_s_own_names_are_answered(review: Review) -> None:
    page = Page()
    page.put(render_review(review, 1))
    with serve_page(page) as address:
        assert urlopen(address).read().decode() == render_review(review, 1)
        with pytest.raises(HTTPError, match="403"):
            urlopen(Request(address, headers={"Host": "evil.example"}))
        with pytest.raises(HTTPError, match="404"):
            urlopen(address + "etc/passwd")


def test_a_tab_that_is_closed_before_the_answer_comes_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    page = Page()
    page.put("x" * 4_000_000)
    with serve_page(page) as address:
        port = urlsplit(address).port
        for path in ("/", "/changed?since=1"):
            with socket.create_connection(("127.0.0.1", port)) as tab:
                tab.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
                time.sleep(0.1)
                tab.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        page.put("later")
        time.sleep(0.2)
        assert urlopen(address).read() == b"later"
    assert capsys.readouterr().err == ""


@pytest.mark.slow
def test_a_served_page_has_a_new_version_after_each_save(folder: Path) -> None:
    outline = folder / "tides.yaml"
    command = [sys.executable, "-m", "briefgen", "review", str(outline), "--serve", "--watch"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
    guard = threading.Timer(60, process.kill)
    guard.start()
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[0]
        assert "Mend the gate." in urlopen(address).read().decode()
        outline.write_text(OUTLINE.replace("Mend the gate", "Replace the gate"), "utf-8")
        assert urlopen(f"{address}changed?since=1").read() == b"2"
        assert "Replace the gate." in urlopen(address).read().decode()
        outline.write_text("essay: [", "utf-8")
        assert urlopen(f"{address}changed?since=2").read() == b"3"
        assert "not valid YAML" in urlopen(address).read().decode()
        outline.write_text(OUTLINE, "utf-8")
        assert urlopen(f"{address}changed?since=3").read() == b"4"
        assert "Mend the gate." in urlopen(address).read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        guard.cancel()
        assert process.stdout is not None
        process.stdout.close()
    assert process.returncode == 130
