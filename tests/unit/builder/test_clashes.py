"""When there is no week, what clashes is told in words: counted where it can be, else the fewest tracks."""

from typing import Any

from tests.unit.builder.weeks import SMALL, small

from handrail.builder.clashes import counted, explain
from handrail.builder.generators import base, crowded
from handrail.builder.grid import Grid
from handrail.builder.problem import Problem


def _words(problem: Problem) -> str:
    return "\n".join(clash.words for clash in counted(Grid(problem)))


def test_an_ordinary_week_has_no_clash() -> None:
    assert counted(Grid(base(1))) == []
    assert counted(Grid(small())) == []


def test_too_few_rooms_are_counted_in_days() -> None:
    words = _words(crowded(1))
    assert "6 tracks at riverside that all meet at 09:30 need 18 room-days; 15 exist" in words


def test_hours_that_a_credential_lacks_are_counted() -> None:
    clinicians = [SMALL["clinicians"][0], {**SMALL["clinicians"][1], "max_week": 1}]
    assert "1 sessions that need md take 0.5 h; the 1 clinicians who may hold them have 0.25 h" in _words(
        small(clinicians=clinicians)
    )


def test_a_weekly_minimum_that_nothing_planned_can_reach_is_told() -> None:
    words = _words(small(tracks=[{**SMALL["tracks"][0], "min_week_ticks": 20}]))
    assert "1 participant has at most 4 h planned in morning, whose weekly minimum is 5 h" in words


def test_what_nobody_can_hold_is_told() -> None:
    activities = [*SMALL["activities"][:-1], {**SMALL["activities"][-1], "credential": "yoga"}]
    assert "B medication needs yoga; nobody has it" in _words(small(activities=activities))


def test_a_session_without_any_time_is_told() -> None:
    participants = [{**SMALL["participants"][0], "unavailable": [[0, 36], [48, 480]]}, SMALL["participants"][1]]
    track = {**SMALL["tracks"][0], "days": 1, "window": [36, 44], "min_week_ticks": 0}
    groups = [one for one in SMALL["activities"][:4] if one["day_idx"] == 0]
    problem = small(participants=participants, tracks=[track], activities=[*groups, SMALL["activities"][4]])
    assert counted(Grid(problem)) == []
    participants[0] = {**participants[0], "unavailable": [[0, 36], [44, 480]]}
    activity = {**SMALL["activities"][4], "ticks": 9}
    problem = small(participants=participants, tracks=[track], activities=[*groups, activity])
    assert "A alone has no time at which the participant, a room and somebody who may hold it are free" in _words(
        problem
    )


def _three_tracks() -> dict[str, Any]:
    """Two that one therapist cannot lead at once, although hours and rooms suffice, and one in the afternoon."""
    week = [[day * 96 + 32, day * 96 + 80] for day in range(5)]
    tracks = [
        {"id": "one", "site": "riverside", "days": 3, "block_ticks": 8, "window": [36, 46]},
        {"id": "two", "site": "riverside", "days": 3, "block_ticks": 8, "window": [36, 46]},
        {"id": "late", "site": "riverside", "days": 2, "block_ticks": 8, "window": [60, 70]},
    ]
    return {
        "rooms": [{**SMALL["rooms"][0], "id": name, "open": week} for name in ("hall", "loft")],
        "clinicians": [{"id": "Reed", "credentials": ["therapist"], "open": week, "max_day": 30, "max_week": 90}],
        "tracks": tracks,
        "participants": [{"id": f"P {one['id']}", "track": one["id"]} for one in tracks],
        "activities": [
            {**SMALL["activities"][0], "id": f"{one['id']} {day}", "track": one["id"], "ticks": 8, "day_idx": day}
            for one in tracks
            for day in range(one["days"])  # type: ignore[call-overload]
        ],
    }


def test_the_fewest_tracks_that_find_no_place_together_are_named() -> None:
    problem = small(**_three_tracks())
    assert counted(Grid(problem)) == []
    [clash] = explain(problem, 1, 60.0)
    assert clash.words.endswith("while without any one of them there are: one, two")
    assert not clash.proven
