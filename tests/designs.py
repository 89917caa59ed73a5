"""Brands' files with slides that a designer drew, made with python-pptx on a brand of the tests."""
# ruff: noqa: E501 — XML is read more easily whole

from collections.abc import Callable
from io import BytesIO
from typing import Any

import brands
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Pt

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
Draw = Callable[[Any], None]
"""Draws on a slide of python-pptx."""


def brand_with(
    *draws: Draw, notes: tuple[str, ...] = (), layout: str = "Title Only", template: brands.Template | None = None
) -> bytes:
    """The plain brand, or another, with a slide for each of `draws`, with a title and what is drawn; `notes` beside them."""
    presentation = Presentation(BytesIO(brands.write_template(template or brands.plain())))
    page = presentation.slide_layouts.get_by_name(layout)
    for number, draw in enumerate(draws):
        slide = presentation.slides.add_slide(page)
        draw(slide)
        if number < len(notes) and notes[number]:
            slide.notes_slide.notes_text_frame.text = notes[number]
    stream = BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def text_box(
    slide: Any, box: tuple[float, float, float, float], *runs: str, size: int = 20, grows: bool = False
) -> Any:
    """A text box typed in several runs, every second one bold."""
    shape = slide.shapes.add_textbox(*map(Pt, box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT if grows else MSO_AUTO_SIZE.NONE
    for number, text in enumerate(runs):
        run = frame.paragraphs[0].add_run()
        run.text, run.font.size, run.font.bold = text, Pt(size), bool(number % 2)
    return shape


def argument(slide: Any) -> None:
    """Points, so-what and source."""
    slide.shapes.title.text = "{{ argument.claim }}"
    text_box(slide, (40, 130, 860, 250), "{{ argument.points }}")
    text_box(slide, (40, 400, 860, 50), "{{ argument.so_what }}")
    text_box(slide, (40, 460, 860, 30), "{{ argument.source }}", size=12)


def quote(slide: Any) -> None:
    slide.shapes.title.text = "{{ quote.title }}"
    text_box(slide, (80, 140, 780, 200), "{{ quote.text }}", size=28)
    text_box(slide, (80, 360, 780, 50), "— {{ quote.credit }}", size=14)


def figure(slide: Any) -> None:
    slide.shapes.title.text = "{{ figure.title }}"
    text_box(slide, (80, 140, 780, 150), "{{ figure.value }}", size=80)
    text_box(slide, (80, 300, 780, 80), "{{ figure.label }}", " ({{ figure.place }})")
    text_box(slide, (80, 440, 780, 30), "{{ figure.source }}", size=12)


def numbers(slide: Any) -> None:
    """A chart that the designer gave colours, as a place."""
    slide.shapes.title.text = "{{ argument.claim }}"
    data = CategoryChartData()
    data.categories = ["a", "b"]
    data.add_series("Sample", (1.5, 2.5))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(60), Pt(130), Pt(800), Pt(300), data)
    fill = frame.chart.plots[0].series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(0xAA, 0x33, 0x11)
    frame.name = "{{ argument.chart }}"
    text_box(slide, (60, 450, 800, 30), "{{ argument.source }}", size=12)


def pictured(slide: Any) -> None:
    """A picture as a place: its frame is a circle, which is filled."""
    slide.shapes.title.text = "{{ argument.claim }}"
    picture = slide.shapes.add_picture(BytesIO(brands.SEA), Pt(560), Pt(130), Pt(300), Pt(300))
    picture.auto_shape_type = MSO_SHAPE.OVAL
    picture._element.nvPicPr.cNvPr.set("descr", "{{ argument.picture }}")
    text_box(slide, (40, 130, 480, 300), "{{ argument.points }}")


def pasted(slide: Any) -> None:
    """The same as a shape that has a picture for its fill, as LibreOffice saves it."""
    pictured(slide)
    picture = next(shape._element for shape in slide.shapes if shape._element.tag.endswith("}pic"))
    shape = slide.shapes.add_shape(MSO_SHAPE.OVAL, Pt(560), Pt(130), Pt(300), Pt(300))._element
    fill = picture.find(f"{{{P}}}blipFill")
    fill.tag = f"{{{A}}}blipFill"
    shape.spPr.insert(2, fill)
    shape.nvSpPr.cNvPr.set("name", "{{ argument.picture }}")
    picture.getparent().remove(picture)


def table_of_quotes(slide: Any) -> None:
    """Points over a table with a row for each quote."""
    slide.shapes.title.text = "{{ argument.claim }}"
    text_box(slide, (40, 120, 860, 110), "{{ argument.points }}")
    frame = slide.shapes.add_table(2, 2, Pt(40), Pt(250), Pt(860), Pt(70))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "What is said, and who says it")
    table = frame.table
    table.cell(0, 0).text, table.cell(0, 1).text = "Words", "Whose"
    table.cell(1, 0).text = "{% for said in argument.quotes %}{{ said.text }}"
    table.cell(1, 1).text = "{{ said.credit }}{% endfor %}"


def objects(slide: Any) -> None:
    """What is no place: a line, a group, a logo, a chart of the brand's own."""
    argument(slide)
    slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(40), Pt(120), Pt(900), Pt(120))
    group = slide.shapes.add_group_shape()
    group.name = "Stamp"
    group.shapes.add_shape(MSO_SHAPE.OVAL, Pt(800), Pt(20), Pt(40), Pt(40))
    group.shapes.add_picture(BytesIO(brands.LOGO), Pt(845), Pt(20), Pt(40), Pt(40))
    data = CategoryChartData()
    data.categories = ["x"]
    data.add_series("Own", (1,))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.PIE, Pt(700), Pt(390), Pt(100), Pt(100), data)
    chart._element.nvGraphicFramePr.cNvPr.set("descr", "The brand's own chart")


DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


def with_diagram(brand: bytes) -> bytes:
    """The same with a diagram on its first slide, as PowerPoint keeps one: four parts, and a drawing of it."""
    parts = brands.parts_of(brand)
    spaces = f'xmlns:dgm="{DIAGRAM}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    point = '<dgm:pt modelId="{{1}}"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    made = {
        "data": (
            "diagramData",
            f"<dgm:dataModel {spaces}><dgm:ptLst>{point.format(text='{{ argument.claim }}')}</dgm:ptLst><dgm:cxnLst/></dgm:dataModel>",
        ),
        "layout": ("diagramLayout", f'<dgm:layoutDef {spaces} uniqueId="x"><dgm:layoutNode/></dgm:layoutDef>'),
        "quickStyle": ("diagramQuickStyle", f'<dgm:styleDef {spaces} uniqueId="x"/>'),
        "colors": ("diagramColors", f'<dgm:colorsDef {spaces} uniqueId="x"/>'),
    }
    rows = ""
    for number, (name, (kind, xml)) in enumerate(made.items(), 1):
        parts[f"ppt/diagrams/{name}1.xml"] = xml.encode()
        rows += f'<Relationship Id="rIdD{number}" Type="{brands.REL}/{kind}" Target="../diagrams/{name}1.xml"/>'
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="90" name="Steps" descr="Steps"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="7620000" y="4953000"/><a:ext cx="1270000" cy="1270000"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{DIAGRAM}"><dgm:relIds xmlns:dgm="{DIAGRAM}" r:dm="rIdD1" r:lo="rIdD2" r:qs="rIdD3" r:cs="rIdD4"/>'
        "</a:graphicData></a:graphic></p:graphicFrame></p:spTree>"
    )
    slide, rels = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
    parts[slide] = parts[slide].replace(b"</p:spTree>", frame.encode())
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{rows}</Relationships>".encode())
    return brands.zip_of(parts)
