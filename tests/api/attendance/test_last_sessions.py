"""What became of somebody's last sessions, on their chart."""

from datetime import timedelta
from typing import Any

from tests.factories.attendance import make_group
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now
from handrail.core.vocabulary import Role


async def last_sessions(client: ClinicClient, participant_id: object) -> list[dict[str, Any]]:
    answer = await client.get(f"/api/v1/participants/{participant_id}/last-sessions")
    assert answer.status_code == 200, answer.text
    sessions: list[dict[str, Any]] = answer.json()["sessions"]
    return sessions


async def test_a_session_that_is_over_stands_there_with_its_mark(clinic: Clinic) -> None:
    group = await make_group(clinic, people=2, starts_at=now() - timedelta(hours=4))
    avery = group.episodes[0].participant_id
    (before,) = await last_sessions(group.therapist, avery)
    assert (before["outcome"], before["minutes"], before["closed"]) == (None, None, False)
    marks = {"marks": [group.mark(0), group.mark(1, "absent")]}
    assert (await group.therapist.post(f"{group.url}/attendance", json=marks)).status_code == 200
    assert (await group.therapist.post(f"{group.url}/close", json={})).status_code == 200
    (shown,) = await last_sessions(group.therapist, avery)
    assert (shown["title"], shown["outcome"], shown["minutes"], shown["closed"]) == ("DBT skills", "present", 90, True)
    assert [one["outcome"] for one in await last_sessions(group.therapist, group.episodes[1].participant_id)] == [
        "absent"
    ]


async def test_what_runs_or_lies_ahead_is_not_there(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1)
    assert await last_sessions(group.therapist, group.episodes[0].participant_id) == []


async def test_who_may_not_see_somebody_is_told_nothing_of_them(clinic: Clinic) -> None:
    group, other = await make_group(clinic, people=1), await make_group(clinic, people=1)
    url = f"/api/v1/participants/{other.episodes[0].participant_id}/last-sessions"
    assert (await group.therapist.get(url)).status_code == 404
    assert (await (await clinic.client(Role.ADMINISTRATOR)).get(url)).status_code == 403


async def test_the_front_desk_reads_kinds_for_titles(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=now() - timedelta(hours=4))
    desk = await clinic.client(Role.FRONT_DESK)
    assert [one["title"] for one in await last_sessions(desk, group.episodes[0].participant_id)] == ["Group"]
