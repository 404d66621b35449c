"""What the input guard refuses, and that it refuses nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.input_guard import DEEPEST, Unreadable, check_json

clean = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | clean,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(clean, children, max_size=4),
    max_leaves=20,
)


@given(trees)
def test_every_tree_that_json_can_hold_passes(tree: object) -> None:
    check_json(json.dumps({"tree": tree}).encode())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"a": "\\u0000"}', "not-text"),
        (b'{"a": "\\ud800"}', "not-text"),
        (b'{"\\ud800": 1}', "not-text"),
        (b'[["\\udfff"]]', "not-text"),
        (b'{"a": NaN}', "number-out-of-range"),
        (b'{"a": -Infinity}', "number-out-of-range"),
        (b'{"a": 1e400}', "number-out-of-range"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number-out-of-range"),
        (b'{"a": 1, "a": 2}', "duplicate-key"),
        (b'{"b": {"a": 1, "a": 1}}', "duplicate-key"),
        (b"[" * 100_000, "too-deep"),
        (b"[" * 100_000 + b"]" * 100_000, "too-deep"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "too-deep"),
        (b'{"a": "\xff"}', "not-utf-8"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b"{'a': 1}", "not-json"),
        (b"{} {}", "not-json"),
        (b" ", "not-json"),
    ],
)
def test_what_readers_would_read_differently_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        check_json(body)
    assert refusal.value.facts == {"reason": reason}


def test_the_deepest_allowed_tree_passes() -> None:
    check_json(b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1))
