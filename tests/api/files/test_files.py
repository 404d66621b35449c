"""Files of a record: kept sealed, opened whole, taken back and never lost."""

import base64
import hashlib
import json
from typing import Any

import asyncpg
import httpx
import pytest
from tests.factories.participants import make_participant, make_relationship
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.ids import ParticipantId, new_id
from handrail.core.vocabulary import Role
from handrail.files.rules import LARGEST_BYTES

API = "/api/v1"
LETTER = b"%PDF-1.7\nDear colleague, thank you for seeing this person.\n"


async def participant(clinic: Clinic) -> ParticipantId:
    async with clinic.db() as db:
        return (await make_participant(db)).id


async def add(client: ClinicClient, participant_id: ParticipantId, content: bytes = LETTER, **values: Any) -> Any:
    body = {"kind": "referral", "media_type": "application/pdf", "content": base64.b64encode(content).decode()}
    return await client.post(f"{API}/participants/{participant_id}/files", json=body | values)


async def added(client: ClinicClient, participant_id: ParticipantId, **values: Any) -> Any:
    answer = await add(client, participant_id, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_file_comes_back_as_it_went_in(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    person = await participant(clinic)
    file = await added(director, person, note="Came by post")
    assert (file["size_bytes"], file["note"], file["voided_at"]) == (len(LETTER), "Came by post", None)
    opened = await director.get(f"{API}/files/{file['id']}/content")
    assert opened.content == LETTER
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.headers["content-disposition"] == f'attachment; filename="{file["id"]}.pdf"'
    assert opened.headers["cache-control"] == "no-store"
    listed = (await director.get(f"{API}/participants/{person}/files")).json()
    assert [item["id"] for item in listed["items"]] == [file["id"]]


async def test_what_is_stored_shows_nothing_of_the_file_and_the_log_has_no_bytes(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    file = await added(director, await participant(clinic))
    row = (await clinic.sql("SELECT content, sha256 FROM files WHERE id = $1", file["id"]))[0]
    assert b"colleague" not in row["content"]
    assert row["sha256"] == hashlib.sha256(LETTER).digest()
    states = await clinic.sql("SELECT state FROM changes WHERE entity_id = $1", file["id"])
    assert "content" not in json.loads(states[0]["state"])


async def test_every_look_at_a_file_leaves_an_entry_about_the_person(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    person = await participant(clinic)
    file = await added(director, person)
    await director.get(f"{API}/files/{file['id']}/content")
    actions = await clinic.sql(
        "SELECT action FROM audit_entries WHERE organization_id = $1 AND $2 = ANY (participant_ids)",
        clinic.organization_id,
        person,
    )
    assert {row["action"] for row in actions} == {"add_file", "open_file"}


async def test_bytes_moved_to_another_row_do_not_open(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    person = await participant(clinic)
    first, second = await added(director, person), await added(director, person)
    await clinic.sql(
        "UPDATE files SET content = (SELECT content FROM files WHERE id = $1) WHERE id = $2", first["id"], second["id"]
    )
    assert code(await director.get(f"{API}/files/{second['id']}/content")) == (409, "file-damaged")
    assert (await director.get(f"{API}/files/{first['id']}/content")).content == LETTER


async def test_only_who_sees_the_person_opens_their_files(clinic: Clinic, other_clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    therapist = await clinic.client(Role.THERAPIST)
    person = await participant(clinic)
    file = await added(director, person)
    address = f"{API}/files/{file['id']}/content"
    assert code(await therapist.get(address)) == (404, "participant-not-found")
    assert (await (await other_clinic.client(Role.PROGRAM_DIRECTOR)).get(address)).status_code == 404
    assert (await (await clinic.client(Role.ADMINISTRATOR)).get(address)).status_code == 403
    async with clinic.db() as db:
        await make_relationship(db, person, staff_id=therapist.staff_id)
    assert (await therapist.get(address)).content == LETTER


@pytest.mark.parametrize(
    ("content", "media_type", "refusal"),
    [
        (b"<script>alert(1)</script>", "application/pdf", "not-that-media-type"),
        (b"MZ\x90\x00", "image/png", "not-that-media-type"),
        (b"", "image/png", "file-size"),
    ],
)
async def test_a_file_is_what_it_claims_to_be(clinic: Clinic, content: bytes, media_type: str, refusal: str) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    answer = await add(director, await participant(clinic), content, media_type=media_type)
    assert code(answer) == (422, refusal)


async def test_a_file_of_25_megabytes_is_kept_and_one_byte_more_is_refused(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    person = await participant(clinic)
    whole = LETTER.ljust(LARGEST_BYTES, b"\n")
    file = await added(director, person, content=whole)
    assert (await director.get(f"{API}/files/{file['id']}/content")).content == whole
    assert (await add(director, person, whole + b"\n")).status_code == 422
    assert code(await add(director, person, b"%PDF-" + bytes(27_000_000))) == (413, "too-large")


async def test_other_bodies_keep_their_small_limit(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    answer = await director.post(f"{API}/participants", json={"family_name": "x" * 1_100_000})
    assert code(answer) == (413, "too-large")


async def test_not_base64_is_refused_without_repeating_it(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    body = {"kind": "referral", "media_type": "application/pdf", "content": "not base64 at all: Avery"}
    answer = await director.post(f"{API}/participants/{await participant(clinic)}/files", json=body)
    assert code(answer) == (422, "invalid-request")
    assert "Avery" not in answer.text


async def test_a_file_taken_back_stays_with_its_reason_and_opens_no_more(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    person = await participant(clinic)
    file = await added(director, person)
    address = f"{API}/files/{file['id']}"
    assert (await director.post(f"{address}/void", json={"reason": "Of somebody else"})).status_code == 428
    voided = await director.post(
        f"{address}/void", json={"reason": "Of somebody else"}, headers={"If-Match": f'"{file["version"]}"'}
    )
    assert voided.json()["void_reason"] == "Of somebody else"
    assert code(await director.get(f"{address}/content")) == (409, "file-voided")
    assert (await director.get(f"{API}/participants/{person}/files")).json()["items"] == []
    every = await director.get(f"{API}/participants/{person}/files", params={"include_voided": True})
    assert [item["id"] for item in every.json()["items"]] == [file["id"]]
    with pytest.raises(asyncpg.CheckViolationError):
        await clinic.sql("UPDATE files SET void_reason = NULL WHERE id = $1", file["id"])


async def test_what_a_file_is_can_be_said_otherwise_once_at_a_time(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    file = await added(director, await participant(clinic))
    change = {"kind": "outside_record", "note": None}
    address, version = f"{API}/files/{file['id']}", {"If-Match": f'"{file["version"]}"'}
    assert (await director.put(address, json=change, headers=version)).json()["kind"] == "outside_record"
    assert (await director.put(address, json=change, headers=version)).status_code == 412


async def test_sending_a_file_twice_under_one_key_keeps_it_once(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    person = await participant(clinic)
    director.headers["Idempotency-Key"] = str(new_id())
    first, second = await added(director, person), await added(director, person)
    assert first["id"] == second["id"]
