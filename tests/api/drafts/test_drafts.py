"""What was typed and not sent is kept for who typed it, and for nobody else."""

from uuid import uuid4

from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role


async def test_a_form_is_kept_and_read_again_from_another_browser(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    url = f"/api/v1/drafts/session-delivery/{uuid4()}"
    await therapist.put(url, json={"content": {"minutes": 45}})
    kept = await therapist.put(url, json={"content": {"minutes": 90}})
    assert kept.status_code == 200
    assert (await therapist.get(url)).json()["content"] == {"minutes": 90}


async def test_nobody_else_reads_it_not_even_an_administrator(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    url = f"/api/v1/drafts/session-delivery/{uuid4()}"
    await therapist.put(url, json={"content": {"minutes": 45}})
    for role in (Role.ADMINISTRATOR, Role.PROGRAM_DIRECTOR, Role.THERAPIST):
        assert (await (await clinic.client(role)).get(url)).status_code == 404


async def test_a_discarded_form_is_gone(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    url = f"/api/v1/drafts/session-delivery/{uuid4()}"
    await therapist.put(url, json={"content": {"minutes": 45}})
    assert (await therapist.delete(url)).status_code == 204
    assert (await therapist.get(url)).status_code == 404


async def test_a_form_too_large_to_keep_is_refused(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    answer = await therapist.put(
        f"/api/v1/drafts/session-delivery/{uuid4()}", json={"content": {"topic": "x" * 70_000}}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "draft-too-large")


async def test_the_change_log_keeps_no_keystrokes(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    await therapist.put(f"/api/v1/drafts/session-delivery/{uuid4()}", json={"content": {"topic": "Opposite action"}})
    states = await clinic.sql(
        "SELECT state FROM changes WHERE organization_id = $1 AND kind LIKE 'drafts.%'", clinic.organization_id
    )
    assert len(states) == 1
    assert "Opposite" not in states[0]["state"]
