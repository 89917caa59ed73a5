"""Renders a review as one HTML page that needs no network; every text in it is escaped, and no other script can run."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from briefgen.audience import BUILTIN

if TYPE_CHECKING:
    from jinja2 import Template

    from briefgen.errors import BriefgenError
    from briefgen.review import Review

FOLDER = BUILTIN / "review"


def render_review(review: Review, version: int = 0) -> str:
    """The page. With a `version`, it asks the server it came from for later ones and reloads."""
    words = _words(review.language, review.kind)
    return _template("page.html.j2").render(**_frame(version), review=review, words=words)


def render_trouble(error: BriefgenError, version: int) -> str:
    """What a served review shows while the outline cannot be read."""
    return _template("trouble.html.j2").render(**_frame(version), problems=error.problems)


def _frame(version: int) -> dict[str, Any]:
    """Style and script, and the policy that lets a browser use these two and nothing else."""
    style, script = _read("page.css"), _read("page.js")
    rules = [
        "default-src 'none'",
        f"style-src '{_digest(style)}'",
        f"script-src '{_digest(script)}'",
        "img-src data:",
        f"connect-src {chr(39)}{'self' if version else 'none'}{chr(39)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return {"style": style, "script": script, "policy": "; ".join(rules), "version": version}


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


@cache
def _words(language: str, kind: str) -> SimpleNamespace:
    """The page's fixed words, some of them other ones for a digest; English where it has none in that language.

    No dict: in a template its methods hide the words of their names, `words.copy`, and print as Python objects.
    """
    words: dict[str, dict[str, Any]] = json.loads(_read("words.json"))
    own = words.get(language, words["en"])
    return SimpleNamespace(**{**own, **own.get(f"of_{kind}", {})})


@cache
def _read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8").strip()


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
