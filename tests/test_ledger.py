"""Every line of a brief or deck is from the outline, the essay or the fixed words, and every quote has its credit."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from briefgen.audience import BUILTIN, audience_names, read_audience
from briefgen.deck.storyboard import read_storyboard
from briefgen.errors import Problem
from briefgen.ledger import drawn_from, elements_of, known_of, unresolved
from briefgen.markdown import BRIEF, STORYBOARD, render, render_brief, template_of
from briefgen.passages import Passage, passages_of_brief, passages_of_deck
from briefgen.said import sayable_of
from briefgen.sources import read_briefing
from briefgen.view import View, view_for

OUTLINES = Path(__file__).parents[1] / "outlines"
REAL = ("b2b-market", "consumer-river", "deep-logic", "long-term", "other-side")


def view_of(outline: str, audience: str, *folders: Path, essays: tuple[Path, ...] = ()) -> View:
    briefing, _ = read_briefing(OUTLINES / f"{outline}.yaml", essays)
    return view_for(briefing, read_audience(audience, (*folders, BUILTIN)))


def problems_of(view: View) -> tuple[Problem, ...]:
    return sayable_of(view).check(passages_of_brief(render_brief(view)), template_of(view, BRIEF))


@pytest.mark.parametrize("audience", audience_names((BUILTIN,)))
@pytest.mark.parametrize("outline", ["small-platform", "service-shift"])
def test_the_briefs_that_ship_add_nothing(outline: str, audience: str) -> None:
    view = view_of(outline, audience)
    assert view.all_quotes[0].text
    assert problems_of(view) == ()


@pytest.mark.shared
@pytest.mark.parametrize("audience", audience_names((BUILTIN,)))
@pytest.mark.parametrize("outline", REAL)
def test_the_briefs_of_the_real_essays_add_nothing(outline: str, audience: str, shared: Path) -> None:
    view = view_of(outline, audience, essays=(shared / "essays",))
    assert problems_of(view) == ()
    assert view.has_essay


def planted(folder: Path, block: str) -> tuple[Problem, ...]:
    (folder / "board").mkdir()
    body = '{% extends "builtin/default/brief.md.j2" %}\n\n{% block risks %}\n' + block + "\n{% endblock %}\n"
    (folder / "board" / "brief.md.j2").write_text(body, "utf-8")
    return problems_of(view_of("small-platform", "board", folder))


CASH = """\
# On cash

## One

Cash is king. The rule “cash is what is left when the credit is gone” is old.
"""


@pytest.mark.parametrize("audience", ["board", "executive"])
@pytest.mark.parametrize(
    "outline",
    [
        "thesis: We hold that Cash is king in every part.\narguments: [{claim: C., quotes: [{text: Cash is king}]}]",
        "thesis: T.\narguments: [{claim: Cash is king., quotes: [{text: Cash is king.}]}]",
        "thesis: T.\narguments: [{claim: C., points: [Cash is king.], quotes: [{text: Cash is king.}]}]",
        "thesis: T.\narguments:\n- {claim: C., quotes: [{text: The rule “cash is what is left when the credit is gone”"
        " is old.}]}\n- {claim: D., quotes: [{text: cash is what is left when the credit is gone}]}",
    ],
    ids=["in the thesis", "the claim", "a point", "in another quote"],
)
def test_words_that_belong_to_a_longer_text_need_no_credit(outline: str, audience: str, tmp_path: Path) -> None:
    (tmp_path / "e.md").write_text(CASH, "utf-8")
    path = tmp_path / "o.yaml"
    path.write_text(f"essay: {{file: e.md, author: Ada, language: en}}\n{outline}\n", "utf-8")
    view = view_for(read_briefing(path, ())[0], read_audience(audience, (BUILTIN,)))
    assert all(quote.text for quote in view.all_quotes)
    assert problems_of(view) == ()
    deck = read_storyboard(render(view, STORYBOARD).text, "s.md")
    assert sayable_of(view).check(passages_of_deck(deck), template_of(view, STORYBOARD)) == ()


def test_a_template_that_adds_a_claim_is_told_its_line(tmp_path: Path) -> None:
    (problem,) = planted(tmp_path, "{{ view.thesis }}\n\nProfits will double by spring.")
    assert str(problem) == (
        f"{tmp_path}/board/brief.md.j2:6: “Profits will double by spring.” stands in neither the outline, the essay "
        "nor the fixed words (print it from `view`, or make it a label in audience.yaml)"
    )


def test_markdown_that_is_escaped_once_more_is_told_as_such(tmp_path: Path) -> None:
    (problem, *_) = planted(tmp_path, "{{ self.thesis() }}")
    assert "`| raw`" in problem.hint


def test_a_word_slipped_into_a_claim_is_seen(tmp_path: Path) -> None:
    (problem,) = planted(tmp_path, "{{ view.thesis }} Surely.")
    assert "stands in neither the outline" in problem.message


@pytest.mark.parametrize("block", ["<div>\nProfits double.\n</div>", "    Profits double.", "Profits `double`."])
def test_a_claim_in_markup_is_seen(tmp_path: Path, block: str) -> None:
    (problem,) = planted(tmp_path, block)
    assert "stands in neither the outline" in problem.message


def test_a_comment_over_several_lines_claims_nothing(tmp_path: Path) -> None:
    assert planted(tmp_path, "<!-- what the chair asked for:\nProfits by region\n-->\n\n{{ view.thesis }}") == ()


ON_SLIDES = {
    "bullet": "- Profits double.",
    "callout": "::: {.so-what}\nProfits double.\n:::",
    "note": "::: notes\nProfits double.\n:::",
    "cell": "| {{ labels.risk }} |\n|---|\n| Profits double. |",
    "column": "::: columns\n:::: column\nProfits double.\n::::\n:::",
    "code": "```\nProfits double.\n```",
    "category": "::: {.chart type=bar alt={{ view.thesis | yaml }}}\n| | |\n|---|---|\n| Profits double. | 2 |\n:::",
    "series": "::: {.chart type=bar alt={{ view.thesis | yaml }}}\n| | Profits double. |\n|---|---|\n| 2024 | 2 |\n:::",
    "alt text": '::: {.chart type=bar alt="Profits double."}\n| | |\n|---|---|\n| 2024 | 2 |\n:::',
    "axis": '::: {.matrix x="Profits double." y=""}\n- **1**\n- **2**\n- **3**\n- **4**\n:::',
    "picture": "![Profits double.](chart.png)",
}
"""A claim of the template's own, wherever a slide can hold text."""


@pytest.mark.parametrize("block", ON_SLIDES.values(), ids=list(ON_SLIDES))
def test_a_claim_anywhere_on_a_slide_is_seen(tmp_path: Path, block: str) -> None:
    (tmp_path / "board").mkdir()
    body = '{% extends "builtin/default/storyboard.md.j2" %}\n\n{% block figures %}\n'
    body += "## {{ labels.figures }}\n\n" + block + "\n{% endblock %}\n"
    (tmp_path / "board" / "storyboard.md.j2").write_text(body, "utf-8")
    view = view_of("small-platform", "board", tmp_path)
    passages = passages_of_deck(read_storyboard(render(view, STORYBOARD).text))
    (problem,) = sayable_of(view).check(passages, template_of(view, STORYBOARD))
    assert problem.message.startswith("“Profits double.” stands in neither the outline")


def test_a_quote_without_its_credit_is_seen(tmp_path: Path) -> None:
    (problem,) = planted(tmp_path, "> {{ view.quotes[0].shown }}")
    assert problem.message == "the quote at §0 ¶3 is shown without its credit"


def test_a_quote_with_its_credit_is_fine(tmp_path: Path) -> None:
    quote = "> {{ view.quotes[0].shown }}\n>\n> {{ view.quotes[0].speaker }}, {{ view.quotes[0].place }}"
    assert planted(tmp_path, quote) == ()


AS_QUOTES = [
    "> {{ view.thesis }}\n>\n> — {{ view.author }}",
    "“{{ view.thesis }}” — {{ view.author }}",
    '{{ view.author }}: "{{ view.thesis }}"',
    "{{ view.author }}：「{{ view.arguments[0].claim }}」",
    "- {{ view.author }}: ‘{{ view.arguments[0].points[0] }}’",
    "> {{ view.quotes[0].shown }} {{ view.thesis }}\n>\n> {{ view.quotes[0].speaker }}, {{ view.quotes[0].place }}",
    "“{{ view.quotes[0].shown }} {{ view.thesis }}” {{ view.quotes[0].speaker }}, {{ view.quotes[0].place }}",
    "<blockquote>\n{{ view.thesis }}\n</blockquote>",
    "{{ view.author }}: <q>{{ view.thesis }}</q>",
]


@pytest.mark.parametrize("block", AS_QUOTES)
def test_own_words_shown_as_a_quote_are_seen(block: str, tmp_path: Path) -> None:
    (problem,) = planted(tmp_path, block)
    assert problem.message.endswith("” stands as a quotation, and is no quote")


@pytest.mark.parametrize("div", ["::: {.quote}\n%s\n:::", "> %s", "“%s”", "::: columns\n:::: column\n> %s\n::::\n:::"])
def test_own_words_as_a_quote_on_a_slide_are_seen(div: str, tmp_path: Path) -> None:
    (tmp_path / "board").mkdir()
    body = '{% extends "builtin/default/storyboard.md.j2" %}\n\n{% block figures %}\n'
    body += "## {{ labels.figures }}\n\n" + div.replace("%s", "{{ view.thesis }}") + "\n{% endblock %}\n"
    (tmp_path / "board" / "storyboard.md.j2").write_text(body, "utf-8")
    view = view_of("small-platform", "board", tmp_path)
    passages = passages_of_deck(read_storyboard(render(view, STORYBOARD).text))
    (problem,) = sayable_of(view).check(passages, template_of(view, STORYBOARD))
    assert problem.message.endswith("” stands as a quotation, and is no quote")


@pytest.mark.parametrize(
    "block",
    [
        "“{{ view.quotes[0].shown }}” {{ view.quotes[0].speaker }}, {{ view.quotes[0].place }}",
        "> “{{ view.quotes[0].shown }}”\n>\n> — {{ view.quotes[0].speaker }}, {{ view.quotes[0].place }}",
        "{{ view.author }}, “{{ view.title }}”",
        "{{ labels.brief_for | fill(audience='“' ~ view.audience_name ~ '”') }}",
    ],
)
def test_quotes_and_titles_stand_between_marks(block: str, tmp_path: Path) -> None:
    assert planted(tmp_path, block) == ()


def test_marks_in_the_outlines_own_words_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "o.yaml"
    path.write_text(
        "essay: {title: T, author: Ada, language: en}\nthesis: The “rule of cash” is old.\narguments:\n"
        '- {claim: The ‘90s are over., points: [The workers’ pay is due.], so_what: Ask ”why“ at 12" of rain.}\n',
        "utf-8",
    )
    for audience in audience_names((BUILTIN,)):
        view = view_for(read_briefing(path, ())[0], read_audience(audience, (BUILTIN,)))
        assert problems_of(view) == ()
        deck = read_storyboard(render(view, STORYBOARD).text, "s.md")
        assert sayable_of(view).check(passages_of_deck(deck), template_of(view, STORYBOARD)) == ()


def test_elements_are_found_in_a_slide_whatever_its_line_breaks() -> None:
    view = view_of("small-platform", "executive")
    claim = view.arguments[0].claim
    broken = claim.replace(" ", "\n", 3)
    assert drawn_from([broken], elements_of(view)) == [(view.arguments[0].id,)]


def test_white_space_within_a_known_text_says_nothing() -> None:
    view = view_of("small-platform", "executive")
    bare = view.thesis.rstrip(".")
    lines = (bare.replace(" ", "\n", 1), bare.replace(" ", "  "), f"{view.author}:\u3000{bare}")
    assert sayable_of(view).check((Passage(lines),), template_of(view, BRIEF)) == ()


@pytest.mark.parametrize("behind", ["not", "double", "Eleanor doubled"])
def test_a_word_behind_a_known_text_is_seen(behind: str) -> None:
    view = view_of("small-platform", "executive")
    passages = (
        Passage((f"{view.thesis} {behind}",)),
        Passage((f"{view.author}, {view.title} {behind}, {view.thesis}",)),
    )
    assert len(list(unresolved(known_of(view), passages))) == 2


def test_a_line_of_many_marks_is_read_in_the_time_that_its_length_takes() -> None:
    view = view_of("small-platform", "executive")
    passages = (Passage(("alien, " + "2030, " * 100_000,)),)
    began = process_time()
    ((_, words),) = unresolved(known_of(view), passages)
    assert words == "alien"
    assert process_time() - began < 2


def test_an_audience_with_a_latin_name_is_no_addition_to_a_chinese_brief(tmp_path: Path) -> None:
    (tmp_path / "partners").mkdir()
    (tmp_path / "partners" / "audience.yaml").write_text("extends: board\nname: {zh: partners}\n", "utf-8")
    (tmp_path / "partners" / "brief.md.j2").write_text('{% extends "board/brief.md.j2" %}\n', "utf-8")
    view = view_of("service-shift", "partners", tmp_path)
    assert "呈partners" in render_brief(view)
    assert not problems_of(view)
