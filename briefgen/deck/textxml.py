"""Text as DrawingML (ISO/IEC 29500-1, 21.1.2): paragraphs, runs, and the language that each is in."""

from __future__ import annotations

import re
from functools import lru_cache

from briefgen.deck.ink import color_xml
from briefgen.deck.linebreak import is_western
from briefgen.deck.model import Run, Runs, text_of
from briefgen.deck.package import is_external, text_xml
from briefgen.deck.placed import SetParagraph
from briefgen.deck.slideparts import SlideParts
from briefgen.deck.theme import Level
from briefgen.patterns import lazy_pattern

_HAN_RANGES = (
    *(("\u3000", "\u303f"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff")),
    *(("\uff00", "\uffef"), ("\U00020000", "\U0003ffff")),
)
_HAN = lazy_pattern(f"[{''.join(f'{first}-{last}' for first, last in _HAN_RANGES)}]")
_KANA = lazy_pattern("[\u3040-\u30ff]")
_HANGUL = lazy_pattern("[\uac00-\ud7af]")
_JAMO = lazy_pattern("[\u1100-\u11ff]")
_LETTER = lazy_pattern(r"[^\W\d_]")
_RIGHT_TO_LEFT = lazy_pattern("[\u0590-\u05ff\u0600-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_HEBREW = lazy_pattern("[\u0590-\u05ff\ufb1d-\ufb4f]")
_EAST_ASIAN = ("zh", "ja", "ko")
KEEP_LINK_COLOR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)
MONO = "Consolas"
_SAFE_LINK = lazy_pattern(r"(?:https?|mailto|ftp|tel):[^\s\x00-\x1f]+", re.IGNORECASE)


def emu(points: float) -> int:
    """Points as English Metric Units, 12700 a point."""
    return round(points * 12700)


def language_of(text: str, default: str) -> str:
    """The language tag for a run: by its script, else the deck's; a Chinese deck's punctuation stays Chinese.

    What is met most is told first, without a pattern of a wide range, which takes 2 ms to compile.
    """
    if text.isascii():
        return "en-US" if default.startswith(_EAST_ASIAN) and _LETTER.search(text) else default
    if is_western(text):
        return default
    if _KANA.search(text):
        return "ja-JP"
    if _holds_han(text):
        return default if default.startswith(_EAST_ASIAN) else "zh-CN"
    if _JAMO.search(text) or (max(text) >= "\uac00" and _HANGUL.search(text)):
        return "ko-KR"
    if _RIGHT_TO_LEFT.search(text):
        return "he-IL" if _HEBREW.search(text) else "ar-SA"
    return default


def has_han(text: str) -> bool:
    """Whether any of it is Chinese, or of the marks and forms that stand as wide."""
    return not is_western(text) and _holds_han(text)


def _holds_han(text: str) -> bool:
    """The same; the highest character alone tells it of nearly all texts."""
    highest = max(text)
    if any(first <= highest <= last for first, last in _HAN_RANGES):
        return True
    return highest >= _HAN_RANGES[0][0] and _HAN.search(text) is not None


def is_right_to_left(runs: Runs) -> bool:
    """Whether most letters are of a script that runs leftwards."""
    if len(runs) == 1 and runs[0].text.isascii():  # as most are
        return False
    text = text_of(runs)
    if is_western(text) or not _RIGHT_TO_LEFT.search(text):
        return False
    return len(_RIGHT_TO_LEFT.findall(text)) * 2 > len(_LETTER.findall(text)) > 0


def fill_xml(color: str) -> str:
    return f"<a:solidFill>{color_xml(color)}</a:solidFill>" if color else "<a:noFill/>"


def paragraph_xml(
    setting: SetParagraph, level: Level | None, heading: bool, parts: SlideParts, hangs: bool = True
) -> str:
    """A paragraph; `level` is what its slot gives it, None in a box of its own.

    With `hangs` false its punctuation may not hang over the right edge.
    """
    paragraph = setting.paragraph
    properties, face, end = _paragraph_look(
        level,
        (heading, hangs, is_right_to_left(paragraph.runs)),
        (setting.size, setting.bold, setting.color, setting.align),
        (setting.left, setting.hang, setting.before),
        (paragraph.level, paragraph.marker, paragraph.number, setting.mark),
    )
    runs = "".join([run_xml(run, face, parts) for run in paragraph.runs])
    if runs:
        return f"<a:p>{properties}{runs}</a:p>"
    return f'<a:p>{properties}<a:endParaRPr lang="{parts.language}"{end}/></a:p>'


Face = tuple[str, str, str]
"""Of a paragraph's runs: size and weight as attributes, colour, and the theme's pair of faces.

The pair is mj or mn, with a ! where no placeholder gives it to the run.
"""


_Item = tuple[int, str, int, str]
"""Of a paragraph in a list: its level, its marker, its number and the colour of the marker."""


@lru_cache(maxsize=1024)
def _paragraph_look(
    level: Level | None,
    flow: tuple[bool, bool, bool],
    ink: tuple[float, bool | None, str, str],
    lengths: tuple[float, float, float],
    item: _Item,
) -> tuple[str, Face, str]:
    """The a:pPr, the face of the runs, and the attributes of an empty paragraph's end.

    `flow` is whether it is in the heading's face, may hang over the edge and runs leftwards; `ink` size, bold, colour
    and alignment; `lengths` left, hang and space before.
    Kept, as a deck has few kinds of paragraphs.
    """
    heading, hangs, leftwards = flow
    points, bold, color, align = ink
    size = "" if level and abs(level.size - points) < 0.01 else f' sz="{round(points * 100)}"'
    attributes = size if bold is None else f'{size} b="{int(bold)}"'
    family = ("mj" if heading else "mn") + ("" if level else "!")
    spacing = _line_spacing(level) if level and level.fixed and size else ""
    properties = _paragraph_properties(level, item, lengths, (align, leftwards), hangs, spacing)
    return properties, (attributes, color, family), size


def _paragraph_properties(
    level: Level | None,
    item: _Item,
    lengths: tuple[float, float, float],
    flow: tuple[str, bool],
    hangs: bool,
    spacing: str,
) -> str:
    number, marker, *_ = item
    left, hang, space = lengths
    align, leftwards = flow
    attributes = f' lvl="{number}"' if number else ""
    bullet = ""
    if level is None or not level.bullet or marker != "bullet":  # else it has its slot's bullet
        attributes += f' marL="{emu(left)}" indent="{-emu(hang)}"'
        bullet = _bullet_xml(item, level)
    if align:
        attributes += f' algn="{align}"'
    if leftwards:
        attributes += ' algn="r" rtl="1"' if not align else ' rtl="1"'
    if level is None or not hangs:
        attributes += f' eaLnBrk="1" latinLnBrk="0" hangingPunct="{int(hangs)}"'
    before = ""
    if level is None or abs(level.before - space) > 0.05:
        before = f'<a:spcBef><a:spcPts val="{round(space * 100)}"/></a:spcBef>'
    inner = f"{spacing}{before}{bullet}"
    return f"<a:pPr{attributes}>{inner}</a:pPr>" if attributes or inner else ""


def _line_spacing(level: Level) -> str:
    """What the level's line spacing in points is as a share, for text in another size."""
    return f'<a:lnSpc><a:spcPct val="{round(level.leading * 100_000)}"/></a:lnSpc>'


def _bullet_xml(item: _Item, level: Level | None) -> str:
    depth, marker, start, ink = item
    color = f"<a:buClr>{color_xml(ink or 'accent1')}</a:buClr>"
    if marker == "number":
        begin = f' startAt="{start}"' if 1 < start < 32768 else ""
        return f'{color}<a:buSzPct val="100000"/><a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"{begin}/>'
    if marker == "bullet":
        return f'{color}<a:buFont typeface="Arial"/><a:buChar char="{"–" if depth % 2 else "•"}"/>'
    return "<a:buNone/>" if level is None or level.bullet else ""


def run_xml(run: Run, face: Face, parts: SlideParts) -> str:
    """One run, or several with breaks between them, of a:r elements."""
    text = run.text
    properties = _run_properties(
        language_of(text, parts.language),
        face,
        (run.bold, run.italic, run.strike, run.raised, run.code),
        _link_xml(run.link, parts) if run.link else "",
    )
    if "\n" not in text:
        return f"<a:r>{properties}<a:t>{text_xml(text)}</a:t></a:r>" if text else ""
    pieces = [f"<a:r>{properties}<a:t>{text_xml(piece)}</a:t></a:r>" if piece else "" for piece in text.split("\n")]
    return f"<a:br>{properties}</a:br>".join(pieces)


@lru_cache(maxsize=1024)
def _run_properties(language: str, face: Face, look: tuple[bool, bool, bool, str, bool], link: str) -> str:
    """The a:rPr; `look` is bold, italic, strike, raised and code. Kept, as a deck has few kinds of runs."""
    bold, italic, strike, raised, code = look
    attributes, color, family = face
    other = "en-US" if language != "en-US" else "zh-CN"
    marks = (' b="1"' if bold and ' b="' not in attributes else "") + (' i="1"' if italic else "")
    marks += ' strike="sngStrike"' if strike else ""
    marks += {"super": ' baseline="30000"', "sub": ' baseline="-25000"', "": ""}[raised]
    faces = ""
    if code:
        faces = f'<a:latin typeface="{MONO}"/><a:cs typeface="{MONO}"/>'
    elif language[:2] in _EAST_ASIAN or family.endswith("!"):  # boxes inherit from no placeholder
        faces = f'<a:latin typeface="+{family[:2]}-lt"/><a:ea typeface="+{family[:2]}-ea"/>'
    inner = (fill_xml(color) if color else "") + faces + link
    start = f'<a:rPr lang="{language}" altLang="{other}"{attributes}{marks} dirty="0"'
    return f"{start}>{inner}</a:rPr>" if inner else f"{start}/>"


def can_link(link: str) -> bool:
    """True for what a click may lead to: a slide of the deck, the web, a mail or a telephone."""
    return link.startswith("#") or bool(_SAFE_LINK.fullmatch(link) and is_external(link))


def _link_xml(link: str, parts: SlideParts) -> str:
    """A link to a slide of the deck or to the web; anything else is not made a link."""
    if link.startswith("#"):
        number = parts.targets.get(link[1:])
        if not number:
            return ""
        id_ = parts.relate("slide", f"slide{number}.xml")
        return f'<a:hlinkClick r:id="{id_}" action="ppaction://hlinksldjump">{KEEP_LINK_COLOR}</a:hlinkClick>'
    if not can_link(link):
        return ""
    keep = "" if parts.theme.links_readable else KEEP_LINK_COLOR
    id_ = parts.relate("hyperlink", link)
    return f'<a:hlinkClick r:id="{id_}">{keep}</a:hlinkClick>' if keep else f'<a:hlinkClick r:id="{id_}"/>'
