"""Digests: what they may say, what they draw on, how they are drafted, and what each audience gets of them."""

from __future__ import annotations

import re
from itertools import combinations
from math import sqrt
from pathlib import Path
from time import process_time
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.audience import BUILTIN, audience_names, read_audience
from briefgen.briefing import merge_briefing
from briefgen.build import Request, build
from briefgen.changes import Change, stale_outputs
from briefgen.digest import Digest, read_digest
from briefgen.digest_draft import draft_digest, draft_over
from briefgen.digest_sources import read_synthesis
from briefgen.digest_view import DigestView, digest_view_for
from briefgen.errors import BriefgenError
from briefgen.glossary import read_glossary
from briefgen.ledger import elements_of
from briefgen.library import forget_files
from briefgen.markdown import render_brief, render_storyboard
from briefgen.outline import Argument, read_outline
from briefgen.outlines import is_digest
from briefgen.readers import read_essay
from briefgen.records import Worded
from briefgen.synthesis import Synthesis, merge_digest
from briefgen.themes import Member, find_clusters, find_contradictions, find_recurring, find_repeated, members_of
from briefgen.verdicts import verify

STRATEGY = Path(__file__).parents[1] / "outlines" / "strategy.yaml"

ESSAY = "---\ntitle: {name}\n---\n\nFirst of all, {name} is a word. It stands here.\n"
OUTLINE = """\
essay: {{title: {name}, language: en, file: {name}.md, sha256: {sha}}}
thesis: The thesis of {name}.
arguments:
  - id: one
    claim: The claim of {name}.
    at: "0.1"
    quotes: [{{text: "It stands here."}}]
    figures: [{{label: Words of {name}, value: 1}}]
timeline: [{{when: 2020, what: An event of {name}.}}]
"""
DIGEST = """\
digest: {title: Both, language: en, essays: [alpha.yaml, beta.yaml]}
thesis: Both say it.
themes:
  - claim: They agree.
    draws_on: [alpha/one]
    contradicted_by: [beta/one]
"""


def pairs(groups: list[list[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def write_small(folder: Path, digest: str = DIGEST) -> Path:
    """Two outlines with essays, and a digest over them."""
    from hashlib import sha256

    for name in ("alpha", "beta"):
        essay = ESSAY.format(name=name).encode()
        (folder / f"{name}.md").write_bytes(essay)
        (folder / f"{name}.yaml").write_text(OUTLINE.format(name=name, sha=sha256(essay).hexdigest()), "utf-8")
    (folder / "both.yaml").write_text(digest, "utf-8")
    return folder / "both.yaml"


def complaints(path: Path) -> list[str]:
    with pytest.raises(BriefgenError) as caught:
        read_synthesis(path, ())
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


@pytest.fixture(scope="module")
def strategy() -> Digest:
    return read_digest(STRATEGY)


@pytest.fixture(scope="module")
def synthesis(strategy: Digest) -> Synthesis:
    return merge_digest(strategy, [merge_briefing(read_outline(path), None)[0] for path in strategy.outlines()])


def view_of(synthesis: Synthesis, audience: str) -> DigestView:
    return digest_view_for(synthesis, read_audience(audience, (BUILTIN,)))


def test_a_draft_finds_most_of_the_themes_that_a_person_found(strategy: Digest) -> None:
    wanted = pairs([[ref for ref, _, _ in theme.stances()] for theme in strategy.themes])
    members = members_of([read_outline(path) for path in strategy.outlines()], read_glossary())
    found = pairs([[member.ref for member in cluster.members] for cluster in find_clusters(members)])
    assert len(found & wanted) >= 0.7 * len(wanted)
    assert len(found & wanted) >= 0.5 * len(found)


def test_a_draft_sees_contrasts_contradictions_and_repeated_quotes(strategy: Digest) -> None:
    outlines = [read_outline(path) for path in strategy.outlines()]
    members = members_of(outlines, read_glossary())
    recurring = {(r.left, r.reached): [m.outline for m in r.members] for r in find_recurring(members, read_glossary())}
    assert recurring["platform", "shared capability"] == ["b2b-market", "other-side"]
    platform = next(c for c in find_contradictions(members) if c.idea == "platform")
    assert platform.wants[0].ref == "long-term/platform"
    assert {m.ref for m in platform.denies} >= {"b2b-market/middle-platform", "other-side/decentral"}
    assert find_repeated(outlines) == ()
    assert ("long-term/platform", "long-term/platform") in find_repeated([outlines[-1], outlines[-1]])


def test_words_of_grammar_join_nothing_and_an_idea_is_named_once(tmp_path: Path) -> None:
    claims = {
        "oak": ("The platform is for the members and it pays them", "Rain is the best of what there is for them"),
        "elm": ("The platform and its members are what it is for", "There is more to be had and it is not for all"),
    }
    for name, said in claims.items():
        arguments = "".join(f"  - claim: {claim}\n" for claim in said)
        head = f"essay: {{title: {name}, language: en}}\nthesis: T.\narguments:\n"
        (tmp_path / f"{name}.yaml").write_text(head + arguments, "utf-8")
    outlines = [read_outline(tmp_path / f"{name}.yaml") for name in claims]
    members = members_of(outlines, read_glossary())
    assert [[member.ref for member in cluster.members] for cluster in find_clusters(members)] == [["elm/a1", "oak/a1"]]
    (cluster,) = find_clusters(members)
    assert set(cluster.shared) == {"platform", "members"}
    assert len(cluster.shared) == 2


def test_a_draft_needs_outlines_that_can_be_told_apart(tmp_path: Path) -> None:
    both = write_small(tmp_path)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "alpha.yaml").write_text((tmp_path / "alpha.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(BriefgenError, match=r"more/alpha.yaml: a second outline named 'alpha' \(rename it: .*/alpha"):
        draft_over((tmp_path / "alpha.yaml", tmp_path / "more" / "alpha.yaml"), tmp_path)
    with pytest.raises(BriefgenError, match=r"at least two outlines \(name more of them; \S*both.yaml is a digest"):
        draft_over((both, tmp_path / "alpha.yaml"), tmp_path)
    assert draft_over((tmp_path / "alpha.yaml", tmp_path / "alpha.yaml", tmp_path / "beta.yaml"), tmp_path)


def test_a_draft_is_a_digest_over_its_outlines(tmp_path: Path, strategy: Digest) -> None:
    out = tmp_path / "draft.yaml"
    out.write_text(draft_over((STRATEGY.parent,), tmp_path), "utf-8")
    synthesis, _ = read_synthesis(out, ())
    assert len(synthesis.themes) > 3
    assert {b.name for b in synthesis.briefings} >= {b.stem for b in strategy.outlines()}
    with pytest.raises(BriefgenError, match="at least two outlines"):
        draft_over((STRATEGY,), tmp_path)


def test_a_draft_says_why(tmp_path: Path) -> None:
    write_small(tmp_path)
    outlines = [read_outline(tmp_path / f"{name}.yaml") for name in ("alpha", "beta")]
    text = draft_digest(outlines, read_glossary(), tmp_path)
    assert "# why together: claim" in text
    assert "# the same words are quoted by alpha/one, beta/one" in text
    assert 'thesis: "To decide' in text


def test_a_glossary_of_ones_own_adds_ideas(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("terms:\n  tea: {zh: [茶], en: [tea]}\n  platform: {en: [stage]}\n", "utf-8")
    glossary = read_glossary(own)
    assert glossary.ideas("茶 and Teapots on a stage platform") == ("tea", "tea", "platform")
    assert (glossary.word("tea", "zh"), glossary.word("tea", "en"), glossary.word("platform", "zh")) == (
        "茶",
        "tea",
        "platform",
    )
    own.write_text("terms:\n  tea: {zh: []}\n", "utf-8")
    with pytest.raises(BriefgenError, match=r"own.yaml:2:8: the idea 'tea' has no term"):
        read_glossary(own)


@pytest.mark.parametrize("audience", audience_names((BUILTIN,)))
def test_every_audience_gets_a_brief_and_a_deck(synthesis: Synthesis, audience: str) -> None:
    view = view_of(synthesis, audience)
    storyboard, brief = render_storyboard(view), render_brief(view)
    assert view.thesis in storyboard
    assert view.thesis in brief
    assert storyboard.count("\n## ") <= 7 or audience != "board"  # with the title slide at most 8
    for stand in (stand for theme in view.themes for stand in theme.stands):
        assert stand.says in storyboard


def test_every_line_of_a_deck_comes_from_digest_outlines_or_fixed_words(synthesis: Synthesis) -> None:
    for audience in audience_names((BUILTIN,)):
        view = view_of(synthesis, audience)
        known = {text for _, text in elements_of(view)} | set(view.labels.values()) | {view.title, view.audience_name}
        known |= {part for work in view.works for part in (work.title, work.short_title, work.author, work.published)}
        known |= {stand.place for theme in view.themes for stand in theme.stands}
        known |= {part for ask in view.asks for part in (ask.owner, ask.by)} | {event.when for event in view.timeline}
        known |= {text for figure in view.figures for text in (figure.value, figure.bare, figure.when, figure.place)}
        known |= {quote.place for quote in view.all_quotes} | {quote.work for quote in view.all_quotes}
        known |= {term for term, _ in view.terms}
        body = re.sub(r"::: notes\n.*?\n:::\n", "", render_storyboard(view), flags=re.DOTALL)
        body = re.sub(r"\A---\n.*?\n---\n|\{#[^}]*\}|^:::.*$|\\", "", body, flags=re.DOTALL | re.MULTILINE)
        for number in range(1, 9):
            known |= {view.labels.quotes_of_theme.format(number=number)}
        for text in sorted(known - {""}, key=len, reverse=True):
            body = body.replace(text, "")
        assert not re.findall(r"[^\W_]+", body), audience


def test_stances_and_quotes_come_from_several_essays(tmp_path: Path) -> None:
    synthesis, warnings = read_synthesis(write_small(tmp_path), ())
    view = view_of(synthesis, "executive")
    assert warnings == ()
    assert [stand.stance for stand in view.themes[0].stands] == ["supports", "contradicts"]
    assert view.themes[0].row == (view.labels.supports, view.labels.contradicts)
    assert [(quote.work, quote.text) for quote in view.all_quotes] == [
        ("alpha", "It stands here."),
        ("beta", "It stands here."),
    ]
    assert [figure.place for figure in view.figures] == ["alpha", "beta"]
    assert [event.place for event in view.timeline] == ["alpha", "beta"]


def test_many_essays_stand_in_several_tables(tmp_path: Path) -> None:
    names = [f"essay{number}" for number in range(23)]
    for name in names:
        head = f"essay: {{title: {name}, language: en}}\nthesis: A.\n"
        (tmp_path / f"{name}.yaml").write_text(
            f"{head}arguments: [{{id: one, claim: The claim of {name}.}}]\n", "utf-8"
        )
    files = ", ".join(f"{name}.yaml" for name in names)
    refs = ", ".join(f"{name}/one" for name in names[:-1])
    head = f"digest: {{title: All, language: en, essays: [{files}]}}\nthesis: They say it.\n"
    (tmp_path / "all.yaml").write_text(f"{head}themes: [{{claim: They agree., draws_on: [{refs}]}}]\n", "utf-8")
    view = view_of(read_synthesis(tmp_path / "all.yaml", ())[0], "default")
    storyboard, brief = render_storyboard(view), render_brief(replace(view, brief_parts=("matrix",)))
    for written in (storyboard, brief):
        headers = [re.findall(r"essay\d+", line) for line in written.splitlines() if line.startswith("| Theme |")]
        assert [len(header) for header in headers] == [8, 7, 8]
        assert [name for header in headers for name in header] == names
        rows = [line.count("| for") for line in written.splitlines() if line.startswith("| They agree.")]
        assert rows == [8, 7, 7]
    assert re.findall(r"^## .*{#(matrix.*)}", storyboard, re.MULTILINE) == ["matrix", "matrix-2", "matrix-3"]
    assert re.findall(r"^## .*\((\d+–\d+)\)", storyboard, re.MULTILINE) == ["1–8", "9–15", "16–23"]
    assert " ," not in render_brief(view)


def test_a_digest_is_told_from_an_outline(tmp_path: Path) -> None:
    path = write_small(tmp_path)
    assert is_digest(path)
    assert not is_digest(tmp_path / "alpha.yaml")
    (tmp_path / "word.yaml").write_text("thesis: a digest in the text is none\n", "utf-8")
    assert not is_digest(tmp_path / "word.yaml")


def test_an_argument_that_vanished_is_named_with_its_place(tmp_path: Path) -> None:
    path = write_small(tmp_path, DIGEST.replace("alpha/one", "alpha/once").replace("beta/one", "gamma/one"))
    assert complaints(path) == [
        "both.yaml:5:16: outline 'alpha' has no argument 'once' (did you mean 'one'?)",
        "both.yaml:6:23: the digest is not over an outline 'gamma' (known: alpha, beta)",
    ]


def test_an_essay_that_changed_is_an_error(tmp_path: Path) -> None:
    path = write_small(tmp_path)
    (tmp_path / "beta.md").write_text("It stands here. Now it says more.\n", "utf-8")
    assert [line.partition(" (")[0] for line in complaints(path)] == ["beta.yaml:1:59: the essay's file has changed"]
    (tmp_path / "beta.md").write_text("Nothing of it is left.\n", "utf-8")
    forget_files()
    assert [line.partition(" (")[0] for line in complaints(path)] == ["beta.yaml:7:21: the quote is not in the essay"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("beta.yaml]", "both.yaml]", "both.yaml:1:58: the digest draws on itself (list outlines of essays)"),
        ("beta.yaml]", "none.yaml]", "both.yaml:1:58: the outline 'none.yaml' does not exist (the path is relative"),
        ("beta.yaml]", "alpha.yaml]", "both.yaml:1:58: a second outline named 'alpha' (names must differ)"),
        (", beta.yaml]", "]", "both.yaml:1:45: a digest needs at least two outlines"),
        ("[beta/one]", "[alpha/one]", "both.yaml:6:23: 'alpha/one' already supports this theme (name it once)"),
        ("draws_on: [alpha/one]", "id: x", "both.yaml:4:5: no argument supports the theme (name one as"),
        ("[alpha/one]", "[alpha]", "both.yaml:5:16: 'draws_on' cannot be 'alpha' (the arguments that support"),
        (
            "    draws_on",
            "    quotes: [beta/two]\n    draws_on",
            "both.yaml:5:14: the theme does not draw on 'beta/two'",
        ),
        (
            "    draws_on",
            "    drawson: []\n    draws_on",
            "both.yaml:5:5: unknown key 'drawson' (did you mean 'draws_on'?)",
        ),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert complaints(write_small(tmp_path, DIGEST.replace(old, new)))[0].startswith(complaint)


def test_a_digest_cannot_draw_on_a_digest(tmp_path: Path) -> None:
    path = write_small(tmp_path)
    (tmp_path / "more.yaml").write_text(DIGEST.replace("beta.yaml", "beta.yaml, both.yaml"), "utf-8")
    assert complaints(tmp_path / "more.yaml") == ["more.yaml:1:69: a digest cannot draw on a digest (list outlines)"]
    assert path.exists()


def test_a_digest_goes_stale_with_the_quotes_it_shows(tmp_path: Path) -> None:
    report = build(Request((write_small(tmp_path),), ("executive",), ("brief",)))
    gone = Change(str(tmp_path / "alpha.yaml"), 7, "one.quotes.1", "gone", "0.1.2")
    assert stale_outputs([gone], report.manifests) == ("both.executive.md is stale",)
    assert stale_outputs([replace(gone, at="0.1.1")], report.manifests) == ()
    assert stale_outputs([replace(gone, fate="kept")], report.manifests) == ()


def test_the_quotes_of_a_digest_are_proved_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    report = build(Request((write_small(tmp_path),), ("executive",)))
    essays = [read_essay(tmp_path / f"{name}.md") for name in ("alpha", "beta")]
    for path, data in report.files.items():
        if path.suffix != ".json":
            (file := tmp_path / path.name).write_bytes(data)
            assert {verdict.ok for verdict in verify(file, essays)} == {True}
    file = tmp_path / "both.executive.md"
    file.write_text(file.read_text("utf-8").replace("> It stands here.", "> It stood here.", 1), "utf-8")
    assert [verdict.ok for verdict in verify(file, essays)] == [False]


def test_a_draft_of_oddly_named_outlines_reads_too(tmp_path: Path) -> None:
    write_small(tmp_path)
    names = ["- a: b.yaml", "战略 #2.yaml"]
    for old, new in zip(("alpha", "beta"), names, strict=True):
        (tmp_path / f"{old}.yaml").rename(tmp_path / new)
    draft = draft_digest([read_outline(tmp_path / name) for name in names], read_glossary(), tmp_path)
    (tmp_path / "draft.yaml").write_text(draft, "utf-8")
    synthesis, _ = read_synthesis(tmp_path / "draft.yaml", ())
    assert {drawn.ref for drawn in synthesis.themes[0].drawn} == {"- a: b/one", "战略 #2/one"}


def test_a_draft_of_outlines_with_nothing_in_common_says_so(tmp_path: Path) -> None:
    write_small(tmp_path)
    alien = tmp_path / "beta.yaml"
    alien.write_text("essay: {language: zh}\nthesis: 茶\narguments: [{id: tea, claim: 茶凉了}]\n", "utf-8")
    outlines = [read_outline(tmp_path / f"{name}.yaml") for name in ("alpha", "beta")]
    assert "\nthemes: [] #" in draft_digest(outlines, read_glossary(), tmp_path)


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=5), max_size=12))
def test_clusters_hold_each_argument_at_most_once_and_several_outlines(bags: list[list[str]]) -> None:
    argument = Argument(claim=Worded())
    members = []
    for number, bag in enumerate(bags):
        length = sqrt(len(set(bag))) or 1.0
        vector = dict.fromkeys(bag, 1 / length)
        members.append(Member(f"o{number % 3}/a{number}", f"o{number % 3}", argument, vector, frozenset(), frozenset()))
    clusters = find_clusters(members)
    refs = [member.ref for cluster in clusters for member in cluster.members]
    assert len(refs) == len(set(refs))
    assert all(len({member.outline for member in cluster.members}) > 1 for cluster in clusters)
    assert find_clusters(members) == clusters


@pytest.mark.slow
def test_two_hundred_outlines_are_drafted_in_the_time_of_a_hundred_builds(tmp_path: Path, strategy: Digest) -> None:
    texts = [path.read_text("utf-8") for path in strategy.outlines()]
    files = [tmp_path / f"o{number:03}.yaml" for number in range(200)]
    for number, file in enumerate(files):
        file.write_text(re.sub(r"claim: \"", f'claim: "{number:03} ', texts[number % len(texts)]), "utf-8")
    one = Request((STRATEGY.with_name("service-shift.yaml"),))
    build(one)  # what is read once per process is not counted
    built = min(repeat(lambda: build(one), timer=process_time, number=1, repeat=5))
    drafted = min(repeat(lambda: draft_over((tmp_path,), tmp_path), timer=process_time, number=1, repeat=2))
    assert drafted < 100 * built, f"{drafted:.2f} s against {built:.3f} s"


@pytest.mark.parametrize("head", ["[a.yaml, b.yaml]", "a.yaml", "{title: D}"])
def test_a_head_that_cannot_be_read_is_told(head: str, tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(f"digest: {head}\nthesis: B.\nthemes: [{{claim: C., draws_on: [a/x]}}, {{points: [a]}}]\n", "utf-8")
    with pytest.raises(BriefgenError) as caught:
        read_digest(path)
    told = [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]
    assert [place.split(": ")[0].split(":")[0] for place in told] == ["1", "3"]
