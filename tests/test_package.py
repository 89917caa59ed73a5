"""The zip around the slides: every reader finds each part whole, however it was packed."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from briefgen.deck.package import bundle, pack, pack_text, write_zip

PARTS = (("ppt/a.xml", b"<a>one</a>" * 50), ("ppt/漢.xml", b""), ("ppt/c.xml", bytes(range(256)) * 9))
LATE = 1_700_000_000


def test_parts_that_were_bundled_stand_in_the_zip_as_any_others_do() -> None:
    single = write_zip((("first", b"1"), *PARTS, ("last", pack(b"2"))), LATE)
    assert write_zip((("first", b"1"), bundle(PARTS, LATE), ("last", pack(b"2"))), LATE) == single
    with ZipFile(BytesIO(single)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()[1:-1]] == list(PARTS)
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}


@pytest.mark.parametrize("text", ["first", "", "§ 漢字" * 900])
def test_a_part_that_begins_as_others_do_is_read_back_whole(text: str) -> None:
    long = "".join(f'<b n="{number}"/>' for number in range(99))
    xml = f"<p>{long}<a:t>{text}</a:t>{long}</p>"
    whole = write_zip([("a.xml", pack_text(xml)), ("b.xml", pack_text(xml)), ("c.xml", pack_text("<p/>"))])
    with ZipFile(BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert [archive.read(name).decode() for name in archive.namelist()] == [xml, xml, "<p/>"]
