"""Dependencies point one way, and heavy libraries have one importer each, which imports them when they are needed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "briefgen"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    {"errors", "patterns", "yamlfile", "records", "output", "cache"},
    {"essay", "outline", "sentences", "scripts", "enumeration", "digest", "glossary", "outlines"},
    {
        "readers",
        "words",
        "quotes",
        "difference",
        "voices",
        "context",
        "rank",
        "pageurl",
        "labels",
        "audience",
        "library",
    },
    {"briefing", "runs", "arguments", "extracts", "synthesis", "themes"},
    {"view", "draft", "render_draft", "digest_view", "digest_draft"},
    {"markdown", "escaping", "sandbox", "sandbox_code", "sandbox_filters", "template_faults", "deck"},
    {"passages", "ledger", "attribution", "said", "manifest", "sources", "digest_sources", "addressees"},
    {"build"},
    {"batch", "state", "finish", "run"},
    {"packs", "streams", "cli", "commands"},
)
"""From the ground up: a module may import from its own layer and from those below."""

COMMANDS = {"cli.py", *(str(path.relative_to(PACKAGE)) for path in PACKAGE.glob("commands/*.py"))}

IMPORTERS = {
    "typer": COMMANDS,
    "jieba": {"words.py"},
    "rjieba": {"words.py"},
    "jinja2": {
        "markdown.py",
        "review_page.py",
        "sandbox.py",
        "sandbox_code.py",
        "sandbox_filters.py",
        "template_faults.py",
        "deck/tags.py",
    },
    "yaml": {"yamlfile.py", "readers/frontmatter.py"},
    "trafilatura": {"readers/page.py"},
    "charset_normalizer": {"readers/decoding.py"},
    "docx": {"readers/docx.py"},
    "pypdfium2": {"readers/pdf.py"},
}


def imports_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that the file imports, and whether it does so as soon as it is imported itself."""
    tree = ast.parse(path.read_text("utf-8"))
    at_once = {id(node) for statement in tree.body for node in _at_once(statement)}
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        for name in names:
            yield name, id(node) in at_once


def _at_once(statement: ast.stmt) -> Iterator[ast.AST]:
    guarded = isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test)
    if not guarded and not isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        yield from ast.walk(statement)


def layer_of(name: str) -> int:
    part = name.split(".")[1] if "." in name else ""
    return next((level for level, layer in enumerate(LAYERS) if part in layer), -1)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_have_one_importer(path: Path) -> None:
    place = str(path.relative_to(PACKAGE))
    for name, _ in imports_of(path):
        allowed = IMPORTERS.get(name.split(".")[0])
        assert allowed is None or place in allowed, f"{place} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_dependencies_point_one_way(path: Path) -> None:
    mine = layer_of(f"briefgen.{path.relative_to(PACKAGE).parts[0].removesuffix('.py')}")
    for name, _ in imports_of(path):
        if name.startswith("briefgen.") and mine >= 0:
            assert layer_of(name) <= mine, f"{path.name} imports {name}"


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    heavy = {"yaml", "jinja2", "jieba", "rjieba", "pptx", "lxml", "markdown_it", "briefgen.build"}
    assert not heavy & {name for path in COMMANDS for name, at_once in imports_of(PACKAGE / path) if at_once}
