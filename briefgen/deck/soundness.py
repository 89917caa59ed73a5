"""Between opening and reading a brand's file: parts of the right kind, with numbers where numbers belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ROOTS = {
    "presentation.main": f"{_P}presentation",
    "slideMaster": f"{_P}sldMaster",
    "slideLayout": f"{_P}sldLayout",
    "notesMaster": f"{_P}notesMaster",
    "theme": f"{_A}theme",
}
"""The root element that each kind of part must have (ISO/IEC 29500-1, 13.3 and 14.2)."""
_LENGTHS = frozenset({"cx", "cy", "marL", "marR", "marT", "marB", "indent", "lIns", "tIns", "rIns", "bIns", "lvl"})
_OFFSETS = frozenset({"off", "chOff"})
"""Elements whose `x` and `y` are numbers; those of a point in a drawn path may be the name of a guide."""
_OTHERS = {"tr": "h", "gridCol": "w", "tc": "gridSpan", "xfrm": "rot", "bodyPr": "rot"}
"""What else must be a number, by element."""
_SHARES = frozenset({"spcPct", "spcPts", "lumMod", "lumOff", "satMod", "satOff", "tint", "shade", "alpha"})
"""Elements whose `val` is a number."""
_TEXT = frozenset({"rPr", "defRPr", "endParaRPr"})
"""Elements whose `sz` is a number; that of a placeholder is a word."""
_NUMBER = re.compile(r"[+-]?\d{1,10}")
_SHARE = re.compile(r"[+-]?\d{1,10}|[+-]?\d{1,6}(\.\d{1,6})?%")
_HINT = "open it in PowerPoint and save it anew"


def check_part(root: _Element, name: str, content_type: str, path: str) -> None:
    """Raises BriefgenError where a part is not what its type says, or holds a length or size that is no number."""
    kind = content_type.removesuffix("+xml").partition("presentationml.")[2] or content_type.rpartition(".")[2][:-4]
    wanted = _ROOTS.get(kind)
    if wanted and root.tag != wanted:
        message = f"is broken: {name} holds no {wanted.rpartition('}')[2]}"
        raise BriefgenError(Problem(path, 0, 0, message, _HINT))
    for element in root.iter(f"{_A}*", f"{_P}*"):
        tag = str(element.tag).rpartition("}")[2]
        for key, value in ((str(key), str(value)) for key, value in element.items()):
            if not _is_sound(tag, key, value):
                message = f"holds a value that cannot be read: {key}='{value[:40]}' of {tag} in {name} is no number"
                raise BriefgenError(Problem(path, 0, 0, message, _HINT))


def _is_sound(tag: str, key: str, value: str) -> bool:
    is_number = key in _LENGTHS or (key == "sz" and tag in _TEXT) or (key in ("x", "y") and tag in _OFFSETS)
    if is_number or _OTHERS.get(tag) == key:
        return bool(_NUMBER.fullmatch(value))
    return not (key == "val" and tag in _SHARES) or bool(_SHARE.fullmatch(value))


@contextmanager
def refusing_the_broken(path: str) -> Iterator[None]:
    """Turns what a package with missing or misplaced parts of XML makes the readers raise into a BriefgenError."""
    from lxml.etree import LxmlError

    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, LxmlError, TypeError, ValueError) as error:
        raise BriefgenError(Problem(path, 0, 0, f"is broken: its layouts cannot be read ({error})", _HINT)) from error
