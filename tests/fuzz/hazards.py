"""What is known to break programs that read files, by name, each for the kinds of files that can hold it."""
# ruff: noqa: E501 — inputs are read more easily whole

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

YAML = {
    "alias bomb": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{c}: &{c} [{', '.join([f'*{chr(ord(c) - 1)}'] * 9)}]\n" for c in "bcdefghi"),
    "alias of itself": "&a [*a]: *a\n",
    "duplicate keys": "thesis: one\nthesis: two\nthesis: three\n",
    "deep lists": "[" * 50_000,
    "deep maps": "{a: " * 50_000,
    "deep blocks": "".join(f"{' ' * level}a:\n" for level in range(2_000)),
    "deep sequences": "- " * 30_000 + "x\n",
    "python object": "thesis: !!python/object/apply:os.system [touch hacked]\n",
    "python name": "thesis: !!python/name:os.system\n",
    "own tag": "%TAG ! tag:example.org,2000:\n---\nthesis: !x y\n",
    "merge key": "thesis: {<<: {a: b}, <<: [1]}\n",
    "complex key": "? {a: [b]}\n: c\n? [d]\n: e\n",
    "many documents": "--- a\n" * 5_000,
    "long number": f"thesis: {'9' * 100_000}\n",
    "many keys": "".join(f"k{number}: v\n" for number in range(20_000)),
    "control characters": 'thesis: "a\x07\x1b[31mb"\n',
    "null character": "thesis: a\x00b\n",
    "escaped control characters": 'thesis: "a\\0\\a\\e[31mb\\x9b"\n',
    "lone surrogate": 'thesis: "\\ud800 and \\udfff"\n',
    "right to left": "thesis: \u202ereversed\u2066 الخبز\n",
    "path out of the folder": "essay: {title: T, language: en, file: ../../../../etc/passwd}\nthesis: X.\narguments: []\n",
    "absolute path": "essay: {title: T, language: en, file: /etc/passwd}\nthesis: X.\narguments: []\n",
    "device": "essay: {title: T, language: en, file: /dev/zero}\nthesis: X.\narguments: []\n",
    "template in a value": "thesis: \"{{ ''.__class__.__mro__ }} {% for x in range(999999999) %}{% endfor %}\"\n",
}
MARKDOWN = {
    "deep quotations": "> " * 20_000 + "x\n",
    "deep lists": "".join(f"{'  ' * level}- x\n" for level in range(800)),
    "deep list markers": "- " * 20_000 + "x\n",
    "deep brackets": "[" * 50_000,
    "deep links": "[a](" * 20_000,
    "deep pictures": "![" * 30_000,
    "deep emphasis": "*a **b " * 20_000,
    "deep fences": "".join(f"{':' * (3 + level)} {{.quote}}\n" for level in range(1_000)),
    "open fences": ":::: {.columns}\n" * 5_000,
    "backticks": "".join("`" * (number % 90 + 1) + " " for number in range(3_000)),
    "wide table": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b" * 5_000 + "|\n",
    "long table": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5_000,
    "references": "".join(f"[{number}]: x\n" for number in range(20_000)),
    "reference to itself": "[^a]: [^a]\n\n[^a]\n",
    "entities": "&amp;" * 30_000 + "&nope; &#0; &#x110000; &#xd800;\n",
    "blanks": "a" + " " * 100_000 + "b\n",
    "long word": "x" * 200_000,
    "long Chinese": "字" * 100_000,
    "many slides": "## A\n\n- b\n\n" * 1_500,
    "picture out of the folder": "## A\n\n![x](../../../../etc/passwd)\n![y](/dev/zero)\n![z](file:///etc/passwd)\n",
    "picture elsewhere": "## A\n\n![x](http://127.0.0.1:9/x.png)\n![x](\\\\host\\x.png)\n![x](data:image/png;base64,AAAA)\n",
    "controls": "## A\x00\x07\x1b[31m\n\n- b\x0b\x0c\x85\u2028\ufffe\n",
    "marks": "## \u202eA\u2066\u200d\U0001f469\u200d\U0001f680 e\u0301\u0301\u0301\n\n- \U000e0041\n",
    "chart of nothing": "## A\n\n::: {.chart type=bar}\n| a | b |\n|---|---|\n| c | 1e999 |\n| d | nan |\n| e | -0 |\n:::\n",
    "script": "## A\n\n<script>alert(1)</script><iframe src='file:///etc/passwd'></iframe>\n",
    "front matter": "---\ntitle: !!python/name:os.system\n---\n\n## A\n",
    "open front matter": "---\n" + "a: b\n" * 10_000,
}
HTML = {
    "deep divisions": "<div>" * 50_000,
    "deep lists": "<ul><li>" * 20_000,
    "deep quotations": "<blockquote><p>" * 20_000 + "x",
    "unclosed tags": "<p" * 50_000,
    "entity bomb": '<?xml version="1.0"?><!DOCTYPE h [<!ENTITY a "lol"><!ENTITY b "'
    + "&a;" * 500
    + '"><!ENTITY c "'
    + "&b;" * 500
    + '"><!ENTITY d "'
    + "&c;" * 500
    + '">]><html><body><p>&d;</p></body></html>',
    "external entity": '<!DOCTYPE h [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>&a; x</p></body></html>',
    "external schema": '<!DOCTYPE h SYSTEM "http://127.0.0.1:9/x.dtd"><html><body><p>A sentence stands here.</p></body></html>',
    "references": "<p>" + "&#xd800;&#0;&#x110000;&#x1b;" * 2_000 + " A sentence.</p>",
    "many attributes": "<p " + " ".join(f"a{number}='b'" for number in range(20_000)) + ">A sentence.</p>",
    "open comment": "<p>A sentence.</p><!--" + "-" * 100_000,
    "wrong encoding": '<meta charset="utf-7"><p>+ADw-script+AD4- A sentence.</p>',
    "null characters": "<p>A\x00 sentence\x00 here.</p>\x00",
    "metadata": '<script type="application/ld+json">' + "[" * 20_000 + "</script><p>A sentence stands here.</p>",
}
TEXT = {
    "blanks": "a" + " " * 200_000 + "b",
    "one long line": "word " * 60_000,
    "no ends": "字" * 200_000,
    "ends only": "。" * 100_000,
    "openings": "“(" * 60_000,
    "line breaks": "\r\x0b\x0c\x85\u2028" * 20_000 + "x",
    "numbers": "\n\n".join(f"{number}. x" for number in range(8_000)),
    "headings": "第一章\n\n" * 8_000,
    "credit lines": "\n——" * 20_000,
    "sayings": "他说：“好。”" * 15_000,
    "null characters": "A sentence.\x00 Another.\x00",
    "UTF-16 without a mark": "A sentence stands here. Another does.".encode("utf-16-le").decode("latin-1"),
    "marks": "A \u202esentence\u2066 with \U0001f469\u200d\U0001f680 e" + "\u0301" * 5_000 + " stands here.",
}
_BOMB = 300 << 20
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"


def _packed(parts: dict[str, bytes], change: Callable[[ZipFile], None] = lambda package: None) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(ZipInfo(name), part, ZIP_DEFLATED)
        change(package)
    return packed.getvalue()


def _main(parts: dict[str, bytes]) -> str:
    return next(name for name in parts if name.endswith(("/presentation.xml", "/document.xml")))


def _symlink(package: ZipFile) -> None:
    entry = ZipInfo("ppt/link.xml")
    entry.external_attr = 0o120777 << 16
    package.writestr(entry, "/etc/passwd", ZIP_STORED)


def _bomb(parts: dict[str, bytes]) -> bytes:
    return _packed({**parts, _main(parts): b"<a>" + b"\0" * _BOMB})


def _lying(data: bytes, size: int) -> bytes:
    """Every entry claims `size` bytes, in its header and in the directory."""
    found = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = found.find(mark)
        while at >= 0:
            found[at + offset : at + offset + 4] = struct.pack("<L", size)
            at = found.find(mark, at + 4)
    return bytes(found)


def _with_text(parts: dict[str, bytes], head: str, reference: str) -> bytes:
    name = _main(parts)
    text = parts[name].decode()
    start = text.find("?>") + 2
    end = text.rfind("</")
    return _packed({**parts, name: f"{text[:start]}{head}{text[start:end]}{reference}{text[end:]}".encode()})


def package_hazards(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The hazards of a zip of XML parts, each put into this sound one."""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = _main(parts)
    rels = next(name for name in parts if name.endswith(f"{main.rpartition('/')[2]}.rels"))
    yield "bomb", _bomb(parts)
    yield "small sizes claimed", _lying(data, 1)
    yield "large sizes claimed", _lying(data, 0xFFFFFFF0)
    yield "many parts", _packed({**parts, **{f"ppt/x{number}.xml": b"<a/>" for number in range(20_000)}})
    yield "paths out of the folder", _packed({**parts, "../../../tmp/x": b"x", "/etc/x": b"x", "C:\\x": b"x"})
    yield "symbolic link", _packed(parts, _symlink)
    yield "the same part twice", _packed(parts) if main not in parts else _twice(parts, main)
    yield "encrypted", data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    yield "entity bomb", _with_text(parts, HTML["entity bomb"].split("?>")[1].split("<html>")[0], "&d;")
    yield "external entity", _with_text(parts, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;")
    yield "external schema", _with_text(parts, '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "")
    yield "deep elements", _packed({**parts, main: b"<a>" * 100_000})
    for kind, target in (("file", "file:///etc/passwd"), ("folder", "../../../../../etc/passwd"), ("loop", main)):
        changed = parts[rels].replace(b'Target="', f'Target="{target}#'.encode())
        yield f"relationships to a {kind}", _packed({**parts, rels: changed})
    yield "half", data[: len(data) // 2]
    yield "something before it", b"x" * 5_000 + data


def _twice(parts: dict[str, bytes], main: str) -> bytes:
    first = _packed({main: b"<a/>"})
    other = _packed({main.replace("xml", "xmk"): b"<a/>"})
    assert len(first) == len(other)
    return _packed({**parts, main.replace("xml", "xmk"): b"<a/>"}).replace(b"xmk", b"xml")


def hazards_of(file: str, seed: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of the hazards that a file of this name can hold."""
    suffix = file.rpartition(".")[2]
    texts = {"yaml": YAML, "md": {**MARKDOWN, **TEXT}, "html": HTML, "txt": TEXT}.get(suffix)
    if texts is not None:
        for name, text in texts.items():
            yield name, text.encode("utf-8", "surrogatepass")
            if suffix == "yaml":
                yield f"{name} behind a sound file", seed + text.encode("utf-8", "surrogatepass")
    elif seed.startswith(b"PK"):
        yield from package_hazards(seed)
