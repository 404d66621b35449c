"""The text of an entry says everything about it, and no two entries read alike."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handrail.core.audit_chain import BEFORE_ALL, entry_text, field, instance_entry_text, link

# What PostgreSQL can store as text, with what would confuse a careless text: digits, colons, dashes, line ends.
TEXTS = st.text(st.one_of(st.sampled_from("0123456789:-\n"), st.characters(exclude_categories=["Cs"])), max_size=12)
TEXTS = TEXTS.map(lambda text: text.replace("\x00", ""))
INSTANT = timedelta(microseconds=1)
MOMENTS = st.integers(0, 2**52).map(lambda microseconds: datetime(2000, 1, 1, tzinfo=UTC) + microseconds * INSTANT)

ENTRY = {
    "organization_id": st.uuids(),
    "id": st.uuids(),
    "xid": st.integers(0, 2**64 - 1),
    "format": st.integers(1, 9),
    "at": MOMENTS,
    "request_id": TEXTS,
    "account_id": st.none() | st.uuids(),
    "roles": st.lists(TEXTS, max_size=3),
    "client": TEXTS,
    "action": TEXTS,
    "outcome": TEXTS,
    "status": st.integers(100, 599),
    "resource": TEXTS,
    "resource_ids": st.dictionaries(TEXTS, TEXTS, max_size=3),
    "participant_ids": st.lists(st.uuids(), max_size=3),
    "break_glass_reason": st.none() | TEXTS,
    "part2": st.booleans(),
    "created_at": MOMENTS,
}
INSTANCE_ENTRY = {
    "id": st.uuids(),
    "xid": st.integers(0, 2**64 - 1),
    "entry_sequence": st.integers(1, 2**63 - 1),
    "at": MOMENTS,
    "request_id": TEXTS,
    "action": TEXTS,
    "status": st.integers(100, 599),
    "resource": TEXTS,
    "claimed_organization_id": st.none() | st.uuids(),
}
"""Columns in the order of the text."""
ENTRIES, INSTANCE_ENTRIES = st.fixed_dictionaries(ENTRY), st.fixed_dictionaries(INSTANCE_ENTRY)


def fields(text: str) -> Iterator[str | None]:
    """Read the fields back; whatever can be read back cannot read alike."""
    at = 0
    while at < len(text):
        if text[at] == "-":
            yield None
            at += 1
            continue
        colon = text.index(":", at)
        end = colon + 1 + int(text[at:colon])
        yield text[colon + 1 : end]
        at = end


def as_stored(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"resource_ids": json.dumps(entry["resource_ids"])}


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


@given(ENTRIES)
def test_an_entry_can_be_read_back_from_its_text(entry: dict[str, Any]) -> None:
    heading, _, text = entry_text(as_stored(entry)).partition("\n")
    assert heading == "handrail audit entry 1"
    found = dict(zip(ENTRY, fields(text), strict=True))
    for name, value in entry.items():
        read = found[name]
        if name == "resource_ids":
            parts = list(fields(read or ""))
            assert {key: json.loads(text or "") for key, text in zip(parts[::2], parts[1::2], strict=True)} == value
        elif isinstance(value, list):
            assert list(fields(read or "")) == [str(one) for one in value]
        else:
            assert read == plain(value), name


@given(INSTANCE_ENTRIES)
def test_a_refusal_of_the_instance_can_be_read_back_from_its_text(entry: dict[str, Any]) -> None:
    _, _, text = instance_entry_text(entry).partition("\n")
    assert list(fields(text)) == [plain(entry[name]) for name in INSTANCE_ENTRY]


@given(ENTRIES, ENTRIES)
def test_two_entries_never_read_alike(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (one == other) == (entry_text(as_stored(one)) == entry_text(as_stored(other)))


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_where_a_field_ends_is_never_in_doubt(one: list[str], other: list[str]) -> None:
    joined = ["".join(field(text) for text in texts) for texts in (one, other)]
    assert (one == other) == (joined[0] == joined[1])


@given(ENTRIES)
def test_neither_the_order_of_keys_nor_the_zone_of_an_instant_matters(entry: dict[str, Any]) -> None:
    turned = dict(reversed(entry["resource_ids"].items()))
    elsewhere = entry["at"].astimezone(timezone(timedelta(hours=-5)))
    stored = as_stored(entry)
    assert entry_text(stored | {"resource_ids": json.dumps(turned, indent=1), "at": elsewhere}) == entry_text(stored)


def test_a_seal_depends_on_text_place_and_what_stood_before() -> None:
    seals = {
        link(before, sequence, text)
        for before in (BEFORE_ALL, b"\x01" * 32)
        for sequence in (1, 2)
        for text in ("", "a", "1a")
    }
    assert len(seals) == 12
    assert all(len(seal) == 32 for seal in seals)


def test_the_first_format_stays_what_it_is() -> None:
    """What was sealed must fit for ever: a change of the text or of the hash is a new format, never this one."""
    entry = {
        "organization_id": "0198a000-0000-7000-8000-000000000001",
        "id": "0198a000-0000-7000-8000-000000000002",
        "xid": 4711,
        "format": 2,
        "at": datetime(2026, 11, 26, 9, 30, tzinfo=UTC),
        "request_id": "r-1",
        "account_id": None,
        "roles": ["therapist"],
        "client": "session:1",
        "action": "read_roster",
        "outcome": "success",
        "status": 200,
        "resource": "/sessions/{session_id}/roster",
        "resource_ids": '{"session_id": "s"}',
        "participant_ids": ["0198a000-0000-7000-8000-000000000003"],
        "break_glass_reason": None,
        "part2": True,
        "created_at": datetime(2026, 11, 26, 9, 30, 0, 5, tzinfo=UTC),
    }
    text = entry_text(entry)
    assert text == (
        "handrail audit entry 1\n"
        "36:0198a000-0000-7000-8000-000000000001"
        "36:0198a000-0000-7000-8000-0000000000024:47111:2"
        "32:2026-11-26T09:30:00.000000+00:003:r-1-11:9:therapist9:session:111:read_roster7:success3:200"
        '29:/sessions/{session_id}/roster18:10:session_id3:"s"39:36:0198a000-0000-7000-8000-000000000003-3:yes'
        "32:2026-11-26T09:30:00.000005+00:00"
    )
    sealed = "25761b9b7191c05f23e14a271840fa4b771354db36b0020678220c234419cd4e"  # pragma: allowlist secret
    assert link(BEFORE_ALL, 1, text).hex() == sealed
