"""Days that count and that the week will lack: the roster and the huddle say what the ledger reckons."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from tests.api.attendance.test_ledger import expect, monday_of_last_week, morning
from tests.factories.attendance import Group, make_group, make_session
from tests.support.clinic import Clinic

from handrail.core.vocabulary import AgeBand, LevelOfCare, Role
from handrail.episodes.vocabulary import DayState
from handrail.organizations.models import WeekRuleRow
from handrail.organizations.vocabulary import Confidence, Phase

CODE = "days_short_this_week"
GENERAL: dict[str, Any] = {"min_minutes_counted_day": 180, "min_days_per_week": 3}


async def rule(clinic: Clinic, *rules: dict[str, Any]) -> None:
    """Let these be the rules of the week and no others."""
    async with clinic.db() as db:
        await db.execute(delete(WeekRuleRow))
        db.add_all(
            WeekRuleRow(
                **{
                    "level_of_care": LevelOfCare.INTENSIVE_OUTPATIENT,
                    "age_band": AgeBand.ADULT,
                    "phase": Phase.STANDARD,
                    "countable_kinds": [],
                    "citation": "ours",
                    "confidence": Confidence.HOUSE,
                    **values,
                }
            )
            for values in rules
        )


async def booked(clinic: Clinic, group: Group, on: date, minutes: int = 180, *, hours: int = 0) -> tuple[str, str]:
    """A session of the first of the group, so many hours after nine; its address and their booking."""
    assert group.therapist.staff_id is not None
    session, bookings = await make_session(
        clinic,
        location_id=group.location_id,
        program_id=group.program_id,
        staff=[group.therapist.staff_id],
        episodes=group.episodes[:1],
        starts_at=morning(clinic, on) + timedelta(hours=hours),
        minutes=minutes,
    )
    return f"/api/v1/sessions/{session.id}", str(bookings[0].id)


async def week_of_three(clinic: Clinic, *, place: bool = True) -> Group:
    """Somebody who is expected on Monday, Wednesday and Friday, three hours each, and booked on the Monday."""
    monday = monday_of_last_week(clinic)
    group = await make_group(clinic, people=1, starts_at=morning(clinic, monday), minutes=180)
    await expect(clinic, group.episodes[0].id, {monday + timedelta(days=on): DayState.EXPECTED for on in (0, 2, 4)})
    if place:
        await clinic.sql("UPDATE episodes SET location_id = $1 WHERE id = $2", group.location_id, group.episodes[0].id)
    return group


async def said(group: Group) -> int | None:
    """Days short as the ledger has them, after checking that roster and huddle say the same."""
    client, on = group.therapist, str(group.session.local_date)
    week = (await client.get(f"/api/v1/episodes/{group.episodes[0].id}/ledger", params={"week": on})).json()
    short: int | None = week["short_by_days"]
    told = [{"code": CODE, "params": {"count": short}}] if short else []
    (row,) = (await client.get(f"{group.url}/roster")).json()["rows"]
    assert [flag for flag in row["flags"] if flag["code"] == CODE] == told
    (one,) = (await client.get("/api/v1/huddle", params={"date": on})).json()["people"]
    assert [fact for fact in one["facts"] if fact["code"] == CODE] == told
    return short


async def test_a_day_that_can_no_longer_count_is_short(clinic: Clinic) -> None:
    group = await week_of_three(clinic)
    await rule(clinic, GENERAL)
    monday = group.session.local_date
    assert await said(group) == 2
    wednesday, place = await booked(clinic, group, monday + timedelta(days=2))
    await booked(clinic, group, monday + timedelta(days=4))
    assert await said(group) == 0

    # Ninety minutes are no day; with another ninety on it they are.
    left_at = morning(clinic, monday + timedelta(days=2)) + timedelta(minutes=90)
    early = {"booking_id": place, "outcome": "left_early", "left_at": left_at.isoformat()}
    marked = await group.therapist.post(f"{wednesday}/attendance", json={"marks": [early]})
    assert marked.status_code == 200, marked.text
    assert await said(group) == 1
    await booked(clinic, group, monday + timedelta(days=2), 90, hours=5)
    assert await said(group) == 0
    # Who was not marked when a session was closed is not awaited any more.
    await clinic.sql(
        "UPDATE sessions SET status = 'closed', closed_at = now(), closed_by = $2 WHERE id = $1",
        group.id,
        group.therapist.account_id,
    )
    assert await said(group) == 1


async def test_no_more_days_are_asked_for_than_are_expected(clinic: Clinic) -> None:
    group = await week_of_three(clinic)
    await rule(clinic, GENERAL)
    monday = group.session.local_date
    await expect(
        clinic,
        group.episodes[0].id,
        {monday: DayState.EXPECTED, **{monday + timedelta(days=on): DayState.ON_LEAVE for on in (2, 4)}},
    )
    assert await said(group) == 0
    await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark(0, "absent")]})
    assert await said(group) == 1
    await expect(clinic, group.episodes[0].id, {})
    assert await said(group) == 0


@pytest.mark.parametrize(
    ("rules", "short"),
    [
        ([], None),
        # Where no rule names how many, it takes all days of the plan that are long enough.
        ([{"min_minutes_counted_day": 180}], 2),
        ([{"min_minutes_counted_day": 181}], 0),
        ([{"min_days_per_week": 3}], None),
        ([GENERAL], 2),
        # What the state leaves open the general rule decides.
        ([GENERAL, {"state": "NY", "min_days_per_week": 2}], 1),
        ([GENERAL, {"state": "NY", "min_minutes_counted_day": 181}], 3),
        ([GENERAL, {"state": "VA", "min_days_per_week": 1}], 2),
        ([{"payer": "ahcccs", **GENERAL}], None),
        ([GENERAL | {"phase": Phase.TAPER}], None),
        ([GENERAL | {"age_band": AgeBand.YOUTH}], None),
        ([GENERAL | {"valid_to": date(2024, 1, 1)}], None),
        (
            [
                GENERAL | {"valid_to": date(2024, 1, 1)},
                GENERAL | {"min_days_per_week": 2, "valid_from": date(2024, 1, 2)},
            ],
            1,
        ),
        ([GENERAL | {"valid_from": date(2099, 1, 1)}], None),
    ],
)
async def test_the_rules_of_the_week_say_how_many(
    clinic: Clinic, rules: list[dict[str, Any]], short: int | None
) -> None:
    group = await week_of_three(clinic)
    await rule(clinic, *rules)
    assert await said(group) == short


async def test_the_rules_of_who_pays_go_before_the_states(clinic: Clinic) -> None:
    group = await week_of_three(clinic)
    await rule(clinic, GENERAL, {"state": "NY", "min_days_per_week": 2}, {"payer": "ahcccs", "min_days_per_week": 3})
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert await said(group) == 1
    url = f"/api/v1/episodes/{group.episodes[0].id}/payers"
    new = {"payer": "ahcccs", "starts_on": (group.session.local_date + timedelta(days=6)).isoformat()}
    paid = await director.post(url, json=new)
    assert paid.status_code == 201, paid.text
    assert await said(group) == 2, "who pays at the end of a week pays for it"
    mistake = await director.post(f"{url}/{paid.json()['id']}/void", json={"reason": "Wrong person"})
    assert mistake.status_code == 200
    assert await said(group) == 1


async def test_a_place_of_no_state_is_asked_by_the_general_rule(clinic: Clinic) -> None:
    group = await week_of_three(clinic, place=False)
    await clinic.sql("UPDATE episodes SET location_id = NULL WHERE id = $1", group.episodes[0].id)
    await rule(clinic, GENERAL, {"state": "NY", "min_days_per_week": 1})
    assert await said(group) == 2


async def test_the_front_desk_is_told_of_no_days(clinic: Clinic) -> None:
    group = await week_of_three(clinic)
    await rule(clinic, GENERAL)
    desk = await clinic.client(Role.FRONT_DESK)
    (row,) = (await desk.get(f"{group.url}/roster")).json()["rows"]
    assert (row["flags"], row["week"]) == ([], None)
