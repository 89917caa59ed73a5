import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest
from deckcheck import P14, A, C, P, R, check_deck, check_package
from decks import built
from lxml import etree

STORYBOARD = """\
---
title: 决策的成本
lang: zh-CN
---

# 现状 {#now}

## 试点没有负责人 {#pilot}

- 客户愿意为确定性付费
- Teams write decisions down

::: notes
先讲客户的原话。
:::

# Next

## 数字

| 年份 | 项目 |
|---|---|
| 2022 | 41 |

## 图表

::: {.chart type=bar unit="%" alt="续约率逐年上升"}
| 年份 | 续约率 |
|---|---|
| 2022 | 76 |
| 2023 | 80 |
:::
"""
Entries = dict[str, bytes]


@cache
def sound_deck() -> bytes:
    return built(STORYBOARD).data


def repacked(entries: Entries, stamp: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0)) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for number, (name, data) in enumerate(entries.items()):
            file.writestr(ZipInfo(name, stamp if number else (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def planted(part: str, containing: str, change: Callable[[etree._Element], None]) -> bytes:
    """The sound deck with a change in the first part of that name which holds the element `containing`."""
    entries = unpacked()
    for name, data in entries.items():
        if re.fullmatch(part, name):
            tree = etree.fromstring(data)
            if not containing or next(tree.iter(containing), None) is not None:
                change(tree)
                entries[name] = etree.tostring(tree)
                return repacked(entries)
    raise LookupError(f"no {part} holds {containing}")


def unpacked() -> Entries:
    with ZipFile(BytesIO(sound_deck())) as file:
        return {name: file.read(name) for name in file.namelist()}


def first(tag: str, change: Callable[[etree._Element], object]) -> Callable[[etree._Element], None]:
    def apply(tree: etree._Element) -> None:
        change(next(tree.iter(tag)))

    return apply


def every(tag: str, change: Callable[[etree._Element], object]) -> Callable[[etree._Element], None]:
    def apply(tree: etree._Element) -> None:
        for element in list(tree.iter(tag)):
            change(element)

    return apply


def drop(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


SLIDE, NOTES, CHART = r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/[^/]*\.xml", r"ppt/charts/[^/]*\.xml"
PRESENTATION = r"ppt/presentation\.xml"
DEFECTS: list[tuple[str, str, str, Callable[[etree._Element], object]]] = [
    ("relationship", SLIDE, C + "chart", first(f"{C}chart", lambda e: e.set(f"{R}id", "rId77"))),
    ("and missing", r"ppt/_rels/presentation\.xml\.rels", "", lambda t: t[0].set("Target", "gone.xml")),
    (
        "content type",
        r"\[Content_Types\]\.xml",
        "",
        lambda t: [e.set("ContentType", "application/xml") for e in t if "/slides/" in e.get("PartName", "")],
    ),
    ("shape id", SLIDE, P + "sp", every(f"{P}cNvPr", lambda e: e.set("id", "2"))),
    ("the id", PRESENTATION, "", every(f"{P}sldId", lambda e: e.set("id", "256"))),
    ("p:sldIdLst", PRESENTATION, "", first(f"{P}sldId", drop)),
    ("sections do not hold", PRESENTATION, P14 + "section", first(f"{P14}sldId", drop)),
    ("section's name", PRESENTATION, P14 + "section", first(f"{P14}section", lambda e: e.set("name", ""))),
    ("has the language ''", SLIDE, A + "tbl", every(f"{A}rPr", lambda e: e.attrib.pop("lang"))),
    ("Chinese run", SLIDE, A + "tbl", every(f"{A}rPr", lambda e: e.set("lang", "en-US"))),
    ("language ''", NOTES, A + "r", every(f"{A}rPr", lambda e: e.attrib.pop("lang"))),
    ("is empty", SLIDE, A + "r", every(f"{A}t", lambda e: setattr(e, "text", ""))),
    ("has no title", SLIDE, P + "ph", every(f"{P}ph", lambda e: e.set("type", "body"))),
    ("layout has no placeholder", SLIDE, P + "ph", first(f"{P}ph", lambda e: e.set("idx", "99"))),
    ("has not 2 cells", SLIDE, A + "tbl", first(f"{A}tc", drop)),
    ("no header row", SLIDE, A + "tbl", first(f"{A}tblPr", lambda e: e.set("firstRow", "0"))),
    ("not as tall", SLIDE, A + "tbl", first(f"{A}tr", lambda e: e.set("h", "99"))),
    ("alternative text", SLIDE, C + "chart", every(f"{P}cNvPr", lambda e: e.attrib.pop("descr", None))),
    (
        "lead back",
        r"ppt/notesSlides/_rels/.*",
        "",
        every(
            "{*}Relationship", lambda e: e.set("Target", re.sub(r"slide\d+\.xml$", "slide1.xml", e.get("Target", "")))
        ),
    ),
    ("no workbook", CHART, C + "externalData", first(f"{C}externalData", drop)),
    ("not positive", CHART, C + "axId", every(f"{C}axId", lambda e: e.set("val", f"-{e.get('val')}"))),
    ("no East Asian face or", CHART, A + "ea", every(f"{A}ea", drop)),
    ("sets no face", CHART, C + "txPr", every(f"{C}txPr", drop)),
]


def test_the_sound_deck_has_no_problem() -> None:
    assert check_deck(sound_deck()) == []


@pytest.mark.parametrize(("complaint", "part", "containing", "change"), DEFECTS, ids=[d[0] for d in DEFECTS])
def test_every_check_finds_its_defect(
    complaint: str, part: str, containing: str, change: Callable[[etree._Element], None]
) -> None:
    problems = check_package(planted(part, containing, change))
    assert [problem for problem in problems if complaint in problem], problems


def test_what_the_schema_forbids_is_found() -> None:
    broken = planted(SLIDE, "", lambda tree: etree.SubElement(tree, f"{P}nonsense"))
    assert any("nonsense" in problem for problem in check_deck(broken))


def test_defects_of_the_package_are_found() -> None:
    entries = unpacked()
    moved = {name: entries[name] for name in reversed(entries)}
    assert any("stands before" in problem for problem in check_package(repacked(moved)))
    assert any("different dates" in problem for problem in check_package(repacked(entries, (2026, 1, 1, 0, 0, 0))))
    stray = check_package(repacked({**entries, "ppt/media/stray.xml": b"<x/>"}))
    assert any("no relationship leads here" in problem for problem in stray)
    assert check_package(b"no zip")[0].startswith("package: ")


def test_text_without_an_east_asian_face_anywhere_is_found() -> None:
    entries = {
        name: re.sub(rb'<a:ea typeface="[^"]*"/>', b"", data) if name.startswith("ppt/") else data
        for name, data in unpacked().items()
    }
    assert any("has no East Asian face" in problem for problem in check_package(repacked(entries)))


def test_two_slides_of_one_title_are_found() -> None:
    def retitle(tree: etree._Element) -> None:
        next(tree.iter(f"{A}t")).text = "数字"

    problems = check_package(planted(SLIDE, f"{C}chart", retitle))
    assert any("2 slides have the title" in problem for problem in problems)
