"""The link to a quote's words follows the grammar of URL Fragment Text Directives."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from essays import essay_of

from briefgen.pageurl import quote_url
from briefgen.quotes import find_quote

ESSAY = essay_of(
    ("", "账本之外，还有人。先看机器，再看人。", "先看机器，再看账。" + "一年里，" * 40 + "没有人看账。"),
    ("Re-use", "A well-run, small plant & its people."),
)


@pytest.mark.parametrize(
    ("text", "near", "directive"),
    [
        ("账本之外，还有人。", "", "账本之外，还有人。"),
        ("先看机器", "0.1", "账本之外，还有人。-,先看机器"),
        ("先看机器", "0.2", "先看机器,-，再看账。"),
        (ESSAY.sections[0].paragraphs[1].text, "", "先看机器，,没有人看账。"),
        ("账本之外……再看人。", "", "账本之外,再看人。"),
    ],
)
def test_a_link_finds_the_words(text: str, near: str, directive: str):
    url = quote_url("https://example.org/essay", ESSAY, find_quote(ESSAY, text, near=near))
    base, _, fragment = url.partition("#:~:text=")
    assert base == "https://example.org/essay"
    assert unquote(fragment).startswith(directive)


def test_what_has_a_meaning_in_the_directive_is_encoded():
    quote = find_quote(ESSAY, "A well-run, small plant & its people.")
    assert quote_url("https://example.org/#s1", ESSAY, quote) == (
        "https://example.org/#s1:~:text=A%20well%2Drun%2C%20small%20plant%20%26%20its%20people."
    )
    assert quote_url("", ESSAY, quote) == ""
