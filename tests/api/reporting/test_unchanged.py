"""A week that somebody already has: said to be unchanged by a look at the change log, and only while it is."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from tests.api.reporting.test_hot_reads import queries_of
from tests.factories.attendance import Group, make_cohort, make_group, make_session
from tests.factories.calendar import allow_to_lead
from tests.support.clinic import Clinic, ClinicClient

from handrail.calendar.models import Session, SessionCohort
from handrail.core import unchanged
from handrail.core.cluster import Urls
from handrail.core.ids import CohortId, new_id
from handrail.core.vocabulary import Role, ServiceKind
from handrail.reporting.queries import WEEK, WEEK_TABLES


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine is busy with other tests."""
    monkeypatch.setattr(unchanged, "PATIENCE_SECONDS", 10.0)


@dataclass
class Week:
    """A week with a group that began an hour ago and one of tomorrow, a reader of it, and the answer they have."""

    clinic: Clinic
    group: Group
    tomorrow: Session
    cohort_id: CohortId
    director: ClinicClient
    reader: ClinicClient
    etag: str = ""

    async def read(self, client: ClinicClient | None = None, etag: str | None = None) -> httpx.Response:
        """Ask for the week, with the ETag of the last answer."""
        held = self.etag if etag is None else etag
        return await (client or self.reader).get(
            "/api/v1/week",
            params={"starts_on": str(self.group.session.local_date)},
            headers={"If-None-Match": held} if held else {},
        )

    async def take(self) -> Any:
        """Read the whole week and keep its ETag."""
        answer = await self.read(etag="")
        assert answer.status_code == 200, answer.text
        self.etag = answer.headers["etag"]
        return answer.json()


async def make_week(clinic: Clinic, role: Role = Role.PROGRAM_DIRECTOR) -> Week:
    group = await make_group(clinic)
    cohort = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
    assert group.therapist.staff_id is not None
    tomorrow, _ = await make_session(
        clinic,
        location_id=group.location_id,
        program_id=group.program_id,
        room_id=group.room_id,
        starts_at=group.session.starts_at + timedelta(days=1),
        staff=[group.therapist.staff_id],
        cohorts=[cohort],
    )
    director, reader = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(role)
    week = Week(clinic, group, tomorrow, cohort, director, reader)
    await week.take()
    return week


async def by_a_look(week: Week, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Ask again: said to be unchanged by one look, without the week being made?"""
    async with queries_of(monkeypatch) as sent:
        answer = await week.read()
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", week.etag)
    assert answer.headers["cache-control"] == "no-store"
    return len(looks(sent)) == 1 and not any("json_build_object" in one for one in sent)


def looks(sent: list[str]) -> list[str]:
    """Which statements looked at the log; the bell rings beside."""
    return [one for one in sent if "log.changed" in one]


async def test_an_unchanged_week_costs_one_look_at_the_log(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    week = await make_week(clinic)
    assert await by_a_look(week, monkeypatch)
    assert await by_a_look(week, monkeypatch)


async def _mark(week: Week) -> httpx.Response:
    return await week.group.therapist.post(f"{week.group.url}/attendance", json={"marks": [week.group.mark()]})


async def _book(week: Week) -> httpx.Response:
    body = {"episode_id": str(week.group.episodes[0].id)}
    return await week.director.post(f"/api/v1/sessions/{week.tomorrow.id}/bookings", json=body)


async def _change(week: Week, path: str, body: dict[str, Any], method: str = "PATCH") -> httpx.Response:
    if "time_zone" in body:
        administrator = await week.clinic.client(Role.ADMINISTRATOR)
        return await administrator.request(method, path, json=body, headers={"If-Match": '"1"'})
    return await week.director.request(method, path, json=body, headers={"If-Match": '"1"'})


async def _staff(week: Week) -> httpx.Response:
    other = await week.clinic.client(Role.THERAPIST, display_name="Mira Castellanos")
    assert other.staff_id is not None
    await allow_to_lead(week.clinic, other.staff_id, ServiceKind.GROUP, by=week.director.account_id)
    body = {"staff": [{"staff_id": str(other.staff_id), "role": "lead"}]}
    return await _change(week, f"/api/v1/sessions/{week.tomorrow.id}/staff", body, "PUT")


async def _cohort(week: Week) -> None:
    other = await make_cohort(
        week.clinic, program_id=week.group.program_id, location_id=week.group.location_id, name="Evening DBT"
    )
    async with week.clinic.db() as db:
        db.add(SessionCohort(session_id=week.tomorrow.id, cohort_id=other))


async def _duty(week: Week) -> httpx.Response:
    body = {"staff_id": str(week.reader.staff_id), "starts_on": "2026-03-02"}
    return await week.director.post(f"/api/v1/programs/{week.group.program_id}/staff", json=body)


CHANGES: dict[str, Callable[[Week], Awaitable[httpx.Response | None]]] = {
    "attendance": _mark,
    "bookings": _book,
    "cohorts": lambda week: _change(week, f"/api/v1/cohorts/{week.cohort_id}", {"name": "Small"}),
    "organizations": lambda week: _change(week, "/api/v1/organization", {"time_zone": "Pacific/Apia"}),
    "program_staff": _duty,
    "rooms": lambda week: _change(week, f"/api/v1/rooms/{week.group.room_id}", {"name": "Maple"}),
    "session_cohorts": _cohort,
    "session_staff": _staff,
    "sessions": lambda week: _change(week, f"/api/v1/sessions/{week.tomorrow.id}", {"title": "Process group"}),
    "staff_members": lambda week: _change(
        week, f"/api/v1/staff/{week.group.therapist.staff_id}", {"display_name": "Anabel Okafor"}
    ),
}
"""Table → a change of it, through the product."""


def test_every_table_of_a_week_is_changed_here() -> None:
    assert CHANGES.keys() == set(WEEK_TABLES)


@pytest.mark.parametrize("table", CHANGES)
async def test_what_changes_a_week_changes_its_etag(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    week = await make_week(clinic, Role.THERAPIST if table == "program_staff" else Role.PROGRAM_DIRECTOR)
    assert await by_a_look(week, monkeypatch)
    done = await CHANGES[table](week)
    assert done is None or done.status_code < 300, done.text
    changed = await week.read()
    assert changed.status_code == 200
    assert changed.headers["etag"] != week.etag
    assert table in await _logged(clinic)


async def _logged(clinic: Clinic) -> set[str]:
    kinds = await clinic.sql("SELECT DISTINCT kind FROM changes WHERE organization_id = $1", clinic.organization_id)
    return {row["kind"].partition(".")[0] for row in kinds}


async def test_all_that_the_statement_reads_is_looked_for_in_the_log(app: object, urls: Urls) -> None:
    values = {"1": "gen_random_uuid()", "2": "true", "3": "false", "4": "current_date"}
    connection = await asyncpg.connect(urls.maintenance)
    try:
        plan = await connection.fetchval(
            "EXPLAIN (FORMAT JSON) " + re.sub(r"\$(\d)", lambda found: values.get(found[1], "NULL"), WEEK)
        )
    finally:
        await connection.close()
    read = set(re.findall(r'"Relation Name": "(\w+)"', json.dumps(json.loads(plan))))
    assert read == set(WEEK_TABLES) - {"bookings"}, "EXPLAIN names every table the statement reads"


async def test_a_change_that_began_before_the_answer_and_ends_after_it_is_seen(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = await make_week(clinic)
    async with clinic.db() as db:
        session = await db.get_one(Session, (clinic.organization_id, week.tomorrow.id))
        session.title = "Process group"
        await db.flush()
        # A later transaction, with a higher number, ends first and is looked past.
        await make_cohort(clinic, program_id=week.group.program_id, location_id=week.group.location_id, name="Other")
        await week.take()
        assert await by_a_look(week, monkeypatch)
        assert await by_a_look(week, monkeypatch)
    assert (await week.read()).status_code == 200


async def test_what_does_not_concern_the_week_leaves_it_as_it_is(
    clinic: Clinic, other_clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = await make_week(clinic)
    await make_week(other_clinic)
    made = await week.director.post("/api/v1/tasks", json={"kind": "call", "title": "Call back"})
    assert made.status_code < 500
    assert await by_a_look(week, monkeypatch)


async def test_a_change_that_leaves_the_week_as_it_is_is_looked_past_the_next_time(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = await make_week(clinic)
    await make_cohort(clinic, program_id=week.group.program_id, location_id=week.group.location_id, name="Other")
    assert not await by_a_look(week, monkeypatch)
    assert await by_a_look(week, monkeypatch)


async def test_rights_are_looked_up_each_time(clinic: Clinic) -> None:
    week = await make_week(clinic)
    for statement, status in (
        ("UPDATE account_roles SET role = 'participant' WHERE organization_id = $1 AND account_id = $2", 403),
        ("UPDATE api_tokens SET revoked_at = now() WHERE organization_id = $1 AND account_id = $2", 401),
    ):
        await clinic.sql(statement, clinic.organization_id, week.reader.account_id)
        assert (await week.read()).status_code == status


async def test_other_rights_are_another_answer(clinic: Clinic) -> None:
    week = await make_week(clinic)
    await clinic.sql(
        "UPDATE account_roles SET role = 'front_desk' WHERE organization_id = $1 AND account_id = $2",
        clinic.organization_id,
        week.reader.account_id,
    )
    await clinic.sql(
        "UPDATE api_tokens SET roles = '[\"front_desk\"]' WHERE organization_id = $1 AND account_id = $2",
        clinic.organization_id,
        week.reader.account_id,
    )
    answer = await week.read()
    assert {card["title"] for card in answer.json()["sessions"]} == {"Group"}


async def test_nobody_learns_from_the_etag_of_somebody_else(clinic: Clinic, other_clinic: Clinic) -> None:
    week = await make_week(clinic)
    stranger = await other_clinic.client(Role.PROGRAM_DIRECTOR)
    answer = await week.read(stranger)
    assert (answer.status_code, answer.json()["sessions"]) == (200, [])
    colleague = await clinic.client(Role.THERAPIST)
    answer = await week.read(colleague)
    assert (answer.status_code, answer.json()["sessions"]) == (200, [])


def _known(week: Week) -> unchanged.Known:
    known = list(week.clinic.core.unchanged._known.values())[-1]
    assert known.etag == week.etag
    return known


async def test_another_day_another_run_of_the_server_and_age_are_read_anew(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = await make_week(clinic)
    for name, value in (
        ("today", _known(week).today - timedelta(days=1)),
        ("era", "000000000000"),
        ("read_at", _known(week).read_at - unchanged.READ_ANEW_SECONDS - 1),
        ("actor", replace(_known(week).actor, licensed=False)),
    ):
        assert await by_a_look(week, monkeypatch), name
        setattr(_known(week), name, value)
        assert not await by_a_look(week, monkeypatch), name


async def test_a_crowd_is_asked_about_together(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    week = await make_week(clinic)
    async with queries_of(monkeypatch) as sent:
        answers = await asyncio.gather(*(week.read() for _ in range(20)))
    assert {answer.status_code for answer in answers} == {304}
    assert 1 <= len(looks(sent)) <= 3
    assert not any("json_build_object" in one for one in sent)
    await _mark(week)
    answers = await asyncio.gather(*(week.read() for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}


async def test_a_failing_look_costs_the_whole_way_and_nothing_else(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = await make_week(clinic)

    async def failing(*_: object) -> None:
        raise asyncpg.InterfaceError("the connection is closed")

    with monkeypatch.context() as patch:
        patch.setattr(asyncpg.Connection, "fetch", failing)
        assert (await week.read()).status_code == 304

    async def hanging(*_: object) -> None:
        await asyncio.sleep(1)

    with monkeypatch.context() as patch:
        patch.setattr(unchanged, "PATIENCE_SECONDS", 0.1)
        patch.setattr(asyncpg.Connection, "fetch", hanging)
        assert (await week.read()).status_code == 304
    await _mark(week)
    assert (await week.read()).status_code == 200


async def test_only_so_much_is_remembered(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    week = await make_week(clinic)
    known = clinic.core.unchanged._known
    with monkeypatch.context() as patch:
        patch.setattr(unchanged, "REMEMBERED", len(known))
        before = len(known)
        colleague = await clinic.client(Role.PROGRAM_DIRECTOR)
        for _ in range(3):
            await week.read(colleague, etag="")
        await clinic.client(Role.AUDITOR)
        assert len(known) == before


async def test_the_secret_of_a_sign_in_is_not_kept(clinic: Clinic) -> None:
    week = await make_week(clinic)
    secret = week.reader.token.partition(".")[2]
    assert secret not in repr(clinic.core.unchanged._known)


async def test_an_answer_that_leaves_an_audit_entry_is_never_remembered(clinic: Clinic) -> None:
    week = await make_week(clinic)
    roster = await week.group.therapist.get(f"{week.group.url}/roster")
    assert roster.status_code == 200
    assert {known.action for known in clinic.core.unchanged._known.values()} == {"read_week"}


async def test_a_cookie_works_as_a_token_does(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    week = await make_week(clinic)
    secret = new_id().hex
    await clinic.sql(
        "INSERT INTO login_sessions (organization_id, id, account_id, secret_hash, expires_at, last_seen_at,"
        " idle_minutes, device) VALUES ($1, $2, $3, sha256($4), now() + interval '1 hour', now(), 60, 'tests')",
        clinic.organization_id,
        new_id(),
        week.reader.account_id,
        secret.encode(),
    )
    del week.reader.headers["Authorization"]
    week.reader.headers["Cookie"] = f"__Host-handrail={clinic.organization_id}.{secret}"
    await week.take()
    assert await by_a_look(week, monkeypatch)
    # Its use is written down once a minute: then the request goes the whole way.
    await clinic.sql(
        "UPDATE login_sessions SET last_seen_at = now() - interval '5 minutes' WHERE organization_id = $1",
        clinic.organization_id,
    )
    assert (await week.read()).status_code == 304
    seen = "SELECT last_seen_at > now() - interval '1 minute' FROM login_sessions WHERE organization_id = $1"
    assert await clinic.sql_value(seen, clinic.organization_id)
    assert await by_a_look(week, monkeypatch)
