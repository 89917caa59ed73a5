"""The second step of fuzzing: seeds become hostile inputs, the same ones for the same seed of the random numbers."""
# ruff: noqa: E501 — inputs are read more easily whole

from __future__ import annotations

import re
import struct
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

WORDS = (
    *("&a [x]", "*a", "&a", "!!python/object/apply:os.system [ls]", "!!binary AAAA", "<<: *a", "? [a]", "%TAG ! x"),
    *("null", "~", "", "true", "-1", "0", "9" * 400, "1e999", ".nan", ".inf", "-0.0", "1_000", "0x7fffffffffffffff"),
    *("[", "]", "{", "}", "- ", "- " * 60, "[" * 120, "{a: " * 40, "|\n", ">-\n", "---\n", "...\n", "\t", "'", '"'),
    *("\x00", "\x07", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\ufffe", "\u202e", "\u200d", "\U0001f469\u200d\U0001f680"),
    *("\ud800", "\udfff", "\U0010ffff", "e\u0301" * 30, "الخبز", "面包", "\u3000", "。", "“", "”", "」", "…"),
    *("../../x", "/etc/passwd", "~root/x", "CON", "nul.png", "a" * 300, "\\\\host\\x", "file:///etc/passwd", "."),
    *("{{ 7 * 7 }}", "{% include 'x' %}", "{#x}", "{.quote}", "::: chart", ":::", "::: {.", "```", "$$", "[^a]", "![x](y)"),
    *("<b>", "</p>", "<!--", "-->", "<![CDATA[", "<script>", "&amp;", "&#0;", "&#x110000;", "&nope;", "<table>", "<ul><li>"),
    *("<p>" * 300, "<div>" * 300, "> " * 150, "#" * 9, "# ", "* " * 90, "|" * 90, "|-|-|\n", "1. ", "99999999999. ", "\n\n"),
    *("(" * 500, "\\" * 99, "*" * 400, "_" * 399, "`" * 200, "![" * 200, "[a](" * 150, "§ 1.1.1", "0.0.0", "3.9999999999-1"),
    *("x" * 20000, "字" * 9000, "a b " * 4000),
)  # fmt: skip
_NUMBER = re.compile(r'(?<=")-?\d+(?=")')
_VALUE = re.compile(r'="([^"]*)"')
_TAG = re.compile(r"<[^>]{1,400}>")
_DTD = (
    '<!DOCTYPE x [<!ENTITY e "lol"><!ENTITY f "&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;">]>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
)
_NUMBERS = ("0", "-1", "1", "2147483647", "-2147483648", "99999999999999999999", "1.5", "", "x", "NaN")
_PARTS = (
    "../x.xml",
    "/etc/x",
    "ppt/../../x",
    "C:\\x.xml",
    "ppt//x.xml",
    "CON",
    "a" * 300,
    "字.xml",
    "\u202e.xml",
    "x\x00y",
)


def mutate(seed: bytes, other: bytes, random: Random) -> bytes:
    """A few changes to a seed; `other` is a second seed of the same kind, to take pieces from."""
    if seed.startswith(b"PK"):
        return _mutate_package(seed, random)
    if seed.startswith(b"%PDF"):
        return _mutate_bytes(seed, random)
    text, donor = (data.decode("utf-8", "surrogateescape") for data in (seed, other))
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        text = random.choice(_TEXT)(text, donor, random)
    data = text[:400_000].encode(
        "utf-8", "surrogatepass" if "\ud800" in text or "\udfff" in text else "surrogateescape"
    )
    if random.random() < 0.04:
        data = _mutate_bytes(data, random)
    if random.random() < 0.02:
        data = text.encode(random.choice(("utf-16", "gb18030", "utf-16-be", "latin-1")), "replace")
    return data


def _put_word(text: str, donor: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(WORDS) + text[at:]


def _put_value(text: str, donor: str, random: Random) -> str:
    """Another value for a key, an attribute, a cell or a number."""
    spots = [match.span(1) for match in re.finditer(r"(?::[ \t]+|=|\| |- )([^\n|}\],]*)", text)]
    if not spots:
        return text
    start, end = random.choice(spots)
    return text[:start] + random.choice((*WORDS, text[: random.randint(0, 80)])) + text[end:]


def _drop_line(text: str, donor: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        del lines[random.randrange(len(lines))]
    return "".join(lines)


def _move_line(text: str, donor: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        line = lines.pop(random.randrange(len(lines)))
        lines.insert(random.randint(0, len(lines)), line)
    return "".join(lines)


def _repeat_lines(text: str, donor: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    start = random.randint(0, len(lines))
    end = min(len(lines), start + random.randint(1, 5))
    return "".join([*lines[:end], *lines[start:end] * random.choice((1, 2, 3, 40)), *lines[end:]])


def _indent(text: str, donor: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        at = random.randrange(len(lines))
        lines[at] = random.choice((" " * random.randint(1, 9) + lines[at], lines[at].lstrip(" ")))
    return "".join(lines)


def _splice(text: str, donor: str, random: Random) -> str:
    return text[: random.randint(0, len(text))] + donor[random.randint(0, len(donor)) :]


def _cut(text: str, donor: str, random: Random) -> str:
    start = random.randint(0, len(text))
    return text[:start] + text[start + random.randint(1, 60) :]


def _double(text: str, donor: str, random: Random) -> str:
    start = random.randint(0, len(text))
    piece = text[start : start + random.randint(1, 30)]
    return text[:start] + piece * random.choice((2, 5, 300)) + text[start:]


def _swap_tag(text: str, donor: str, random: Random) -> str:
    tags = list(_TAG.finditer(text))
    if not tags:
        return _put_word(text, donor, random)
    tag = random.choice(tags)
    return text[: tag.start()] + random.choice(("", tag[0] * 2, random.choice(tags)[0])) + text[tag.end() :]


_TEXT = (_put_word, _put_word, _put_value, _put_value, _put_value, _drop_line, _move_line, _repeat_lines, _indent,
         _splice, _cut, _double, _swap_tag)  # fmt: skip


def _mutate_bytes(data: bytes, random: Random) -> bytes:
    found = bytearray(data)
    for _ in range(random.randint(1, 12)):
        at = random.randrange(len(found) + 1)
        kind = random.randrange(5)
        if kind == 0:
            found[at : at + 1] = bytes([random.randrange(256)])
        elif kind == 1:
            del found[at : at + random.choice((1, 4, 400))]
        elif kind == 2:
            found[at:at] = found[at : at + random.randint(1, 60)]
        elif kind == 3:
            found[at : at + 4] = struct.pack("<L", random.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x10000)))
        else:
            digits = list(re.finditer(rb"\d+", found))
            if digits:
                spot = random.choice(digits)
                found[spot.start() : spot.end()] = random.choice((b"0", b"-1", b"99999999999", b"1", b"2147483647"))
    return bytes(found)


def _mutate_package(data: bytes, random: Random) -> bytes:
    """Changes parts of an Open XML package and packs it again, or changes the packed bytes."""
    if random.random() < 0.15:
        return _mutate_bytes(data, random)
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except BadZipFile:
        return _mutate_bytes(data, random)
    for _ in range(random.randint(1, 4)):
        name = random.choice(list(parts))
        kind = random.randrange(12)
        if kind == 0 and len(parts) > 1:
            del parts[name]
        elif kind == 1:
            parts[random.choice(_PARTS)] = parts[name]
        elif kind == 2:
            parts[name] = parts[random.choice(list(parts))]
        elif kind == 3:
            parts[name] = random.choice((b"", b"\0" * 3_000_000, b"<a>" * 5000, _mutate_bytes(parts[name], random)))
        elif name.endswith((".xml", ".rels")):
            parts[name] = _mutate_xml(parts[name].decode("utf-8", "replace"), random).encode("utf-8", "replace")
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    found = packed.getvalue()
    return found.replace(b"PK\x01\x02", b"PK\x01\x03", 1) if random.random() < 0.01 else found


def _mutate_xml(text: str, random: Random) -> str:
    kind = random.randrange(7)
    spots = list({0: _NUMBER, 1: _VALUE}.get(kind, _TAG).finditer(text))
    if kind == 6:
        head = text.find("?>") + 2
        return (
            text[:head]
            + random.choice(_DTD)
            + text[head:].replace("</a:t>", "&e;</a:t>").replace("</w:t>", "&g;</w:t>")
        )
    if not spots:
        return text
    spot = random.choice(spots)
    if kind == 0:
        return text[: spot.start()] + random.choice(_NUMBERS) + text[spot.end() :]
    if kind == 1:
        value = random.choice((*_NUMBERS, *(m[1] for m in random.sample(spots, min(3, len(spots))))))
        return text[: spot.start(1)] + value + text[spot.end(1) :]
    if kind == 2:
        return text[: spot.start()] + text[spot.end() :]
    if kind == 3 and not spot[0].startswith(("</", "<?")) and not spot[0].endswith("/>"):
        closing = f"</{spot[0][1:].split()[0].rstrip('>')}>"
        end = text.find(closing, spot.end())
        return text[: spot.start()] + text[end + len(closing) :] if end > 0 else text
    if kind == 4 and spot[0].endswith("/>"):
        return text[: spot.start()] + spot[0] * random.choice((2, 500)) + text[spot.end() :]
    return text[: spot.start()] + re.sub(r' \S+="[^"]*"', "", spot[0], count=1) + text[spot.end() :]
