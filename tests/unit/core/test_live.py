"""Positions in the change log, as clients bring them back."""

import pytest

from handrail.core.access import Actor, CredentialKind, Credentials
from handrail.core.ids import AccountId, OrganizationId, new_id
from handrail.core.live import ACCESS, MOST_ROWS, Change, Found, Position, Stream, read_position
from handrail.core.vocabulary import Role

HERE = Position("0123456789ab", "734:740:735,738")
PERMISSIONS = {"attendance": "attendance:read", "schedule": "schedule:read"}


def a_stream(role: Role = Role.THERAPIST) -> Stream:
    organization_id = OrganizationId(new_id())
    actor = Actor(organization_id, AccountId(new_id()), frozenset({role}), None, None, False, "session:x")
    return Stream(actor, Credentials(CredentialKind.COOKIE, organization_id, "x" * 43, background=True))


@pytest.mark.parametrize("snapshot", ["5:5:", "734:740:735,738", "734:740:734,739", "1:9:8"])
def test_a_position_is_read_as_it_was_written(snapshot: str) -> None:
    position = Position("0123456789ab", snapshot)
    assert read_position(str(position)) == position


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "5:5:",
        "0123456789ab",
        "0123456789ab.",
        "0123456789ab.5",
        "0123456789ab.5:5",
        "0123456789ab.0:5:",
        "0123456789ab.6:5:",
        "0123456789ab.5:9:4",
        "0123456789ab.5:9:9",
        "0123456789ab.5:9:8,7",
        "0123456789ab.5:9:7,7",
        "0123456789ab.5:9:7,",
        "0123456789ab.5:9:-7",
        "0123456789ab.5:9:7:8",
        "0123456789ab.1:" + "9" * 19 + ":",
        "0123456789ab.1:9:٣",
        "'; DROP.5:5:",
        "0123456789ab.1:9999:" + ",".join(map(str, range(1, 2_500))),
    ],
)
def test_what_postgresql_would_refuse_is_no_position(text: str | None) -> None:
    assert read_position(text) is None


def test_a_slow_reader_is_told_each_change_once_and_too_many_as_everything() -> None:
    stream, one = a_stream(), Change("attendance", new_id())
    for _ in range(3):
        stream.tell(Found(HERE, changes=frozenset({one})), PERMISSIONS)
    told = stream.take()
    assert (told.position, told.everything, told.changes) == (str(HERE), False, (one,))
    assert stream.take().changes == ()
    for _ in range(MOST_ROWS + 1):
        stream.tell(Found(HERE, changes=frozenset({Change("schedule", new_id())})), PERMISSIONS)
    assert stream.take() == type(told)(str(HERE), True, ())


def test_a_change_of_somebody_s_access_is_looked_into_and_not_told() -> None:
    stream = a_stream()
    stream.tell(Found(HERE, changes=frozenset({Change(ACCESS, new_id())})), PERMISSIONS)
    assert not stream.suspected
    stream.tell(Found(HERE, changes=frozenset({Change(ACCESS, stream.actor.account_id)})), PERMISSIONS)
    assert stream.suspected
    assert stream.take().changes == ()
