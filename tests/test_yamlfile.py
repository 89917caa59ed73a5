"""YAML that a person writes: every node knows its place, and hostile files are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.errors import BriefgenError
from briefgen.yamlfile import ListNode, MapNode, Scalar, read_yaml


def complaint(data: bytes) -> str:
    with pytest.raises(BriefgenError) as caught:
        read_yaml(data, "x.yaml")
    return str(caught.value)


def test_nodes_know_their_places() -> None:
    node = read_yaml("a: 1\nb:\n  - 二\n  - 'x'\n".encode(), "x.yaml")
    assert isinstance(node, MapNode)
    (first, one), (_, items) = node.pairs
    assert (first.text, first.line, first.column) == ("a", 1, 1)
    assert isinstance(one, Scalar)
    assert (one.text, one.line, one.column, one.quoted) == ("1", 1, 4, False)
    assert isinstance(items, ListNode)
    last = items.items[1]
    assert isinstance(last, Scalar)
    assert (last.text, last.line, last.column, last.quoted) == ("x", 4, 5, True)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: &x [1]\nb: *x\n", "x.yaml:1:4: anchor '&x' is not allowed (write the text out instead)"),
        (b"a: !!python/object/apply:os.system ['true']\n", "x.yaml:1:4: tag"),
        (b"a: 1\na: 2\n", "x.yaml:2:1: key 'a' stands twice (the first is in line 1)"),
        (b"? [1, 2]\n: 3\n", "x.yaml:1:3: a key must be a single word"),
        (b"a: [1\n", "x.yaml:1:4: not valid YAML: what begins here does not end"),
        (b'a: 1\nb: "open\nc: 3\n', "x.yaml:2:4: not valid YAML: what begins here does not end"),
        ("a: 1\n- b：2\nc: 3\n".encode(), "x.yaml:2:1: not valid YAML"),
        (b"a: 1\n---\nb: 2\n", "x.yaml:2:1: a second document begins"),
        (b"", "x.yaml:1:1: is empty"),
        (b"# only a comment\n", "x.yaml:1:1: is empty"),
        ("标题: 甲\n".encode("gb18030"), "x.yaml:1:1: is not UTF-8: byte 0xb1 cannot be read (save it as UTF-8)"),
        ("a: 乙".encode("utf-16"), "x.yaml:1:1: is UTF-16, not UTF-8"),
        (b"a: \x07\n", "x.yaml:1:4: not valid YAML: character U+0007 is not allowed"),
        (b"[" * 5000, "x.yaml:1:25: nested deeper than 24 levels"),
        (b"- " * 5000, "x.yaml:1:49: nested deeper than 24 levels"),
    ],
)
def test_hostile_or_broken_yaml_is_refused_with_its_place(data: bytes, message: str) -> None:
    assert complaint(data).startswith(message)


def test_byte_order_mark_is_no_mistake() -> None:
    node = read_yaml("\ufeffa: 1".encode(), "x.yaml")
    assert isinstance(node, MapNode)
    assert node.pairs[0][0].text == "a"


@given(st.one_of(st.binary(max_size=200), st.text(alphabet="a:-[]{}&*!|>'\"#\n \t?%@,一", max_size=80).map(str.encode)))
def test_any_bytes_give_a_tree_or_a_complaint(data: bytes) -> None:
    try:
        found = read_yaml(data, "x.yaml")
    except BriefgenError as error:
        found = error.problems
    assert found
