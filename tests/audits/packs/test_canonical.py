"""Canonical JSON: the values of RFC 8785 itself, and what it must never depend on."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.packs.canonical import NotCanonical, canonical_json, read_json

# RFC 8785, appendix B: the bits of a double, as hexadecimal, and how it is written.
PUBLISHED_NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(("bits", "written"), PUBLISHED_NUMBERS)
def test_numbers_are_written_as_the_rfc_publishes_them(bits: str, written: str):
    import struct

    (number,) = struct.unpack(">d", bytes.fromhex(bits))

    assert canonical_json(number) == written.encode()


def test_the_example_of_the_rfc_comes_out_byte_for_byte():
    example = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '€$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }

    assert canonical_json(example).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_utf_16_code_units():
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}

    written = list(json.loads(canonical_json(keys)))

    assert written == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@given(JSON)
def test_what_is_read_back_is_written_alike(value: object):
    once = canonical_json(value)

    assert canonical_json(read_json(once)) == once


@given(st.dictionaries(TEXT, st.integers(0, 9), max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]):
    assert canonical_json(value) == canonical_json(dict(reversed(value.items())))


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        2**53 + 1,
        10**400,
        "\ud800",
        {1: "a"},
        b"bytes",
        {"a": {"set"}},
        {"k": object()},
    ],
)
def test_what_json_cannot_say_everywhere_alike_is_refused(value: object):
    with pytest.raises(NotCanonical):
        canonical_json(value)


@pytest.mark.parametrize("text", [b'{"a": NaN}', b"[Infinity]", b"-Infinity"])
def test_pythons_own_constants_are_not_read(text: bytes):
    with pytest.raises(NotCanonical):
        read_json(text)
