"""The first step of fuzzing: what takes people's files, each with small sound seeds and the way that a command goes."""
# ruff: noqa: E501 — inputs are read more easily whole

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from briefgen.build import Request, build_outline, check_request
from briefgen.errors import BriefgenError, Problem
from briefgen.readers import read_essay

ESSAY = """\
---
title: The bakery that counted
author: Ada Miller
date: 2021-04-20
lang: en
---

A bakery throws away one loaf in nine. "Nobody counts them," says the owner. However, most of it is known by noon.

## 1. Count before you bake

The first batch is a guess. The second need not be: 2015 taught us that **demand** moves by 5% a day.

- Not the oven, but the order decides.
- 面包不是烤出来的，而是卖出来的。

> Bread waits for nobody.

## 2. Bake less, more often

Small batches cost more and lose less. As Weber wrote, "the oven is never the bottleneck".
"""
BRIEF = """\
---
title: On “the bakery that counted its loaves”
---

# Count

> The first batch is a guess.
>
> — Ada Miller, §1 <a id="quote-e-1.1.1-00000000"></a>

::: {.quote #quote-e-1.1.1-00000000}
> [!NOTE] Look
> Miller writes that “Bread waits for nobody”[^1].
:::

<figure><blockquote>
<p>Small batches cost <del>more</del><br>and lose less.</p></blockquote>
<figcaption>— Ada Miller</figcaption></figure>

Miller: “A bakery throws away one loaf in nine.

“However, most of it is known by noon.” <q>Nobody counts them</q> ![“The first batch is a guess.”](x.png)

| a | “面包不是烤出来的，而是卖出来的。” |
|---|---|
| b | c |

[^1]: 见原文
"""
OUTLINE = """\
essay: {title: The bakery that counted, author: Ada Miller, published: 2021-04-20, language: en, file: e.md}
thesis: {default: Count first., executive: Count the loaves before you bake them.}
context: A bakery throws away one loaf in nine.
arguments:
  - claim: The first batch is a guess.
    id: guess
    at: "1"
    points: [The order decides, "Demand moves *by the day*"]
    contrast: {from: baking by habit, to: baking by orders}
    quotes:
      - {text: Not the oven}
      - {at: 1.1.1, check: 1bbc05ca}
    figures:
      - {label: Loaves thrown away, value: 11, unit: "%", when: 2015, at: 1.1.2}
      - {label: Loaves sold, value: 89, unit: "%", when: 2015}
    so_what: Wait for the orders.
    risk: {default: The shelf is empty at eight.}
  - claim: {default: Small batches lose less.}
    quotes: [{pick: 1}]
    audiences: [executive]
timeline: [{when: 2015, what: The count begins, at: 1.1.2}]
terms: [{term: batch, gloss: what one oven holds}]
asks:
  - {ask: Count for four weeks., for: [executive], owner: Baker, by: May, primary: true}
"""
SMALL = "essay: {{title: {0}, language: en, file: e.md}}\nthesis: About {0}.\narguments: [{{id: one, claim: {0}., at: '1'}}]\n"
DIGEST = """\
digest: {title: Both, language: en, essays: [a.yaml, b.yaml], short_titles: {a: A, b: B}}
thesis: Both say it.
context: {default: Two outlines.}
themes:
  - claim: They agree.
    points: [On one thing]
    contrast: {from: two, to: one}
    draws_on: [a/one]
    qualified_by: [b/one]
    says: {a/one: It says so.}
    so_what: Read both.
tensions:
  - claim: How much?
    sides: [{says: Much., draws_on: [a/one]}, {says: Little., draws_on: [b/one]}]
    reading: It depends.
terms: [{term: one, gloss: the first number}]
asks: [{ask: Read., primary: true}]
"""
AUDIENCE = """\
extends: executive
name: {en: Bakers, zh: 面包师}
deck: [thesis, map, arguments, quotes, figures, timeline, terms, asks, sources]
brief: [thesis, context, arguments, risks, sources]
limits: {arguments: 3, points: 2, quotes: 1, slides: 12, words: 400}
tone: [executive]
labels: {en: {thesis: The point}, zh: {thesis: 要点}}
"""
MAP = "cover: Title Slide\ncontent: Title and Content\ntwo: Two Content\ncanvas: Title Only\n"
BRAND = """\
name: Harrow
colors:
  background: FFFFFF
  text: 1B2B34
  muted: 5B6770
  panel: EDF2F1
  accent: 00736B
  accents: [D9A441, 5B6B4A, 3F5A73, 9C8672, 7A3B52]
cover: {background: tx1, text: bg1}
fonts:
  headings: {latin: Georgia, chinese: Microsoft YaHei}
  text: {latin: Calibri, chinese: Microsoft YaHei}
"""
TALKS = (
    """\
---
title: Counting loaves
author: Ada Miller
footer: Bakery
---

# First {#one}

## A claim {#arg-one}

- point with **bold**, `code`, [a link](https://example.org) and a note[^n]
    - below it
        1. numbered

[^n]: The note.

::: notes
Say it slowly.
:::

::: {.so-what}
Wait for the orders.
:::
::: {.source}
Ada Miller, §1 ¶1
:::

## Words {#w}

::: {.quote #quote-x-1.1.1-1f2e3d4c}
> The first batch is a guess.
>
> — Ada Miller, *The bakery*, 2021-04-20, §1 ¶1
:::
""",
    """\
## A chart

::: {.chart type=bar unit="%" alt="shares"}
| Year | sold | left |
|------|-----:|-----:|
| 2015 | 89 | 11 |
| 2016 | 1,093.5 | -7 |
:::

## Figures

::: {.figures}
- **5%** a day — §1 ¶1
- **1 in 9** thrown away
:::

::: {.timeline}
- **2015** the count begins
- **2016** it ends
:::

## More

::: {.matrix x="cost" y="use"}
- **A** a
- **B** b
- **C** c
- **D** d
:::

::: {.flow}
- **One** count
- **Two** bake
:::

---

::: {.contrast}
| From | To |
|------|----|
| habit | orders |
:::

::: columns
:::: {.column width=40%}
left
::::
:::: {.column}
| a | b |
|---|---|
| 1 | 2 |
::::
:::

```python
bake(9)
```

::: {.agenda}
:::
::: {.map}
Thesis.

- [A claim](#arg-one)
:::
""",
)
PAGE = """\
<!DOCTYPE html><html lang="en"><head><title>The bakery</title><meta name="author" content="Ada Miller">
<script type="application/ld+json">{"@type": "Article", "author": {"name": "Ada Miller"}, "datePublished": "2021-04-20"}
</script></head><body><nav><ul><li><a href="/">Home</a></li></ul></nav><article><h1>The bakery</h1>
<p class="byline">By Ada Miller</p><p>A bakery throws away one loaf in nine. Most of it is known by noon, and nobody asks.</p>
<h2>1. Count</h2><p>The first batch is a <b>guess</b>.<br>The second need not be.</p><ol><li>Count.<ul><li>Twice</li></ul>
</li><li>Bake.</li></ol><blockquote><p>Bread waits for nobody.</p></blockquote><pre>code</pre>
<table><tr><td>1</td></tr></table></article><footer>© Bakery</footer></body></html>
"""
NOTE = "Count the loaves\n\nA bakery throws away one loaf in nine.\n\n1. Count\nfirst, then bake.\n\n二、再烤\n面包不是烤出来的。\n"


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads files: `run` gets the folder that holds the input under `file`, and what stands beside it."""

    name: str
    file: str
    seeds: Callable[[], tuple[bytes, ...]]
    run: Callable[[Path], object]
    beside: tuple[tuple[str, str], ...] = ()
    share: int = 1
    """How many of the inputs go here, against the other targets."""


def _text(*texts: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(text.encode() for text in texts)


def _build(path: Path, folders: tuple[Path, ...] = (), audience: str = "executive", deck: bool = True) -> object:
    formats = ("brief", "storyboard", "deck")[: 2 + deck]
    request = Request((path,), (audience,), formats, out=path.parent / "out", templates=folders)
    outcome = build_outline(path, check_request(request), request)
    if outcome.problems:
        raise BriefgenError(outcome.problems)
    return outcome


def _audience(folder: Path) -> object:
    return _build(folder / "o.yaml", (folder,), "bakers", deck=False)


def _talk(folder: Path) -> object:
    from briefgen.talk import read_talk

    return read_talk(folder / "t.md")


def _draft(path: Path) -> object:
    from briefgen.draft import draft_outline

    return draft_outline(read_essay(path))


def _theme(folder: Path) -> object:
    from briefgen.deck import build_deck
    from briefgen.deck.theme import read_theme

    theme = read_theme((folder / "b.pptx").read_bytes(), "b.pptx")
    return build_deck("# A\n\n## B\n\n- c\n\n::: notes\nd\n:::\n", theme)


def _map(folder: Path) -> object:
    from briefgen.deck.adapt import adapt_layouts
    from briefgen.deck.layouts import read_layouts
    from briefgen.deck.template import open_template
    from briefgen.deck.thememap import read_map

    roles = read_map(folder / "brand.pptx")
    parts, _ = open_template(_brand(), "brand.pptx")
    return adapt_layouts(read_layouts(parts, "brand.pptx"), roles)


def _new_theme(folder: Path) -> object:
    from briefgen.talk import new_theme

    return new_theme(folder / "brand.yaml")


def _verify(name: str) -> Callable[[Path], object]:
    def verified(folder: Path) -> object:
        from briefgen.verdicts import verify

        return verify(folder / name, [read_essay(folder / "e.md")])

    return verified


@cache
def _brand() -> bytes:
    from brands import plain, write_template

    return write_template(plain())


def _brands() -> tuple[bytes, ...]:
    from brands import break_parts, broken, sample_slides, write_template

    return _brand(), write_template(sample_slides()), break_parts(write_template(broken()))


def _deck() -> tuple[bytes, ...]:
    from briefgen.deck import build_deck
    from briefgen.deck.themefile import find_theme, load_theme

    theme = load_theme(find_theme(""))
    return tuple(build_deck(talk, theme).data for talk in TALKS)


def _word() -> tuple[bytes, ...]:
    from docx import Document

    document = Document()
    document.add_heading("The bakery that counted", level=0)
    document.add_paragraph("A bakery throws away one loaf in nine.").add_run(
        " Most of it is known by noon."
    ).bold = True
    document.add_heading("Count", level=1)
    for style in ("List Number", "List Bullet", "Quote", "Caption"):
        document.add_paragraph("The first batch is a guess.", style=style)
    document.add_table(rows=1, cols=2)
    packed = BytesIO()
    document.save(packed)
    return (packed.getvalue(),)


def _pdf() -> tuple[bytes, ...]:
    import pymupdf

    found = []
    for packed in (False, True):
        document = pymupdf.open()
        for number in range(2):
            page = document.new_page(width=440, height=420)
            page.insert_text((60, 60), f"{number + 1}. Count before you bake", fontsize=16)
            for line, text in enumerate(
                ("The first batch is a guess, and the second", "need not be. 面包不是烤出来的。")
            ):
                page.insert_text((60, 90 + 16 * line), text, fontname="china-s", fontsize=11)
        found.append(bytes(document.tobytes(deflate=packed)))
    return tuple(found)


_BESIDE = (("e.md", ESSAY),)
_TWO = (*_BESIDE, ("a.yaml", SMALL.format("a")), ("b.yaml", SMALL.format("b")))
TARGETS = (
    Target("outline", "o.yaml", _text(OUTLINE), lambda at: _build(at / "o.yaml"), _BESIDE, share=5),
    Target("digest", "d.yaml", _text(DIGEST), lambda at: _build(at / "d.yaml", deck=False), _TWO, share=3),
    Target("audience", "bakers/audience.yaml", _text(AUDIENCE), _audience, (*_BESIDE, ("o.yaml", OUTLINE)), share=2),
    Target("theme map", "brand.map.yaml", _text(MAP), _map, (("brand.pptx", ""),)),
    Target("brand", "brand.yaml", _text(BRAND), _new_theme),
    Target("storyboard", "t.md", _text(*TALKS), _talk, share=5),
    Target("text essay", "e.txt", _text(NOTE, ESSAY), lambda at: _draft(at / "e.txt"), share=2),
    Target("Markdown essay", "e.md", _text(ESSAY, NOTE), lambda at: _draft(at / "e.md"), share=3),
    Target("HTML essay", "e.html", _text(PAGE), lambda at: _draft(at / "e.html"), share=3),
    Target("Word essay", "e.docx", _word, lambda at: _draft(at / "e.docx"), share=3),
    Target("PDF essay", "e.pdf", _pdf, lambda at: _draft(at / "e.pdf"), share=3),
    Target("brand template", "b.pptx", _brands, _theme, share=4),
    Target("finished deck", "d.pptx", _deck, _verify("d.pptx"), _BESIDE, share=3),
    Target("finished brief", "b.md", _text(BRIEF), _verify("b.md"), _BESIDE, share=3),
)


def refused(work: Callable[[], object]) -> tuple[Problem, ...]:
    """The problems that the work ends in; everything but a BriefgenError that says something goes to the caller."""
    try:
        work()
    except BriefgenError as error:
        if not error.problems or not all(problem.message for problem in error.problems):
            raise
        return error.problems
    return ()
