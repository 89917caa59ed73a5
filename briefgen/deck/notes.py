"""Part of writing a deck: the notes page of a slide, what the speaker says in plain text, and its relationships."""

from __future__ import annotations

from briefgen.deck.model import Paragraph
from briefgen.deck.package import HEAD, Packed, pack_text, packed_relationships, relative, text_xml
from briefgen.deck.textxml import language_of
from briefgen.deck.themexml import GROUP, NAMESPACES

_HEAD = (
    f"{HEAD}<p:notes {NAMESPACES}><p:cSld><p:spTree>{GROUP}"
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
    'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
    '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
)
_TAIL = "</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"


def notes_page(paragraphs: tuple[Paragraph, ...], language: str, index: str) -> Packed:
    """The notes part; `index` is that of the notes master's placeholder for text."""
    holder = f'<p:ph type="body" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
    written = "".join([_paragraph_xml(paragraph, language) for paragraph in paragraphs])
    return pack_text(f"{_HEAD}{holder}{written}{_TAIL}")


def notes_relationships(number: int, master: str) -> Packed:
    """The .rels part of the notes of slide `number`; `master` is the notes master's part."""
    target = relative(master, "ppt/notesSlides")
    return packed_relationships((("rId1", "notesMaster", target), ("rId2", "slide", f"../slides/slide{number}.xml")))


def _paragraph_xml(paragraph: Paragraph, language: str) -> str:
    """Notes are plain text: markers are written out, formatting is left out."""
    text = paragraph.text
    if paragraph.marker:
        text = f"• {text}" if paragraph.marker == "bullet" else f"{paragraph.number}. {text}"
    if paragraph.level:
        text = "    " * paragraph.level + text
    start = f'<a:r><a:rPr lang="{language_of(text, language)}" dirty="0"/><a:t>'
    written = text_xml(text)
    if written and "\n" not in written:
        return f"<a:p>{start}{written}</a:t></a:r></a:p>"
    pieces = [f"{start}{piece}</a:t></a:r>" if piece else "" for piece in written.split("\n")]
    return f"<a:p>{'<a:br/>'.join(pieces)}</a:p>"
