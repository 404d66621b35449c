"""What is sealed opens only whole, only in its place, and also after the key was replaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.keyring import Keyring, KeyringError, SealBroken, new_key

OLD, NEW = new_key("2026a"), new_key("2026b")
RING = Keyring.parse(OLD)


@given(plain=st.binary(max_size=200), about=st.binary(max_size=40))
def test_what_is_sealed_opens(plain: bytes, about: bytes) -> None:
    sealed = RING.seal(plain, about=about)
    assert RING.open(sealed, about=about) == plain
    assert len(plain) < 8 or plain not in sealed


def test_two_seals_of_the_same_differ() -> None:
    assert RING.seal(b"same", about=b"") != RING.seal(b"same", about=b"")


@given(st.data())
def test_a_changed_byte_anywhere_breaks_the_seal(data: st.DataObject) -> None:
    sealed = bytearray(RING.seal(b"a referral letter", about=b"here"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        RING.open(bytes(sealed), about=b"here")


def test_a_seal_moved_to_another_place_does_not_open() -> None:
    with pytest.raises(SealBroken):
        RING.open(RING.seal(b"letter", about=b"one"), about=b"two")


@pytest.mark.parametrize("cut", [0, 1, 2, 5, 12, 19, 30])
def test_a_cut_seal_does_not_open(cut: int) -> None:
    with pytest.raises(SealBroken):
        RING.open(RING.seal(b"letter", about=b"")[:cut], about=b"")


def test_a_new_key_in_front_seals_and_the_old_one_still_opens() -> None:
    sealed = RING.seal(b"letter", about=b"")
    both = Keyring.parse(f"{NEW} {OLD}")
    assert both.open(sealed, about=b"") == b"letter"
    assert b"2026b" in both.seal(b"letter", about=b"")
    with pytest.raises(SealBroken, match="not on the ring"):
        Keyring.parse(NEW).open(sealed, about=b"")


@pytest.mark.parametrize(
    "text",
    ["", "2026a", "2026a:short", f"{OLD} {OLD}", f"Two words:{OLD}", "a:" + "é" * 44],
    ids=["empty", "no key", "short", "twice", "words", "not base64"],  # keys are random; names of tests are not
)
def test_a_ring_that_cannot_be_read_says_so_without_repeating_a_key(text: str) -> None:
    with pytest.raises(KeyringError) as refused:
        Keyring.parse(text)
    assert "handrail keyring new" in str(refused.value)
    assert OLD.partition(":")[2] not in str(refused.value)
