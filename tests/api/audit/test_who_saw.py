"""Who saw this chart, and what did this account see: the right people get the whole answer from one index."""

import csv
import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from tests.factories.audit import settle
from tests.factories.participants import make_participant
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.audit_sealing import seal_all
from handrail.core.clock import now
from handrail.core.cluster import Urls
from handrail.core.ids import ParticipantId, new_id
from handrail.core.vocabulary import Role
from handrail.reporting.audit_queries import ACCOUNT_ENTRIES, CHART_ENTRIES
from handrail.reporting.audit_schemas import AccountAuditPage, ChartAuditPage

PEOPLE = "/api/v1/participants"


async def somebody(clinic: Clinic, **values: Any) -> ParticipantId:
    async with clinic.db() as db:
        return (await make_participant(db, **values)).id


async def read(client: ClinicClient, address: str, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get(address, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def seal(urls: Urls) -> None:
    connection = await asyncpg.connect(urls.maintenance)
    try:
        await settle(connection)
        await seal_all(connection)
    finally:
        await connection.close()


@pytest.mark.parametrize("sealed", [False, True])
async def test_a_look_at_a_chart_names_who_looked(clinic: Clinic, urls: Urls, sealed: bool) -> None:
    person = await somebody(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR, display_name="Dana Reyes")
    auditor = await clinic.client(Role.AUDITOR)
    await director.get(f"{PEOPLE}/{person}")
    if sealed:
        await seal(urls)
    answer = await auditor.get(f"{PEOPLE}/{person}/audit-entries")
    page = ChartAuditPage.model_validate(answer.json())
    (entry,) = page.items
    assert (entry.display_name, entry.account_id, entry.roles) == (
        "Dana Reyes",
        director.account_id,
        ["program_director"],
    )
    assert (entry.action, entry.outcome, entry.client) == ("read_participant", "success", "token")
    assert (entry.resource, entry.part2, entry.break_glass_reason) == ("/participants/{participant_id}", False, None)
    assert set(answer.json()["items"][0]) == set(type(entry).model_fields)


async def test_asking_is_itself_a_look(clinic: Clinic) -> None:
    person = await somebody(clinic)
    auditor = await clinic.client(Role.AUDITOR)
    address = f"{PEOPLE}/{person}/audit-entries"
    assert await read(auditor, address) == []
    assert [entry["action"] for entry in await read(auditor, address)] == ["list_chart_audit_entries"]


async def test_pages_hold_every_entry_once_across_what_is_sealed_and_what_is_not(clinic: Clinic, urls: Urls) -> None:
    person = await somebody(clinic)
    director, auditor = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.AUDITOR)
    for _ in range(4):
        await director.get(f"{PEOPLE}/{person}")
    await seal(urls)
    for _ in range(3):
        await director.get(f"{PEOPLE}/{person}")
    wanted: dict[str, Any] = {"limit": 2, "action": "read_participant"}
    seen: list[str] = []
    while True:
        answer = (await auditor.get(f"{PEOPLE}/{person}/audit-entries", params=wanted)).json()
        seen += [entry["at"] for entry in answer["items"]]
        if answer["next_cursor"] is None:
            break
        wanted["cursor"] = answer["next_cursor"]
    assert len(seen) == 7
    assert seen == sorted(set(seen), reverse=True)


async def test_filters_by_time_action_and_outcome(clinic: Clinic) -> None:
    person = await somebody(clinic)
    director, auditor = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.AUDITOR)
    await director.get(f"{PEOPLE}/{person}")
    middle = now()
    await director.get(f"{PEOPLE}/{person}/contact-ways")
    address = f"{PEOPLE}/{person}/audit-entries"
    assert [one["action"] for one in await read(auditor, address, to=middle.isoformat())] == ["read_participant"]
    later = await read(auditor, address, **{"from": middle.isoformat(), "action": "list_contact_ways"})
    assert len(later) == 1
    assert await read(auditor, address, outcome="refused") == []
    assert (await auditor.get(address, params={"from": "yesterday"})).status_code == 422
    assert await read(auditor, address, cursor=str(new_id()), to=(middle - timedelta(days=1)).isoformat()) == []


async def test_a_look_at_a_record_that_was_merged_counts_for_the_one_that_stays(clinic: Clinic, urls: Urls) -> None:
    twin, kept = await somebody(clinic), await somebody(clinic, family_name="Sarabia-Ruiz")
    director, auditor = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.AUDITOR)
    await director.get(f"{PEOPLE}/{twin}")
    await seal(urls)
    merged = await director.post(
        f"{PEOPLE}/{twin}/merge", json={"into_participant_id": str(kept)}, headers={"If-Match": '"1"'}
    )
    assert merged.status_code == 200, merged.text
    for record in (kept, twin):  # whichever number somebody has at hand
        actions = [one["action"] for one in await read(auditor, f"{PEOPLE}/{record}/audit-entries")]
        assert actions[-2:] == ["merge_participant", "read_participant"]
        assert actions.count("merge_participant") == 1


async def test_a_participant_may_ask_about_themselves_only(clinic: Clinic) -> None:
    mine, other = await somebody(clinic), await somebody(clinic, family_name="Okonjo")
    director = await clinic.client(Role.PROGRAM_DIRECTOR, display_name="Dana Reyes")
    me = await clinic.client(Role.PARTICIPANT, participant_id=mine)
    for person in (mine, other):
        await director.get(f"{PEOPLE}/{person}")
    (entry,) = await read(me, f"{PEOPLE}/{mine}/audit-entries")
    assert (entry["display_name"], entry["action"]) == ("Dana Reyes", "read_participant")
    elsewhere, nowhere = [await me.get(f"{PEOPLE}/{one}/audit-entries") for one in (other, new_id())]
    assert (elsewhere.status_code, elsewhere.text) == (404, nowhere.text)


async def test_a_participant_is_not_told_here_that_somebody_is_kept_apart_from_them(clinic: Clinic) -> None:
    mine, other = await somebody(clinic), await somebody(clinic, family_name="Okonjo")
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    kept = await director.post(
        "/api/v1/separations",
        json={
            "first": {"participant_id": str(mine)},
            "second": {"participant_id": str(other)},
            "reason": "A court order",
            "starts_on": "2026-01-01",
        },
    )
    assert kept.status_code == 201, kept.text
    me, auditor = await clinic.client(Role.PARTICIPANT, participant_id=mine), await clinic.client(Role.AUDITOR)
    assert await read(me, f"{PEOPLE}/{mine}/audit-entries") == []
    assert "create_separation" in [one["action"] for one in await read(auditor, f"{PEOPLE}/{mine}/audit-entries")]


async def test_what_an_account_did_lists_whose_charts_it_opened(clinic: Clinic) -> None:
    person = await somebody(clinic)
    director, auditor = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.AUDITOR)
    front_desk = await clinic.client(Role.FRONT_DESK)
    await director.get(f"{PEOPLE}/{person}")
    await front_desk.post("/api/v1/cohorts", json={})
    answer = await auditor.get(f"/api/v1/accounts/{director.account_id}/audit-entries")
    (entry,) = AccountAuditPage.model_validate(answer.json()).items
    assert (entry.action, entry.people, entry.participant_ids) == ("read_participant", 1, [person])
    assert set(answer.json()["items"][0]) == set(type(entry).model_fields)
    (refusal,) = await read(auditor, f"/api/v1/accounts/{front_desk.account_id}/audit-entries", outcome="refused")
    assert (refusal["action"], refusal["status"], refusal["people"]) == ("create_cohort", 403, 0)
    about = await clinic.sql_value(
        "SELECT participant_ids FROM audit_entries WHERE organization_id = $1"
        " AND action = 'list_account_audit_entries' ORDER BY id LIMIT 1",
        clinic.organization_id,
    )
    assert about == [person]


async def test_the_list_for_the_person_is_written_for_everybody(clinic: Clinic, urls: Urls, tmp_path: Path) -> None:
    person = await somebody(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR, display_name="=Dana Reyes")
    await director.get(f"{PEOPLE}/{person}")
    written = tmp_path / "looked.csv"
    command = ["audit", "export", "--participant", str(person), "--organization", clinic.slug, "--output", str(written)]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "handrail", *command, *more],
            env={
                **os.environ,
                **urls.environment(),
                "PYTHONPATH": "backend",
                "HANDRAIL_STATEMENT_TIMEOUT_S": "20",
            },
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=False,
        )

    ended = run()
    assert (ended.returncode, ended.stderr, ended.stdout) == (0, "1 entries.\n", "")
    content = written.read_bytes().decode()
    heading, row = csv.reader(StringIO(content, newline=""))
    assert heading[:4] == ["When", "Who", "Role", "What they did"]
    assert row[1:] == ["'=Dana Reyes", "Program director", "Read a participant record", "Done", "No"]
    assert content.count("\r\n") == 2
    assert written.stat().st_mode & 0o077 == 0
    again = run()  # an earlier list is never overwritten
    assert again.returncode == 1
    assert "choose another --output" in again.stderr
    written.unlink()
    assert run("--language", "es").returncode == 0
    heading, *rows = csv.reader(StringIO(written.read_bytes().decode(), newline=""))
    assert heading[:4] == ["Cuándo", "Quién", "Función", "Qué hizo"]
    assert [row[2:] for row in rows] == [
        ["", "Listar quién vio un expediente, para la persona", "Hecho", "No"],
        ["Dirección del programa", "Consultar el expediente de un participante", "Hecho", "No"],
    ]
    auditor = await clinic.client(Role.AUDITOR)
    newest = (await read(auditor, f"{PEOPLE}/{person}/audit-entries"))[0]
    assert (newest["action"], newest["client"], newest["account_id"]) == ("export_chart_audit_entries", "command", None)


@pytest.mark.parametrize(
    ("statement", "index"),
    [(CHART_ENTRIES, "pk_audit_entry_participants"), (ACCOUNT_ENTRIES, "ix_audit_entries_account_id")],
)
async def test_each_question_walks_an_index_under_row_level_security(
    clinic: Clinic, other_clinic: Clinic, urls: Urls, statement: str, index: str
) -> None:
    """GIN over `participant_ids` is passed by here: `@>` is not leakproof, the policy must come first."""
    people = [await somebody(one) for one in (clinic, other_clinic)]
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    for one, person in zip((clinic, other_clinic), people, strict=True):
        await one.sql(
            "INSERT INTO audit_entries (organization_id, id, format, at, request_id, account_id, roles, client, action,"
            " outcome, status, resource, resource_ids, participant_ids, part2)"
            " SELECT $1, uuidv7(), 1, now(), 'r', CASE WHEN n % 50 = 0 THEN $3::uuid ELSE uuidv7() END, '{}', 'c', 'a',"
            " 'success', 200, '/x', '{}', ARRAY[CASE WHEN n % 50 = 0 THEN $2::uuid ELSE uuidv7() END], false"
            " FROM generate_series(1, 6000) n",
            one.organization_id,
            person,
            director.account_id,
        )
    await seal(urls)
    for table in ("audit_entries", "audit_entry_participants", "participants", "accounts"):
        owner = await asyncpg.connect(urls.owner)
        await owner.execute(f"ANALYZE {table}")
        await owner.close()
    asked = people[0] if statement == CHART_ENTRIES else director.account_id
    literals = [f"'{asked}'", *["NULL"] * 6, "50"]
    for place in range(8, 0, -1):
        statement = statement.replace(f"${place}", literals[place - 1])
    async with clinic.db() as db:
        connection = await db.connection()
        plan = "\n".join((await connection.exec_driver_sql(f"EXPLAIN {statement}")).scalars())
        assert await db.scalar(text("SELECT current_user")) == "handrail_app"
    assert index in plan, plan
    assert "Seq Scan on audit_entries" not in plan, plan
    assert "Seq Scan on audit_entry_participants" not in plan, plan
