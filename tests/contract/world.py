"""A clinic with one of everything, so that every id of the API can be named."""

import typing
from datetime import timedelta
from typing import Any

from tests.contract.bodies import operation_of, smallest_body
from tests.contract.routes import guarded_routes
from tests.factories.attendance import make_group
from tests.factories.calendar import Scene, make_scene
from tests.factories.cohorts import make_membership
from tests.factories.diaries import set_card
from tests.factories.identity import make_account, sign_in
from tests.factories.modalities import ship_modalities
from tests.factories.participants import make_participant
from tests.factories.staff import make_credential, make_staff
from tests.factories.tasks import make_shift, make_task
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now, today_in
from handrail.core.db import Base
from handrail.core.tenancy import TenantScoped
from handrail.core.vocabulary import Role
from handrail.fhir.models import PartnerOrganization
from handrail.fhir.vocabulary import PartnerKind
from handrail.planning.models import ScheduleBuild
from handrail.planning.vocabulary import BuildKind, BuildStatus
from handrail.schema import metadata
from handrail.waits.models import SeatWait

# Ids whose name does not say what they are of.
_ALIASES = {
    "into_participant_id": "participants",
    "first_participant_id": "participants",
    "second_participant_id": "participants",
    "make_up_for_booking_id": "bookings",
    "primary_clinician_id": "staff_members",
    "supervisor_id": "staff_members",
    "leader_id": "staff_members",
    "to_staff_id": "staff_members",
    "replaces_id": "handoffs",
    "owner_id": "accounts",
    "backup_id": "accounts",
    "led_by": "staff_members",
    "run_id": "curriculum_runs",
    "target_id": "course_targets",
}

NAME_NO_ROW = {"subject_id": "what a draft is about; it is its author's own"}
"""Ids that need not be of anything, each with the reason."""

NOT_IDS = {"form": "session-delivery", "item": "9", "day": "2026-11-25", "language": "es"}
"""What stands in paths and is no id: the name of a form, the number of a question, a day of a diary, a language."""


def tables_by_id() -> dict[Any, str]:
    """Id type → the table it is the key of."""
    metadata()
    found = {}
    for mapper in Base.registry.mappers:
        hints = typing.get_type_hints(mapper.class_)
        if "id" in hints and issubclass(mapper.class_, TenantScoped):
            found[typing.get_args(hints["id"])[0]] = str(mapper.local_table.description)
    return found


def tables_by_name() -> dict[str, str]:
    """Name of an id in paths, queries and bodies → the table it is of."""
    tables = tables_by_id()
    found = dict(_ALIASES)
    for route in guarded_routes():
        for name, kind in typing.get_type_hints(route.route.endpoint).items():
            if kind in tables:
                found[name] = tables[kind]
    return found


def everything(clinic: Clinic) -> Any:
    """Somebody who holds every role of the staff: what they cannot do, nobody can."""
    roles = [role for role in Role if role is not Role.PARTICIPANT]
    return clinic.client(roles, display_name="Ola Everywhere")


async def build(clinic: Clinic) -> ClinicClient:
    """Fill the clinic through factories and the API; return somebody with every role."""
    person: ClinicClient = await everything(clinic)
    group = await make_group(clinic, people=1)
    episode = group.episodes[0]
    scene = await make_scene(clinic)
    series = await scene.post("/series", scene.series())
    renamed = {"scope": "all", "values": {"title": "Skills group, renamed"}}
    await scene.act("POST", f"/series/{series['id']}/edits", series["version"], renamed, 201)
    async with clinic.db() as db:
        other = await make_participant(db, family_name="Okonjo")
        chief, associate = await make_staff(db), await make_staff(db, display_name="Ivo Intern")
        await make_credential(db, staff_id=chief.id)
        program = await make_account(db, role=Role.ADMINISTRATOR)
    await make_task(clinic, owner_id=person.account_id, participant_id=episode.participant_id)
    await make_shift(clinic, account_id=person.account_id)
    member = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=member.id)
    browser = await sign_in(clinic, program)
    ids = {
        "participant_id": str(episode.participant_id),
        "other_participant_id": str(other.id),
        "episode_id": str(episode.id),
        "cohort_id": str(scene.cohort_id),
        "staff_id": str(associate.id),
        "supervisor_id": str(chief.id),
        "program_id": str(group.program_id),
        "location_id": str(group.location_id),
        "account_id": str(program.account_id),
        "session_id": str(group.id),
    }
    modalities = await ship_modalities(clinic)
    ids["modality_id"] = str(modalities["cbt"].id)
    marked = await person.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
    assert marked.status_code == 200, marked.text
    today = today_in(clinic.time_zone)
    for operation, values in _MADE_BY_CALLS.items():
        await call(person, operation, ids, **values)
    await keep_diary(group.therapist, ids["participant_id"], today=str(today))
    await call(person, "write_handoff", ids, program_id=ids["program_id"])
    await call(person, "add_payer", ids, payer="carrier", starts_on=str(today))
    await call(person, "start_leave", ids | {"episode_id": str(member.id)}, starts_on=str(today), back_on=None)
    await make_therapy(person, scene, ids, series["id"], today=str(today))
    async with clinic.db() as db:
        db.add(
            SeatWait(
                session_id=group.id,
                episode_id=member.id,
                participant_id=member.participant_id,
                asked_by=program.account_id,
            )
        )
        db.add(
            ScheduleBuild(
                location_id=group.location_id,
                monday=today - timedelta(days=today.weekday()),
                kind=BuildKind.BUILD,
                status=BuildStatus.CANCELLED,
                asked_by=program.account_id,
                asked={"program_ids": [], "losses": []},
                seen={},
                changes=[],
                without=[],
                costs={},
                clashes=[],
            )
        )
        db.add(PartnerOrganization(kind=next(iter(PartnerKind)), name="Lakeside", folded_name="lakeside"))
    outsider = await clinic.client(Role.THERAPIST)
    await call(outsider, "break_glass", ids | {"participant_id": str(other.id)})
    later = (now() + timedelta(days=30)).isoformat()
    token = {"label": "export", "roles": ["administrator"], "expires_at": later}
    assert (await browser.post(f"/api/v1/accounts/{program.account_id}/tokens", json=token)).status_code == 201
    return person


async def keep_diary(person: ClinicClient, participant_id: str, *, today: str) -> None:
    """A card that was set, and a day of it."""
    await set_card(person, participant_id, starts_on=today)
    entry = {"field": "misery", "number": 2}
    answer = await person.put(f"/api/v1/participants/{participant_id}/diary-days/{today}/entry", json=entry)
    assert answer.status_code == 200, answer.text


async def make_therapy(person: ClinicClient, scene: Scene, ids: dict[str, str], series_id: str, *, today: str) -> None:
    """A course with a target and an entry, homework, and a curriculum that the scene's cohort follows."""
    await call(person, "start_course", ids, starts_on=today)
    listed = await person.get(f"/api/v1/participants/{ids['participant_id']}/courses")
    course = ids | {"course_id": listed.json()["items"][0]["id"]}
    await call(person, "add_course_target", course)
    await call(person, "add_course_entry", course, noted_on=today, values={"thought-record": True})
    await call(person, "assign_homework", ids, text="A record a day", assigned_on=today)
    own = ids | {"program_id": str(scene.program_id)}
    await call(person, "create_curriculum", own, template_key="cbt-12", name="CBT core")
    listed = await person.get("/api/v1/curricula")
    run = own | {"curriculum_id": listed.json()["items"][0]["id"], "series_id": series_id}
    await call(person, "start_curriculum_run", run, starts_on=today)
    board = (await person.get(f"/api/v1/cohorts/{ids['cohort_id']}/curriculum-runs")).json()["items"][0]
    pinned = run | {"session_id": board["meetings"][0]["session_id"], "run_id": board["id"]}
    await call(person, "put_session_topic", pinned, topic="model")


_MADE_BY_CALLS: dict[str, dict[str, Any]] = {
    "create_closure": {},
    "add_contact_way": {},
    "add_contact": {},
    "add_identifier": {},
    "record_contact_attempt": {},
    "add_availability": {},
    "add_suitable_hours": {},
    "create_separation": {},
    "supervise": {},
    "grant_service": {},
    "assign_program_staff": {},
    "add_to_waitlist": {},
    "put_delivery": {},
    "add_file": {},
    "add_time_off": {},
    "create_calendar_feed": {},
    "tell_records_apart": {},
    "start_administration": {},
    "enter_instrument_text": {},
    "record_risk_screen": {},
    "write_safety_plan": {},
    "raise_alert": {},
    "start_chain_analysis": {},
    "open_treatment_target": {},
}
"""Operations that make what no factory makes, with what their smallest body lacks."""


async def call(client: ClinicClient, operation_id: str, ids: dict[str, str], **values: Any) -> None:
    """Make something by the smallest valid request."""
    method, path, operation = operation_of(operation_id)
    for name, value in ids.items():
        path = path.replace("{" + name + "}", value)
    body = (smallest_body(operation, ids) or {}) | values
    answer = await client.request(method, path, json=body)
    assert answer.status_code < 300, f"{operation_id}: {body} → {answer.text}"


async def ids_of(clinic: Clinic) -> dict[str, str]:
    """Return one id of every kind that the clinic has a row of, by the names of ids."""
    found: dict[str, str] = {}
    for table in sorted(set(tables_by_id().values())):
        value = await clinic.sql_value(
            f"SELECT id FROM {table} WHERE organization_id = $1 ORDER BY id DESC LIMIT 1",
            clinic.organization_id,
        )
        if value is not None:
            found[table] = str(value)
    return {name: found[table] for name, table in tables_by_name().items() if table in found}
