"""`briefgen theme check --picture`: a few slides on a brand's file, drawn by LibreOffice as one picture."""

from __future__ import annotations

import tempfile
from pathlib import Path

from briefgen.preview import contact_sheet, render_pages

STORYBOARD = """---
title: A title for the cover
subtitle: What it is about
author: Somebody
---

# A part begins

## A claim as a full sentence that takes the room a title has

- A first point
    - with a detail
- A second point

::: {.so-what}
What follows from it.
:::

::: {.source}
Source: where it stands
:::

## Words of somebody

::: {.quote}
> Exact words stand as they were written.
>
> — Somebody, *A Work*, 2020
:::

## Numbers

::: {.chart type=column alt="An example"}
| Year | One | Two |
|------|----:|----:|
| 2023 | 3 | 2 |
| 2024 | 5 | 4 |
:::

## What is decided

::: {.asks}
| Decision | Owner | By |
|----------|-------|----|
| Begin | Somebody | May |
:::
"""


def picture_of(theme: Path) -> bytes:
    """Sample slides on a theme as a PNG. Raises BriefgenError where LibreOffice or poppler is not installed."""
    from briefgen.deck import build_deck
    from briefgen.deck.themefile import load_theme

    deck = build_deck(STORYBOARD, load_theme(theme), "<specimen>")
    with tempfile.TemporaryDirectory(prefix="briefgen-") as folder:
        path = Path(folder) / f"{theme.stem}.pptx"
        path.write_bytes(deck.data)
        return contact_sheet(render_pages(path, dpi=60))
