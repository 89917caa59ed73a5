"""The first step for a newcomer: a project that builds at once, and what to type next in any folder."""

from __future__ import annotations

from pathlib import Path

from briefgen.errors import BriefgenError, Problem, unreadable
from briefgen.library import SUFFIXES
from briefgen.outlines import SAMPLES

EXAMPLES = {"en": "small-platform", "zh": "service-shift"}
"""The shipped outline, with its essay, that a new project in each language begins with."""
AUDIENCE = "committee"

_AUDIENCE = """\
# yaml-language-server: $schema=../audience.schema.json
# An audience of your own: the board's, with fewer points and a title of its own. `briefgen templates show board`
# prints all that can be changed; what you leave out stays as the board has it.
extends: board
name: {en: Investment committee, zh: 投资委员会}
limits: {points: 2, quotes: 1}
tone: [board]
"""
_README = {
    "en": """\
# {title}

Every command is typed in this folder.

1. `briefgen build --audience board,committee` writes a deck and a brief for each audience into `build/`.
2. `briefgen review outlines/{name}.yaml --serve --watch` shows the essay with its quotes beside the arguments.
3. Change a claim in `outlines/{name}.yaml`, save it, and look at the page again; then build again.
4. `briefgen verify build/*.pptx build/*.md` proves every quotation of the finished files.

| folder | holds |
|---|---|
| `essays/` | the essays, as they were published: never edit them |
| `outlines/` | what you say about them: one YAML file for each essay |
| `templates/` | your own audiences; `committee` is an example |

Your own essay: put its file into `essays/`, then `briefgen outline essays/NAME.md -o outlines/NAME.yaml` drafts the
outline for you to edit. Your company's look: `briefgen build --theme brand.pptx`.
""",
    "zh": """\
# {title}

以下命令都在本文件夹中输入。

1. `briefgen build --audience board,committee`：为两类读者各写一份幻灯片和一份简报，放在 `build/`。
2. `briefgen review outlines/{name}.yaml --serve --watch`：在浏览器中对照原文、引文与论点。
3. 在 `outlines/{name}.yaml` 中改一句论点，存盘，看页面的变化；然后再构建一次。
4. `briefgen verify build/*.pptx build/*.md`：逐条核实成品中的引文。

| 文件夹 | 内容 |
|---|---|
| `essays/` | 原文，保持发表时的样子，不要改动 |
| `outlines/` | 你对原文的概括，一篇文章一个 YAML 文件 |
| `templates/` | 自定义的读者，`committee` 是一个例子 |

用自己的文章：把文件放进 `essays/`，再用 `briefgen outline essays/文章.md -o outlines/文章.yaml` 起草大纲，由你修改。
用公司模板：`briefgen build --theme brand.pptx`。
""",
}


def new_project(folder: Path, language: str) -> dict[Path, bytes]:
    """The files of a new project, by path. Raises BriefgenError where `folder` holds anything already, or cannot be."""
    try:
        is_taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:  # such as a name that is too long
        raise BriefgenError(unreadable(str(folder), error, "cannot be made")) from error
    if is_taken:
        hint = "name a folder that is empty or not there yet"
        raise BriefgenError(Problem(str(folder), 0, 0, "there is something here already", hint))
    from briefgen.schema import schema_text

    name = EXAMPLES[language]
    outline = (SAMPLES / f"{name}.yaml").read_text("utf-8").replace("file: essays/", "file: ../essays/")
    texts = {
        "README.md": _README[language].format(title=folder.resolve().name, name=name),
        ".gitignore": "build/\n",
        f"essays/{name}.md": (SAMPLES / "essays" / f"{name}.md").read_text("utf-8"),
        f"outlines/{name}.yaml": outline,
        "outlines/outline.schema.json": schema_text("outline"),
        f"templates/{AUDIENCE}/audience.yaml": _AUDIENCE,
        "templates/audience.schema.json": schema_text("audience"),
    }
    return {folder / path: text.encode() for path, text in texts.items()}


def next_steps(folder: Path) -> str:
    """What a person can type in `folder`, given what lies there."""
    outlines = sorted(path.name for path in (folder / "outlines").glob("*.yaml"))
    places = [path for path in (folder / "essays", folder) if path.is_dir()]
    essays = [path for place in places for path in sorted(place.iterdir()) if _is_essay(path)]
    if outlines:
        what = f"There {'is an outline' if len(outlines) == 1 else f'are {len(outlines)} outlines'} here. Go on with"
        steps = [
            ("build --audience all", "write decks and briefs for every audience into build/"),
            (f"review outlines/{outlines[0]} --serve", "look at the quotes in the essay, beside the arguments"),
            ("verify build/*.pptx", "prove the quotations of the finished decks"),
        ]
    elif essays:
        essay = essays[0].relative_to(folder).as_posix()
        what = "There is an essay here, and no outline yet. Go on with"
        steps = [
            (f"outline {essay} -o outlines/{essays[0].stem}.yaml", "draft an outline, for you to edit"),
            (f"quotes {essay}", "see the sentences most worth quoting"),
        ]
    else:
        what = "There is no essay and no outline here. Begin with"
        steps = [
            ("new my-briefing", "a project with an example that builds at once"),
            ("outline ESSAY -o outlines/NAME.yaml", "an outline drafted from an essay of yours"),
            ("build --samples", "the examples that ship with briefgen, into build/"),
        ]
    width = max(len(command) for command, _ in steps)
    lines = [f"  briefgen {command:{width}}  {why}" for command, why in steps]
    return "\n".join([what, *lines, "`briefgen --help` lists all commands; `briefgen doctor` looks at your machine."])


def _is_essay(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file() and path.stem.lower() not in ("readme", "license")
