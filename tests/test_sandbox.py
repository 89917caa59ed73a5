"""Templates of unknown people: no way out of the sandbox, and no way to stop or fill the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.audience import BUILTIN, read_audience
from briefgen.briefing import merge_briefing
from briefgen.errors import BriefgenError
from briefgen.markdown import render_brief
from briefgen.outline import read_outline
from briefgen.view import view_for

OUTLINE = "essay: {title: T, author: A, language: en}\nthesis: B.\narguments: [{claim: One, points: [a, b]}]\n"

ESCAPES = [
    "{{ view.__class__ }}",
    "{{ view.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ ().__class__.__bases__[0] }}",
    "{{ {}.__class__ }}",
    "{{ [].__class__ }}",
    "{{ (1).__class__ }}",
    "{{ view.title.__class__ }}",
    "{{ view.title['__class__'] }}",
    "{{ view['__class__'] }}",
    "{{ view.__init__.__globals__ }}",
    "{{ view.title.format.__globals__ }}",
    "{{ view.title.format('{0.__class__}', view) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(view) }}",
    "{{ '{x}'.format_map({'x': view}) }}",
    "{{ ('{' ~ '0.__class__}').format(view) }}",
    "{{ view | attr('__class__') }}",
    "{{ [view] | map(attribute='__class__') | list | first }}",
    "{{ [view] | map('attr', '__class__') | first }}",
    "{{ [view] | sum(attribute='__class__') }}",
    "{{ ([view] | groupby('__class__') | first).grouper }}",
    "{{ view.audience }}",
    "{{ view.audience.folders }}",
    "{{ view.audience.theme.unlink() }}",
    "{{ view.audience.theme.read_bytes() }}",
    "{{ view.audience.folders[0].parent.iterdir() | first }}",
    "{{ labels._words }}",
    "{{ labels.__init__.__globals__ }}",
    "{{ labels.values.__func__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ self._TemplateReference__context.environment }}",
    "{{ caller.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m.__call__.__globals__ }}",
    "{% for a in [1] %}{{ loop.__class__ }}{% endfor %}",
    "{% for a in [1] %}{{ loop._iterable }}{% endfor %}",
    "{% for a in [1] %}{{ loop.cycle.__func__ }}{% endfor %}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ dict(a=1).__class__ }}",
    "{{ url_for.__globals__ }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ undefined_name.__class__ }}",
    "{{ view.nothing.__class__ }}",
    "{{ view.arguments.__add__ }}",
    "{{ view.arguments.count.__self__ }}",
    "{{ view.title.encode().decode.__self__ }}",
    "{{ view.title.translate }}",
    "{{ environment }}",
    "{{ context }}",
    "{% import 'os' as os %}{{ os }}",
    "{% import 'default/brief.md.j2' as b %}{{ b.__class__ }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../etc/passwd' %}",
    "{% include 'builtin/../../../../etc/passwd' %}",
    "{% extends '/etc/hostname' %}",
    "{{ view.title | pprint }}",
    "{{ view | tojson }}",
    "{{ view.title | random }}",
    "{{ view.title | xmlattr }}",
    "{% debug %}",
    "{% do view.title %}",
]

BOMBS = [
    "{{ 'x' * 999999999 }}",
    "{{ [1] * 999999999 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ 'x'.ljust(999999999) }}",
    "{{ 'x'.center(999999999) }}",
    "{{ 'x'.zfill(999999999) }}",
    "{{ 'x' | center(999999999) }}",
    "{{ 'x' | indent(999999999) }}",
    "{{ '%999999999d' | format(1) }}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{% set x = 9 %}" + "{% set x = x * x * x %}" * 40 + "{{ x }}",
    "{% set x = 'xxxxxxxxxxxxxxxx' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
    "{% set x = 'xxxxxxxxxxxxxxxx' %}" + "{% set x = x | replace('x', x) %}" * 9 + "{{ x }}",
    "{% set x = [1, 2] %}" + "{% set x = [x, x] %}" * 60 + "{{ x }}",
    "{% set x = [1, 2] %}" + "{% set x = x + x %}" * 60 + "{{ x | length }}",
    "{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('ab') }}",
    "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{% for a in range(999999999) %}{% endfor %}",
    "{% set l = [1,2,3,4,5,6,7,8,9,10] %}" + "{% for a in l %}" * 15 + "{% endfor %}" * 15,
    "{% for x in [[1], [2]] recursive %}{{ loop(x) }}{{ loop([[1], [2]]) }}{% endfor %}",
    "{% include 'mine/brief.md.j2' %}",
    "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}",
    '{% for v in "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" %}' * 6 + "{% endfor %}" * 6,
    '{% for v in "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" %}' * 5 + "{{ view.thesis }}" + "{% endfor %}" * 5,
    "{% for v in 'aaaaaaaa' recursive %}{% if loop.depth < 9 %}{{ loop('aaaaaaaa') }}{% endif %}{% endfor %}",
    "{{ 1.5 | round(999999999, 'floor') }}",
    "{{ '%999999999d' is odd }}",
    "{{ '%999999999d' is divisibleby 1 }}",
    "{% set x = 'xxxxxxxxxxxxxxxx' %}"
    + "{% set x = x ~ x %}" * 15
    + "{% for a in x[:90000] %}{% set y = x.upper() %}{% endfor %}",
    "{% set x = 'x x x x x x x x ' %}" + "{% set x = x ~ x %}" * 15 + "{{ x.split() | length }}",
    "{% set x = '*xxxxxxxxxxxxxxx' %}"
    + "{% set x = x ~ x %}" * 15
    + "{% macro m() %}{{ x }}{% endmacro %}{% for a in x[:90000] %}{% set y = m() %}{% endfor %}",
]

FILTERS = ("upper", "lower", "title", "capitalize", "trim", "wordcount", "yaml", "link", "raw", "join", "truncate(3)")
SORTING = ("sort", "unique", "min", "max", "groupby(0)")
COMPARISONS = ("l == m", "l != m", "l < m", "l >= m", "l in [1, m]", "l is eq m", "l is in m")
SLOW = [
    *(f"{{{{ l | {name} }}}}" for name in (*FILTERS, "replace('a', 'b')", "fill(a=1)", "sum(start=[])")),
    *(f"{{{{ [l, m] | {name} | length }}}}" for name in SORTING),
    *(f"{{% if {said} %}}{{% endif %}}" for said in (*COMPARISONS, "l is lower", "l is upper", "l is odd")),
    "{{ [l, l] | select('eq', m) | list | length }}",
    "{% for a in [l, m] %}{% if loop.changed(a) %}{% endif %}{% endfor %}",
    "{{ {t: 1} | length }}",
    "{{ {1: 1}[t] }}",
    "{{ view.title[l] }}",
    "{{ [t, t] | unique | list | length }}",
    "{{ l ~ l }}",
    "{% include l %}",
    "{% extends l %}",
]


def render(body: str, folder: Path) -> str:
    own = folder / "own" / "mine"
    own.mkdir(parents=True)
    (own / "audience.yaml").write_text("extends: executive\n", "utf-8")
    (own / "brief.md.j2").write_text(body, "utf-8")
    outline = folder / "x.yaml"
    outline.write_text(OUTLINE, "utf-8")
    briefing, _ = merge_briefing(read_outline(outline), None)
    return render_brief(view_for(briefing, read_audience("mine", (folder / "own", BUILTIN))))


@pytest.mark.parametrize("body", ESCAPES)
def test_no_way_out(body: str, tmp_path: Path) -> None:
    with pytest.raises(BriefgenError):
        render(body, tmp_path)


@pytest.mark.parametrize("body", BOMBS)
def test_no_bomb_goes_off(body: str, tmp_path: Path) -> None:
    with pytest.raises(BriefgenError):
        render(body, tmp_path)


@pytest.mark.parametrize("body", SLOW)
def test_lists_of_lists_are_no_text_and_are_not_compared(body: str, tmp_path: Path) -> None:
    """A dozen lines make a list of 8 ** 12 items, each of them the same: only who walks it feels that."""
    with pytest.raises(BriefgenError):
        render(nested("l", "['a']", "[]") + nested("m", "['a']", "[]") + nested("t", "('a',)", "()") + body, tmp_path)


def nested(name: str, first: str, marks: str) -> str:
    more = f"{{% set {name} = {marks[0]}{', '.join([name] * 8)}{marks[1]} %}}"
    return f"{{% set {name} = {first} %}}" + more * 12


def test_what_was_read_once_opens_nothing_else(tmp_path: Path) -> None:
    """Attributes that were read before are read the short way: of that type, by that name, and by no private one."""
    twice = "{% for a in [view, labels, view.title, a] %}{{ a.comma }}{% endfor %}"
    with pytest.raises(BriefgenError, match="has no attribute 'comma'"):
        render("{{ labels.comma }}" + twice, tmp_path / "of_that_type")
    with pytest.raises(BriefgenError, match="is unsafe"):
        render("{{ labels.comma }}{{ labels._words.comma }}", tmp_path / "private")
    with pytest.raises(BriefgenError, match="has no attribute 'class'"):
        render("{{ view.title }}{{ view.class }}", tmp_path / "keyword")


def test_what_templates_need_works(tmp_path: Path) -> None:
    body = (
        "{% macro twice(x) %}{{ x }} {{ x }}{% endmacro %}"
        "{% for a in view.arguments %}{{ loop.index }}/{{ loop.length }} {{ twice(a.claim) | raw }} "
        "{{ a.points | join(', ') }} {{ a.points | length + 1 }} {{ view.title.lower() }}"
        "{% if loop.last %}{{ loop.cycle('!', '?') }}{% endif %}{% else %}none{% endfor %} "
        "{{ labels.quote_of | fill(number=2) }} {{ 'a-b' | replace('-', '+') }}"
    )
    assert render(body, tmp_path) == "1/1 One One a, b 3 t! In the author's words: argument 2 a+b\n"
