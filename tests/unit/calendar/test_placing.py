"""Which members get a place where one of them has a payer that allows fewer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handrail.calendar.rules.placing import Surroundings, Wanted, place_members
from handrail.calendar.vocabulary import BookingCancelReason
from handrail.core.ids import EpisodeId, MembershipId, ParticipantId, SessionId, new_id

SESSION = SessionId(new_id())
AT = datetime(2026, 3, 2, 14, tzinfo=UTC)


def _wanted() -> Wanted:
    return Wanted(
        SESSION,
        EpisodeId(new_id()),
        ParticipantId(new_id()),
        MembershipId(new_id()),
        AT,
        AT + timedelta(minutes=90),
        date(2026, 3, 2),
    )


def _refused(payers: str, *, seats: int | None, room: int) -> str:
    """Place people in order, `c` paid for by a carrier; return who got no place as `-`."""
    wanted = [_wanted() for _ in payers]
    around = Surroundings(
        seats_left={SESSION: seats},
        left_for_payer={SESSION: {"carrier": room}},
        paying={
            (SESSION, one.episode_id): "carrier" for one, payer in zip(wanted, payers, strict=True) if payer == "c"
        },
    )
    refused = {one.wanted.episode_id: one.refused for one in place_members(wanted, around)}
    assert set(refused.values()) <= {None, BookingCancelReason.NO_SEAT}
    return "".join("-" if refused[one.episode_id] else payer for one, payer in zip(wanted, payers, strict=True))


@pytest.mark.parametrize(
    ("payers", "seats", "room", "placed"),
    [
        ("....", None, 2, "...."),
        # Who is in already counts, whoever pays for them; who is refused keeps nobody out.
        ("..c.", None, 2, "..-."),
        # With the carrier's in it the group grows no further.
        ("c...", None, 2, "c.--"),
        (".c..", None, 2, ".c--"),
        ("c...", 1, 3, "c---"),
        ("cc..", 4, 1, "c---"),
        ("c", None, 0, "-"),
    ],
)
def test_no_group_grows_beyond_what_a_payer_in_it_allows(
    payers: str, seats: int | None, room: int, placed: str
) -> None:
    assert _refused(payers, seats=seats, room=room) == placed
