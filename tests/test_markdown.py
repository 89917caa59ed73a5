"""What templates print reads, as Markdown, as the very text that the outline holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefgen.audience import BUILTIN, read_audience
from briefgen.briefing import merge_briefing
from briefgen.errors import BriefgenError
from briefgen.escaping import escape_markdown
from briefgen.markdown import render_brief, render_storyboard
from briefgen.outline import read_outline
from briefgen.view import View, view_for

COMMONMARK = MarkdownIt("commonmark").enable("table").enable("strikethrough")
PRINTABLE = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
TEXT = st.text(alphabet=st.one_of(st.sampled_from("*_`[]<>|{}#~^$\\!&;=+-:.)(1a 中“"), PRINTABLE), min_size=1)
WORDS = TEXT.map(lambda text: " ".join(text.split())).filter(bool)

OUTLINE = """\
essay: {title: T, author: A, language: en}
thesis: The bottom line.
arguments:
  - {claim: "1. C# *beats* | C {x}", points: [a, b, c, d], so_what: {default: All., board: Board.}, risk: R}
  - {claim: Only for engineers, audiences: [engineers]}
asks: [{ask: Decide., owner: CEO, by: Q1}]
"""


SPACES = "\u00a0\u1680\u2000\u2003\u2009\u202f\u205f\u3000"


def read_back(markdown: str, block: str) -> tuple[str, list[str]]:
    """The text of the first inline content, and the kinds of the blocks around it."""
    tokens = COMMONMARK.parse(block.format(markdown))
    inline = next(token for token in tokens if token.type == "inline")
    text = "".join(child.content for child in inline.children or [])
    return text, [child.type for child in inline.children or []]


@settings(deadline=None)  # the first one imports the parser
@given(WORDS)
@example("1. first")
@example("- item")
@example("# heading #")
@example("a & b &amp; c")
@example("C#")
@example("x 0")
@pytest.mark.parametrize("block", ["{}", "## {}", "- {}", "> {}", "**x** {}"])
def test_escaped_text_reads_as_itself(block: str, words: str) -> None:
    if not any(character.isalnum() for character in words):
        words += "x"
    text, kinds = read_back(escape_markdown(words), block)
    assert text == ("x " if "**x**" in block else "") + words
    assert set(kinds) <= {"text", "strong_open", "strong_close", "text_special"}


@given(one=WORDS, other=WORDS, space=st.sampled_from(SPACES))
@pytest.mark.parametrize("block", ["{}", "## {}", "> {}"])
def test_spaces_that_belong_to_the_words_stay(block: str, space: str, one: str, other: str) -> None:
    text = f"a{one}{space}{other}z"
    assert read_back(escape_markdown(text), block)[0] == text


def test_line_breaks_tabs_and_rows_of_blanks_become_one_blank() -> None:
    assert escape_markdown(" a\t b\r\n\u2028c   d\x85e\u3000 ") == "a b c d e"


@given(WORDS)
def test_escaped_text_stays_in_its_table_cell(words: str) -> None:
    tokens = COMMONMARK.parse(f"| a | b |\n| --- | --- |\n| {escape_markdown(words)} | end |\n")
    cells = [token for token in tokens if token.type == "inline"]
    assert "".join(child.content for child in cells[2].children or []) == words
    assert cells[3].content == "end"


@pytest.fixture
def view(tmp_path: Path) -> View:
    path = tmp_path / "x.yaml"
    path.write_text(OUTLINE, "utf-8")
    return view_of(path, BUILTIN)


def view_of(path: Path, *folders: Path, audience: str = "executive") -> View:
    return view_for(merge_briefing(read_outline(path), None)[0], read_audience(audience, folders))


def test_a_claim_with_markup_characters_reaches_the_slide_as_itself(view: View) -> None:
    storyboard = render_storyboard(view)
    assert "## 1\\. C# \\*beats\\* \\| C \\{x\\} {#arg-a1}" in storyboard
    assert "{#arg-a2}" not in storyboard


def test_the_brief_has_no_blank_debris(view: View) -> None:
    brief = render_brief(view)
    assert "\n\n\n" not in brief
    assert not any(line != line.rstrip() for line in brief.splitlines())
    assert brief.endswith("\n")


def mine(folder: Path, body: str) -> Path:
    """A folder of templates with one audience of its own."""
    audience = folder / "own" / "mine"
    audience.mkdir(parents=True)
    (audience / "audience.yaml").write_text("name: {en: Mine}\nextends: board\n", "utf-8")
    (audience / "brief.md.j2").write_text(body, "utf-8")
    return folder / "own"


def test_an_audience_overrides_one_block(tmp_path: Path, view: View) -> None:
    body = (
        '{% extends "builtin/default/brief.md.j2" %}\n{% block sources %}\nEnd of {{ view.title }}.\n{% endblock %}\n'
    )
    own = mine(tmp_path, body)
    brief = render_brief(view_of(tmp_path / "x.yaml", own, BUILTIN, audience="mine"))
    assert brief.startswith("# T\n\n*Briefing for Mine · A*\n")
    assert brief.endswith("End of T.\n")
    assert "Board." in brief


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "a\n{{ view.titel }}",
            "2: template: 'briefgen.view.View object' has no attribute 'titel' (did you mean 'title'?)",
        ),
        ("{{ veiw.title }}", "1: template: 'veiw' is undefined (did you mean 'view'?)"),
        ("{{ labels.sorces }}", "there is no label 'sorces' (did you mean 'sources'?)"),
        ("{% for a in view.arguments %}\n{{ a.claim }}", "2: template: Unexpected end of template."),
        ("{{ view.title | shout }}", "1: template: No filter named 'shout'."),
        ("{% include 'nowhere.j2' %}", "1: there is no template 'nowhere.j2'"),
        ("{% include '../../../../etc/passwd' %}", "1: there is no template '../../../../etc/passwd'"),
        ("{{ view.__class__.__mro__ }}", "1: template: access to attribute '__class__' of 'View' object is unsafe."),
        ("{{ 1 / 0 }}", "1: template: division by zero"),
        ("{{ view.arguments }}", "1: template: a tuple cannot be printed; print its parts"),
        ("a\n{{ view.thesis | truncate(-10) }}", "2: template: expected length >= 3, got -10"),
        ('a\n{{ "\\ud800" }}', "2: template: half a character, which no file can hold"),
        ("a\n" + "{% for a in view.arguments %}\n" * 21 + "{% endfor %}" * 21, "22: template: too many statements"),
        ("a\n" + "{% if 1 %}\n" * 150 + "{% endif %}" * 150, ": template: too many statements or brackets within each"),
        ("a\n{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "2: template: too many statements or brackets within each"),
        ("a\n{{ view" + ".a" * 1500 + " }}", "2: template: too many statements or brackets within each other"),
        ("a\n{{ " + "[" * 90 + "1" + "]" * 90 + " | length }}", "template: too many statements or brackets within"),
        ("a\n{% extends none %}", "2: template: a template is named by a text"),
        ("a\n{% extends 3 %}", "2: template: a template is named by a text"),
        ("a\n{% extends nothing %}", "2: template: 'nothing' is undefined"),
        ('a\n{% include ["a", 3] %}', "2: template: a template is named by a text"),
        ("a\n{{ labels.botom_line }}", "brief.md.j2:2: there is no label 'botom_line' (did you mean 'bottom_line'?)"),
        (
            'a\n{% extends "builtin/bord/brief.md.j2" %}',
            "2: there is no template 'builtin/bord/brief.md.j2' (did you mean 'board'?)",
        ),
        ('a\n{% include "bord/brief.md.j2" %}', "2: there is no template 'bord/brief.md.j2' (did you mean 'board'?)"),
        ('{% include "board/breif.md.j2" %}', "there is no template 'board/breif.md.j2' (did you mean 'brief'?)"),
        (
            '{% extends "builtin/board/brief.md.j2" %}\n{% block thesi %}{% endblock %}',
            "brief.md.j2:2: there is no block 'thesi' in what the template extends (did you mean 'thesis'?)",
        ),
        (
            '{## {% extends "mine/other.md.j2" %} ##}\n{% extends "board/brief.md.j2" %}{% block x %}{% endblock %}',
            "brief.md.j2:2: there is no block 'x' in what the template extends",
        ),
        (
            'a\n{% from "builtin/board/brief.md.j2" import m %}',
            "mine/brief.md.j2:2: template: 'view' is undefined in what is imported (import it 'with context')",
        ),
        ("", "brief.md.j2: the template prints nothing (begin it with {% extends "),
        ("{% for a in range(9999999) %}x{% endfor %}", "1: template: 'range' is undefined"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(body: str, message: str, tmp_path: Path, view: View) -> None:
    own = mine(tmp_path, body)
    (own / "mine" / "other.md.j2").write_text("{% block x %}{% endblock %}", "utf-8")
    with pytest.raises(BriefgenError) as caught:
        render_brief(view_of(tmp_path / "x.yaml", own, BUILTIN, audience="mine"))
    assert message in str(caught.value)
    assert str(own / "mine") in str(caught.value)


def test_a_template_that_prints_without_end_is_stopped(tmp_path: Path, view: View) -> None:
    six = "{% for x in [1, 2, 3, 4, 5, 6] %}"
    loop = six * 6 + "x" * 1000 + "{% endfor %}" * 6
    own = mine(tmp_path, loop)
    with pytest.raises(BriefgenError, match="prints more than 4 MiB"):
        render_brief(view_of(tmp_path / "x.yaml", own, BUILTIN, audience="mine"))


def test_a_block_within_a_block_may_be_new(tmp_path: Path, view: View) -> None:
    body = '{% extends "mine/middle.md.j2" %}{% block thesis %}{% block inner %}x{% endblock %}{% endblock %}'
    called = "{% block support %}{{ self.mine() }}{% endblock %}{% block mine %}{% endblock %}"
    own = mine(tmp_path, body + called)
    middle = '{% extends "board/brief.md.j2" %}{% block sources %}{% endblock %}'
    (own / "mine" / "middle.md.j2").write_text(middle, "utf-8")
    assert "The bottom line." not in render_brief(view_of(tmp_path / "x.yaml", own, BUILTIN, audience="mine"))
