"""Pictures in the body of a slide, or in a layout's picture placeholder: how large, and where their captions stand."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.deck.model import Paragraph, Picture, text_of
from briefgen.deck.pictures import PictureData, read_picture
from briefgen.deck.placed import BoxLook, PictureShape, SetParagraph, Shape, TextShape
from briefgen.deck.textfit import Step, plain_style, text_height
from briefgen.deck.theme import Box, Layout, Slot, Theme

CAPTION_SIZE = 12.0
LARGEST = 1.5
"""Points a pixel: what is drawn larger than that, 48 pixels an inch, looks coarse."""
_LEAST_CAPTION = 180.0
"""Width in points that a caption has, under a narrower picture too."""


def caption_height(block: Picture, width: float, theme: Theme) -> float:
    """Points that the caption takes under a picture, 0 without one."""
    if not block.caption:
        return 0.0
    return text_height(_caption(block), width, plain_style(theme, CAPTION_SIZE), Step(CAPTION_SIZE)) + 10


def _caption(block: Picture) -> tuple[Paragraph, ...]:
    return (Paragraph(block.caption),)


def place_picture(block: Picture, box: Box, theme: Theme, path: str, middle: float = 0.5) -> list[Shape]:
    """The picture as large as the box lets it be, its caption under it.

    `middle` is the share of the free width at its left. Raises BriefgenError when the picture cannot be read.
    """
    shapes = _shapes(block, box, theme, path, (middle, 0.0))
    return [shape for shape in shapes if shape]


def fill_placeholder(block: Picture, layout: Layout, theme: Theme, path: str, above: float = 0.0) -> list[Shape]:
    """The same in the layout's picture placeholder, beside text at the outer margin.

    `above` is the share of the free height over the picture.
    """
    slot, under, body = layout.slot("picture"), layout.slot("caption"), layout.slot("body")
    assert slot is not None
    side = 0.5 if not body else 0.0 if slot.box.left < body.box.left else 1.0
    picture, caption = _shapes(block, room_of(layout), theme, path, (side, above))
    shapes: list[Shape] = [replace(picture, slot=slot)]
    if caption and under:
        shapes.append(_in_place(caption, under))
    elif caption:
        shapes.append(caption)
    return shapes


def room_of(layout: Layout) -> Box:
    """Where picture and caption stand: the room of both placeholders."""
    slot, under = layout.slot("picture"), layout.slot("caption")
    assert slot is not None
    return replace(slot.box, height=under.box.bottom - slot.box.top) if under else slot.box


def _in_place(caption: TextShape, slot: Slot) -> TextShape:
    """The caption in the layout's own place for it, moved under the picture."""
    assert caption.box is not None
    left, _, right, _ = slot.inset
    box = Box(caption.box.left - left, caption.box.top, caption.box.width + left + right, caption.box.height)
    settings = tuple(replace(setting, size=min(slot.size, setting.size), color="") for setting in caption.paragraphs)
    return replace(caption, name=slot.name, paragraphs=settings, slot=slot, box=box, look=None)


def share_of(block: Picture, box: Box, theme: Theme, path: str) -> float:
    """Points a pixel at which the picture fits in the box."""
    picture = read_picture(block.path, path, (block.line, block.column))
    return _scale(block, picture, box, caption_height(block, box.width, theme))


def _scale(block: Picture, picture: PictureData, box: Box, caption: float) -> float:
    width = box.width * block.width if block.width else box.width
    scale = min(width / picture.width, (box.height - caption) / picture.height)
    return scale if block.width else min(scale, LARGEST)


def _shapes(
    block: Picture, box: Box, theme: Theme, path: str, free: tuple[float, float]
) -> tuple[PictureShape, TextShape | None]:
    picture = read_picture(block.path, path, (block.line, block.column))
    foot = caption_height(block, box.width, theme)
    scale = _scale(block, picture, box, foot)
    wide, tall = picture.width * scale, picture.height * scale
    left = box.left + (box.width - wide) * free[0]
    frame = Box(left, box.top + (box.height - foot - tall) * free[1], wide, tall)
    shape = PictureShape("Picture", frame, picture.data, picture.extension, block.alt or text_of(block.caption))
    shape = replace(shape, turn=picture.turn)
    if not block.caption:
        return shape, None
    width = min(max(wide, _LEAST_CAPTION), box.width)
    style = plain_style(theme, CAPTION_SIZE)
    tall = text_height(_caption(block), width, style, Step(CAPTION_SIZE)) + 8
    if tall > foot:  # under a narrow picture it would take more lines than there is room for
        width, tall = box.width, foot - 2
    under = Box(min(left, box.right - width), frame.bottom + 2, width, tall)
    setting = SetParagraph(_caption(block)[0], CAPTION_SIZE, color="tx2")
    return shape, TextShape("Caption", (setting,), box=under, look=BoxLook())
