"""Raised characters: a footnote's mark is dropped; an exponent stays, in a form that leaves its number true."""

from __future__ import annotations

from briefgen.patterns import lazy_pattern

_RAISED = str.maketrans("0123456789+-\N{MINUS SIGN}\N{EN DASH}=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "0123456789n")
_MARK = lazy_pattern(r"\d{1,3}(?:\s*[-–]\s*\d{1,3})?")
_SURE_MARK = lazy_pattern(r"[\[(（［]\s*\^?\d{1,3}\s*[\])）］]|\d{1,3}(?:\s*[,，、]\s*\d{1,3})+")
_EXPONENT = lazy_pattern(r"(?=.{0,11}\d)(?!.*[a-z]{2}).{1,12}")
_VARIABLE = lazy_pattern(r"[b-df-np-z]")
"""After a number: any letter but those that make it an ordinal, as in French 2e and Spanish 2o."""
_LATIN = "A-Za-z\u00b5\u0370-\u03ff"
_COUNTED = lazy_pattern(
    rf"(?:\d|(?<![{_LATIN}'’.])(?!I)[{_LATIN}]|[=+×·−]\s*[{_LATIN}]{{2}}|\([^()]{{0,20}}[+×−][^()]{{0,20}}\))$"
)
"""What is raised to a power: a number, a variable, mc after `=`, a sum in brackets."""
_UNIT = lazy_pattern(
    rf"(?:(?<![{_LATIN}])(?:[kcdhmnµμ]m|ft|yd)|(?:\d\s*|/\s*|per )(?:in|mi|s|米|公里|千米|厘米|毫米|英尺|英里))$"
)
_DECADE = lazy_pattern(r"\d0s$")
_ISOTOPE = lazy_pattern(r"(?:C|N|O|U|K|Th|Sr|Cs|Ar|Be|Pu|Ra|Rn|Pb|Tc)\b")


def read_raised(text: str, before: str, after: str = "", linked: bool = False) -> str:
    """What superscript `text` reads as between `before` and `after`; empty where it is the mark of a footnote.

    An exponent becomes superscript characters, 10⁹, or where Unicode has none 10^2.5. A browser copies `109` from
    the page, but an essay that said so too would let a false number be quoted: those words are rather not found,
    and the message shows what stands there. In doubt a mark is kept, for a mark too many falsifies nothing.
    """
    sign = text.strip()
    if linked or _SURE_MARK.fullmatch(sign):
        return ""
    if _MARK.fullmatch(sign) and not _is_counted(sign, before, after):
        return ""
    if not _EXPONENT.fullmatch(sign) and not (before[-1:].isdecimal() and _VARIABLE.fullmatch(sign)):
        return text
    raised = sign.translate(_RAISED)
    return f"^{sign}" if set(raised) & set(sign) else raised


def lowered(text: str) -> str:
    """The text with plain digits for raised ones, to compare with what another reader makes of the same page."""
    return text.translate(_LOWERED)


def _is_counted(sign: str, before: str, after: str) -> bool:
    """Whether a raised number belongs to what it stands at, and is not a footnote's."""
    if _DECADE.search(before):
        return False
    if _COUNTED.search(before) or (sign in ("2", "3") and _UNIT.search(before)):
        return True
    return before.endswith("CO") or (len(sign) > 1 and bool(_ISOTOPE.match(after)))
