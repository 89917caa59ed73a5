"""Which placeholder and which layout serve what: found by type, by name in many languages, then by shape and size."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from briefgen.deck.theme import Box, Layout, Slot

_TYPES = {
    "title": "title",
    "ctrTitle": "title",
    "subTitle": "subtitle",
    "dt": "date",
    "ftr": "footer",
    "sldNum": "number",
    "pic": "picture",
}
_NAMES = {
    "tracker": "tracker|section name|章节",
    "source": "source|quelle|出处|来源",
    "so-what": "so[- ]what|takeaway|要点|启示",
    "quote": "quote|zitat|引文|引语",
    "credit": "credit|attribution|署名",
    "statement": "statement|bottom line|结论",
    "support": "support",
    "byline": "byline|author|作者",
    "lead": "lead",
    "caption": "caption|bildunterschrift|légende|题注|图注",
}
_NAMED = {
    role: lazy_pattern(rf"\W*(?:{words})\b.*|\W*(?:{words})\W*\d*", re.IGNORECASE) for role, words in _NAMES.items()
}
CHROME = frozenset({"date", "footer", "number", "tracker", "source"})
"""Slots that any slide fills when its layout has them; they do not tell what a layout is for."""
NEEDED = ("cover", "section", "content", "two", "canvas")
"""What decks need: the cover, a section's divider, title and text, two columns, a title above free room."""
PICTURED = ("picture", "illustrated")
"""What they use where it is there: a picture under a title, and one beside text."""
LAYOUT_ROLES = (*NEEDED, *PICTURED)
TYPE_OF = {"cover": "title", "section": "secHead", "content": "obj", "two": "twoObj", "canvas": "titleOnly"}
"""The type (ISO/IEC 29500-1, 19.7.15) that a layout of each role has where types tell the truth."""
_ROLE_OF_TYPE = {
    "title": "cover",
    "secHead": "section",
    "obj": "content",
    "tx": "content",
    "twoObj": "two",
    "twoColTx": "two",
    "twoTxTwoObj": "two",
    "titleOnly": "canvas",
}
_LAYOUT_NAMES = {
    "cover": (
        r"title slide|cover|opening|titelfolie|titelseite|titelblatt|deckblatt|diapositive de titre|page de titre|"
        r"couverture|diapositiva de t[ií]tulo|portada|diapositiva titolo|copertina|slide de t[ií]tulo|capa|"
        r"titeldia|voorblad|rubrikbild|forside|omslag|tittellysbilde|otsikkodia|kansi|slajd tytułowy|okładka|"
        r"úvodní snímek|címdia|başlık slaydı|kapak|титульн|обложк|"
        r"διαφάνεια τίτλου|标题幻灯片|標題投影片|封面|タイトル ?スライド|表紙|"
        r"제목 슬라이드|표지|شريحة عنوان|שקופית כותרת|trang bìa|slide judul|sampul|สไลด์ชื่อเรื่อง"
    ),
    "section": (
        r"section|divider|chapter|abschnitt|kapitel|trennfolie|titre de section|intertitre|sección|sezione|seção|"
        r"secção|sectie|hoofdstuk|avsnitt|afsnit|osan ots|sekcj|oddíl|szakasz|bölüm|раздел|розділ|ενότητα|节标题|章节|"
        r"章節|區段|过渡页|セクション|中扉|구역|섹션|القسم|מקטע|đề mục|bagian|ส่วน"
    ),
    "two": (
        r"\btwo\b|\b2\b|comparison|\bzwei\b|vergleich|\bdeux\b|comparaison|\bdos\b|comparación|\bdue\b|confronto|"
        r"\bdois\b|\bduas\b|comparação|\btwee\b|vergelijking|\btvå\b|jämförelse|\bkaksi\b|\bdwa\b|porównanie|"
        r"\bdva\b|srovnání|\bkét\b|\biki\b|karşılaştırma|два|две|сравнен|δύο|两栏|两项|比较|兩|比較|2 ?つ|두 개|비교"
    ),
    "canvas": (
        r"title only|only title|nur titel|titre seul|s[oó]lo (?:el )?t[ií]tulo|solo titolo|(?:somente|"
        r"apenas) t[ií]tulo|alleen titel|endast rubrik|kun tit|vain otsikko|tylko tytuł|(?:jen|pouze) nadpis|"
        r"csak cím|yalnızca başlık|только заголовок|лише заголовок|μόνο τίτλος|"
        r"仅标题|只有標題|タイトルのみ|제목만|عنوان فقط|"
        r"כותרת בלבד|chỉ tiêu đề|hanya judul"
    ),
    "content": (
        r"content|bullets|title and text|title & text|inhalt|contenu|titre et texte|contenido|contenuto|conteúdo|"
        r"inhoud|innehåll|indhold|innhold|sisältö|zawartość|obsah|tartalom|içerik|содержан|объект|вміст|"
        r"περιεχόμενο|内容|物件|正文|コンテンツ|내용|محتوى|תוכן|nội dung|konten|เนื้อหา"
    ),
}
_LAYOUT_NAMED = {role: lazy_pattern(words, re.IGNORECASE) for role, words in _LAYOUT_NAMES.items()}
_SPECIAL = lazy_pattern(
    r"thank|danke|merci|gracias|grazie|obrigad|bedankt|kiitos|dziękuj|спасибо|дякую|谢谢|感谢|謝|ご清聴|감사|closing|"
    r"end slide|last slide|schluss|abschluss|kontakt|contact|disclaimer|impressum|legal|imprint|back cover|"
    r"caption|quote|zitat|team|photo|picture|image|bild|agenda|video|chart|table",
    re.IGNORECASE,
)
"""Names of layouts that are made for one thing only."""


class Choice(Struct, frozen=True):
    """A layout for a role, and what spoke for it."""

    layout: Layout
    why: str
    score: float


def slot_roles(slots: Sequence[Slot], slide_area: float) -> tuple[Slot, ...]:
    """The placeholders of a layout with their roles; the largest text is the `body`, its equal beside it `second`."""
    roles = []
    for slot in slots:
        role = _TYPES.get(slot.type, "")
        if not role and slot.type in ("body", "obj"):
            role = next((role for role, names in _NAMED.items() if names.fullmatch(slot.name)), "")
        roles.append("" if role in ("title", "subtitle") and role in roles else role)
    open_ = [n for n, slot in enumerate(slots) if not roles[n] and slot.type in ("obj", "body")]
    areas = {n: slots[n].box.width * slots[n].box.height for n in open_}
    large = [n for n in open_ if areas[n] >= 0.6 * max(areas.values()) and areas[n] > 0.02 * slide_area]
    for number, index in enumerate(sorted(large, key=lambda n: (round(slots[n].box.left / 20), slots[n].box.top))[:2]):
        roles[index] = ("body", "second")[number]
    return tuple(replace(slot, role=role) for slot, role in zip(slots, roles, strict=True))


def find_layout(layouts: Sequence[Layout], needs: frozenset[str], name: str = "", kind: str = "") -> Layout | None:
    """The layout that has the slots `needs`, and as few others as can be; `name` and `kind` decide between equals."""
    fits = [layout for layout in layouts if needs <= layout.roles]
    if kind and any(layout.type == kind for layout in fits):
        return next(layout for layout in fits if layout.type == kind)
    return min(
        fits,
        key=lambda layout: (len(layout.roles - needs - CHROME), layout.name.casefold() != name.casefold()),
        default=None,
    )


def choose_layouts(
    layouts: Sequence[Layout], given: Mapping[str, str], roles: Sequence[str] = LAYOUT_ROLES
) -> dict[str, Choice]:
    """The layout for each role that some layout can serve; `given` are names by role, decided by a person."""
    found: dict[str, Choice] = {}
    for role in roles:
        named = next((layout for layout in layouts if layout.name == given.get(role)), None)
        if named:
            found[role] = Choice(named, "the map says so", 99.0)
            continue
        choices = [choice for n, layout in enumerate(layouts) if (choice := _judge(layout, role, n))]
        best = max(choices, key=lambda choice: choice.score, default=None)
        if best and best.score > 0:
            found[role] = best
    return found


def _judge(layout: Layout, role: str, number: int) -> Choice | None:
    """How well a layout serves a role; None where it cannot. Shape counts most: names and types may lie."""
    shape = _SHAPES[role](layout)
    if shape is None:
        return None
    score, why = shape, ["its placeholders"]
    if role in PICTURED:  # a placeholder for a picture is never there by chance, whatever the layout is called
        return Choice(layout, why[0], score - number * 0.01)
    if _ROLE_OF_TYPE.get(layout.type) == role:
        score += 2.5
        why.append(f"its type '{layout.type}'")
    elif layout.type in _ROLE_OF_TYPE:
        score -= 0.5
    named = next((r for r, names in _LAYOUT_NAMED.items() if names.search(layout.name)), "")
    if named == role:
        score += 2.5
        why.append("its name")
    elif named:
        score -= 0.5
    elif _SPECIAL.search(layout.name):
        score -= 2.0
    if number == 0 and role == "cover":
        score += 0.6
    return Choice(layout, " and ".join([", ".join(why[:-1]), why[-1]] if why[1:] else why), score - number * 0.01)


def _frame(layout: Layout) -> tuple[float, float]:
    assert layout.ground is not None
    return layout.ground.width, layout.ground.height


def _share(slot: Slot | None, layout: Layout) -> float:
    """The part of the slide that a slot covers, 0 to 1."""
    width, height = _frame(layout)
    return slot.box.width * slot.box.height / (width * height) if slot else 0.0


def _pictures(layout: Layout) -> int:
    return sum(slot.role == "picture" for slot in layout.slots)


def _others(layout: Layout) -> int:
    """Text placeholders beside title and body."""
    return sum(
        slot.role in ("", "second", "subtitle", "lead") and slot.type in ("obj", "body", "subTitle")
        for slot in layout.slots
    )


def _usable_title(layout: Layout) -> Slot | None:
    title = layout.slot("title")
    width, height = _frame(layout)
    if not title or title.box.width < 0.15 * width or title.box.top > 0.9 * height:
        return None
    return title


def _cover_shape(layout: Layout) -> float | None:
    title = _usable_title(layout)
    if not title:
        return None
    _, height = _frame(layout)
    middle = (title.box.top + title.box.height / 2) / height
    score = 3.0 if title.type == "ctrTitle" else 0.0
    score += 2.0 if layout.slot("subtitle") else 0.0
    score += 1.0 if 0.22 < middle < 0.8 else -1.0
    score += 0.5 if title.size >= 36 else 0.0
    return (
        score
        - 3.0 * (_share(layout.slot("body"), layout) > 0.25)
        - 0.5 * _pictures(layout)
        - 2.0 * bool(layout.slot("second"))
    )


def _section_shape(layout: Layout) -> float | None:
    title = _usable_title(layout)
    if not title or title.type == "ctrTitle" or layout.slot("second"):
        return None
    _, height = _frame(layout)
    middle = (title.box.top + title.box.height / 2) / height
    score = 2.0 if middle > 0.3 else -2.0
    score += 1.0 if title.size >= 32 else 0.0
    return (
        score
        - 3.0 * (_share(layout.slot("body"), layout) > 0.25)
        - 1.0 * _pictures(layout)
        - 0.5 * bool(layout.slot("subtitle"))
    )


def _content_shape(layout: Layout) -> float | None:
    title, body = _usable_title(layout), layout.slot("body")
    share = _share(body, layout)
    if not title or not body or layout.slot("second") or share < 0.12:
        return None
    width, _ = _frame(layout)
    score = 2.0 + 3.0 * min(share, 0.6) + (1.0 if title.box.bottom <= body.box.top + 12 else 0.0)
    score += 1.0 if body.box.width >= 0.6 * width else 0.0
    return score - 1.0 * _others(layout) - 1.5 * _pictures(layout)


def _two_shape(layout: Layout) -> float | None:
    title, body, second = _usable_title(layout), layout.slot("body"), layout.slot("second")
    if not title or not body or not second or _share(body, layout) < 0.08:
        return None
    beside = abs(body.box.top - second.box.top) < 30 and second.box.left >= body.box.right - 10
    return 3.0 - 1.0 * (_others(layout) - 1) - 1.5 * _pictures(layout) if beside else None


def _canvas_shape(layout: Layout) -> float | None:
    title = _usable_title(layout)
    if not title or layout.slot("body") or _pictures(layout):
        return None
    _, height = _frame(layout)
    score = 3.0 - 1.0 * _others(layout) - 2.0 * (title.type == "ctrTitle")
    return score + (1.5 if title.box.top + title.box.height / 2 < 0.33 * height else -3.0)


def _picture_shape(layout: Layout) -> float | None:
    """A title, and one large picture beside or under it."""
    share = _picture_share(layout)
    return 2.0 + 3.0 * share - _others(layout) if share >= 0.2 and not layout.slot("body") else None


def _illustrated_shape(layout: Layout) -> float | None:
    """A title, a text, and one picture that stands clear of both."""
    share, body, picture = _picture_share(layout), layout.slot("body"), layout.slot("picture")
    if share < 0.1 or not body or not picture or _share(body, layout) < 0.06 or _cross(body.box, picture.box):
        return None
    return 2.0 + 3.0 * (share + _share(body, layout)) - _others(layout)


def _picture_share(layout: Layout) -> float:
    """The part of the slide that the layout's only picture covers; 0 where it stands behind the title."""
    title, picture = _usable_title(layout), layout.slot("picture")
    if not title or title.type == "ctrTitle" or not picture or _pictures(layout) != 1:
        return 0.0
    return 0.0 if _cross(title.box, picture.box) else _share(picture, layout)


def _cross(one: Box, other: Box) -> bool:
    return (
        min(one.right, other.right) - max(one.left, other.left) > 6
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 6
    )


_SHAPES = {
    "cover": _cover_shape,
    "section": _section_shape,
    "content": _content_shape,
    "two": _two_shape,
    "canvas": _canvas_shape,
    "picture": _picture_shape,
    "illustrated": _illustrated_shape,
}
