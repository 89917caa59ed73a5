"""`briefgen preview` and `briefgen diff`: what is done with finished decks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.commands.options import AsJson
from briefgen.commands.show import print_values, show_line


def preview(
    deck: Annotated[Path, typer.Argument(help="A .pptx file.", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder; without it, build/preview/NAME.")] = None,
    dpi: Annotated[int, typer.Option("--dpi", min=20, max=400, help="Dots per inch of the pages.")] = 80,
) -> None:
    """Draw a deck's pages and a contact sheet as PNG files.

    LibreOffice draws them; fonts that it lacks are replaced by others.

    Example: briefgen preview build/service-shift.board.pptx
    """
    from briefgen.output import write_files
    from briefgen.preview import contact_sheet, render_pages

    pages = render_pages(deck, dpi)
    folder = out or Path("build") / "preview" / deck.stem
    files = {folder / f"{number:03}.png": page for number, page in enumerate(pages, 1)}
    write_files({**files, folder / "contact.png": contact_sheet(pages)})
    print(f"{folder / 'contact.png'} shows {len(pages)} page{'s' * (len(pages) != 1)}")


def diff(
    old: Annotated[Path, typer.Argument(help="A deck.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="A later state of it.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Tell what changed between two decks: claims, quotes, figures.

    Example: briefgen diff sent.pptx build/service-shift.board.pptx
    """
    from briefgen.deckdiff import diff_decks

    changes = diff_decks(old, new)
    if as_json:
        print_values(changes)
        return
    for change in changes:
        show_line(change)
    print(f"{len(changes)} change{'s' * (len(changes) != 1)}")
