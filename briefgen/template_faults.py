"""Tells what is wrong with a template, at its line, and what was meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import nodes

from briefgen.audience import BUILTIN, DEFAULT, audience_names
from briefgen.errors import Problem, did_you_mean
from briefgen.patterns import lazy_pattern
from briefgen.yamlfile import read_text

if TYPE_CHECKING:
    from briefgen.sandbox import Sandbox

MISTAKES = (jinja2.TemplateError, AssertionError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)
"""What Jinja and the values of a template raise where the template is wrong."""
_NO_TEMPLATE = "name it as audience/file, and put it into a folder of templates"
_DATA = "docs/view.md lists what a template can print"
_BLOCK = lazy_pattern(r"{%[-+]?\s*block\s+(\w+)")
_EXTENDS = lazy_pattern(r"""{%[-+]?\s*extends\s+(["'])(.+?)\1""")


def problem_of(error: BaseException, folders: tuple[Path, ...], file: str, environment: Sandbox) -> Problem:
    """The problem at the template's line for one of MISTAKES; `folders` are those of templates."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        hint = _known_filters(error.message or "", environment) or _left_open(error.message or "")
        return Problem(error.filename or error.name or file, error.lineno, 0, f"template: {error.message}", hint)
    place, line = _place(error, file)
    if isinstance(error, jinja2.TemplateNotFound):
        hint = _nearest_template(str(error.name), folders)
        return Problem(place, line, 0, f"there is no template '{error.name}'", hint)
    if isinstance(error, RecursionError):
        message = "the template includes, extends or calls itself without end"
        return Problem(place, line, 0, message, "take that out")
    if re.fullmatch("'(view|labels)' is undefined", str(error)):
        place, line = _place(error, file, outermost=True)
        return Problem(place, line, 0, f"template: {error} in what is imported", "import it 'with context'")
    return Problem(place, line, 0, f"template: {error}", _nearest(error))


def at_its_line(problem: Problem, error: BaseException, file: str) -> Problem:
    """A complaint about the audience's fixed words, at the template's line that asks for them."""
    place, line = _place(error, file)
    is_own = line and BUILTIN not in Path(place).parents
    return Problem(place, line, 0, problem.message, problem.hint) if is_own else problem


def check_blocks(path: Path, environment: Sandbox) -> tuple[Problem, ...]:
    """Problems for the blocks of a person's template that none of those it extends has: they would stand nowhere."""
    text = read_text(path)
    if _has_only_known_blocks(text, environment):
        return ()
    tree = environment.parse(text, path.name, str(path))
    extends = tree.find(nodes.Extends)
    if not extends or not isinstance(extends.template, nodes.Const):
        return ()
    known = _blocks_above(extends.template.value, environment)
    if not known or "self[" in text:
        return ()
    unknown = (b for b in _outermost(tree) if b.name not in known and f"self.{b.name}" not in text)
    return tuple(_unknown(block, known, path) for block in unknown)


def _has_only_known_blocks(text: str, environment: Sandbox) -> bool:
    """Whether that is seen without parsing, which takes longer than rendering: most templates are right."""
    extends = _EXTENDS.search(text)
    if not extends or text.count("extends") > 1:
        return "extends" not in text
    return {*_BLOCK.findall(text)} <= _blocks_above(extends[2], environment)


def _blocks_above(name: object, environment: Sandbox) -> set[str]:
    """The blocks of the template of that name, and of all that it extends; none where rendering has to tell why."""
    known: set[str] = set()
    seen: set[object] = set()
    while isinstance(name, str) and name not in seen and environment.loader:
        seen.add(name)
        try:
            source, _, _ = environment.loader.get_source(environment, name)
        except jinja2.TemplateNotFound:
            return set()
        known.update(_BLOCK.findall(source))
        further = _EXTENDS.search(source)
        if not further and "extends" in source:
            return set()
        name = further[2] if further else None
    return known


def _outermost(tree: nodes.Node) -> list[nodes.Block]:
    """The blocks that stand in no other."""
    within = {id(inner) for block in tree.find_all(nodes.Block) for inner in block.find_all(nodes.Block)}
    return [block for block in tree.find_all(nodes.Block) if id(block) not in within]


def _unknown(block: nodes.Block, known: set[str], path: Path) -> Problem:
    message = f"there is no block '{block.name}' in what the template extends"
    return Problem(str(path), block.lineno, 0, message, did_you_mean(block.name, known))


def _nearest_template(name: str, folders: tuple[Path, ...]) -> str:
    """For the misspelt name of a template: the audience, or that audience's file, which was meant."""
    audience, _, file = name.removeprefix("builtin/").rpartition("/")
    known = {*audience_names(folders), DEFAULT}
    near = did_you_mean(audience, known)
    if audience in known:
        files = {
            path.name for folder in folders for part in (audience, DEFAULT) for path in (folder / part).glob("*.j2")
        }
        near = did_you_mean(file.removesuffix(".md.j2"), (name.removesuffix(".md.j2") for name in files))
    return near if near.startswith("did") else _NO_TEMPLATE


def _place(error: BaseException, file: str, outermost: bool = False) -> tuple[str, int]:
    """The innermost line of a template in the traceback: Jinja maps its frames to template files."""
    traceback, found = error.__traceback__, (file, 0)
    while traceback:
        path = traceback.tb_frame.f_code.co_filename
        if path.endswith(".j2"):
            found = (path, traceback.tb_lineno)
            if outermost:
                break
        traceback = traceback.tb_next
    return found


def _known_filters(message: str, environment: Sandbox) -> str:
    match = re.search(r"No filter named '(\w+)'", message)
    return did_you_mean(match[1], environment.filters) or "see docs/view.md for the filters" if match else ""


def _left_open(message: str) -> str:
    match = re.search(r"block that needs to be closed is '(\w+)'", message)
    if match:
        return f"add {{% end{match[1]} %}}"
    if "within each other" in message:
        return "part it with {% set %} or {% macro %}"
    ends = {"end of print statement": "}}", "end of statement block": "%}"}
    end = next((sign for words, sign in ends.items() if words in message), "")
    return f"end it with {end}" if end else "docs/your-audience.md shows how templates are written"


def _nearest(error: BaseException) -> str:
    """For a misspelt attribute or label: the nearest that there is."""
    match = re.search(r"has no attribute '(\w+)'|'(\w+)' is undefined", str(error))
    if not match:
        return _DATA
    from briefgen import view as types

    kinds = [kind for kind in vars(types).values() if isinstance(kind, type) and kind.__module__ == types.__name__]
    names = {name for kind in kinds for name in dir(kind) if not name.startswith("_")} | {"view", "labels", DEFAULT}
    return did_you_mean(match[1] or match[2], names)
