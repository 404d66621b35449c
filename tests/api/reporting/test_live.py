"""What one person changes reaches another's screen by itself: once, nothing missed, and nobody else's."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select
from tests.factories.attendance import Group, make_group
from tests.factories.identity import make_account, sign_in
from tests.support.clinic import Clinic, ClinicClient
from tests.support.figures import Figures
from tests.support.streams import Serving, following, serving

from handrail.core import live
from handrail.core.events import record_changes
from handrail.core.ids import new_id
from handrail.core.settings import Settings
from handrail.core.turns import READERS_PER_CONNECTION
from handrail.core.vocabulary import Role
from handrail.identity.models import AccountRole
from handrail.main import create_app


@pytest.fixture(scope="module")
async def service(settings: Settings) -> AsyncIterator[Serving]:
    """Another process of the service: what is written through `app` has to reach it by the database."""
    async with serving(create_app(settings), settings) as service:
        yield service


@pytest.fixture
async def group(clinic: Clinic) -> Group:
    return await make_group(clinic, people=4)


def cookie(browser: httpx.AsyncClient) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}


def bearer(client: ClinicClient) -> dict[str, str]:
    return {"Authorization": f"Bearer {client.token}"}


async def mark(group: Group, index: int = 0) -> None:
    answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark(index)]})
    assert answer.status_code == 200, answer.text


async def test_a_mark_reaches_the_other_screen_by_itself(service: Serving, group: Group, figures: Figures) -> None:
    async with following(service.url, bearer(group.therapist)) as reader:
        assert reader.headers["content-type"].startswith("text/event-stream")
        assert (reader.headers["cache-control"], reader.headers["x-accel-buffering"]) == ("no-store", "no")
        assert "content-encoding" not in reader.headers
        _, took = await asyncio.gather(mark(group), reader.until(str(group.id)))
        figures.tell(0, f"a mark was told to another screen {took * 1000:.0f} ms after it was sent")
    assert reader.messages == [{"everything": False, "changes": [{"kind": "attendance", "session_id": str(group.id)}]}]


async def test_who_comes_back_is_told_once_what_happened_in_between(service: Serving, group: Group) -> None:
    async with following(service.url, bearer(group.therapist)) as reader:
        await mark(group, 0)
        await reader.until(str(group.id))
    await mark(group, 1)
    await mark(group, 2)
    async with following(service.url, bearer(group.therapist), since=reader.last_id) as again:
        await again.until(str(group.id))
        await mark(group, 3)
        await again.until(str(group.id), count=2)
    assert again.sessions == [str(group.id)] * 2, "once for the two marks in between, once for the one after"


async def test_a_page_is_told_what_changed_since_it_was_signed_in(service: Serving, group: Group) -> None:
    """What it shows was read after `me`: with what the stream tells from there nothing has to be asked for twice."""
    me = (await group.therapist.get("/api/v1/auth/me")).json()
    async with following(service.url, bearer(group.therapist), begin=me["changes_position"]) as reader:
        assert reader.messages == []
    await mark(group)
    async with following(service.url, bearer(group.therapist), begin=me["changes_position"]) as page:
        await page.until(str(group.id))
    assert page.sessions == [str(group.id)]
    # Browsers come back to the same address: what they were told last counts for more than where they began.
    assert page.last_id is not None
    async with following(
        service.url, bearer(group.therapist), since=page.last_id, begin=me["changes_position"]
    ) as again:
        assert again.messages == []


async def test_who_may_not_follow_has_no_place_in_the_log(clinic: Clinic, group: Group) -> None:
    participant = await clinic.client(Role.PARTICIPANT, participant_id=group.episodes[0].participant_id)
    me = (await participant.get("/api/v1/auth/me")).json()
    assert ("change:follow" in me["permissions"], me["changes_position"]) == (False, None)


async def test_what_began_first_and_ends_last_is_told_too(service: Serving, group: Group, clinic: Clinic) -> None:
    """Its rows have lower numbers than those that were told before: whoever goes on from the highest misses them."""
    slow, quick = str(new_id()), str(new_id())
    async with following(service.url, bearer(group.therapist)) as reader:
        async with clinic.db() as late:
            await record_changes(late, "attendance.updated", [{"id": new_id(), "session_id": slow}])
            async with clinic.db() as early:
                await record_changes(early, "attendance.updated", [{"id": new_id(), "session_id": quick}])
            await reader.until(quick)
            between = reader.last_id
            assert slow not in reader.sessions
        await reader.until(slow)
    assert (reader.sessions.count(slow), reader.sessions.count(quick)) == (1, 1)
    async with following(service.url, bearer(group.therapist), since=between) as again:
        await again.until(slow)
    assert again.sessions == [slow]


async def test_another_organization_is_told_nothing(service: Serving, group: Group, other_clinic: Clinic) -> None:
    stranger = await other_clinic.client(Role.THERAPIST)
    async with (
        following(service.url, bearer(group.therapist)) as own,
        following(service.url, bearer(stranger)) as other,
    ):
        await mark(group)
        await own.until(str(group.id))
        async with other_clinic.db() as db:
            await record_changes(db, "sessions.updated", [{"id": (theirs := new_id())}])
        await other.until(str(theirs))
    assert other.sessions == [str(theirs)]
    assert own.sessions == [str(group.id)]


async def test_a_kind_is_told_to_who_may_read_it(service: Serving, group: Group, clinic: Clinic) -> None:
    """An administrator sees the schedule and no attendance; a participant holds no stream at all."""
    administrator = await clinic.client(Role.ADMINISTRATOR)
    async with following(service.url, bearer(administrator)) as reader:
        await mark(group)
        async with clinic.db() as db:
            await record_changes(db, "sessions.updated", [{"id": group.id}])
        await reader.until(str(group.id))
    assert [one["kind"] for message in reader.messages for one in message["changes"]] == ["schedule"]
    participant = await clinic.client(Role.PARTICIPANT, participant_id=group.episodes[0].participant_id)
    async with following(service.url, bearer(participant)) as refused:
        assert refused.status == 403


@pytest.mark.parametrize("position", ["x", "0000.5:5:", "", "1:2:3", "aaaaaaaaaaaa.9:3:", "aaaaaaaaaaaa.1:9:3,2"])
async def test_a_position_that_is_none_of_ours_means_everything(
    service: Serving, clinic: Clinic, position: str
) -> None:
    client = await clinic.client()
    async with following(service.url, bearer(client), since=position) as reader:
        await reader.until()
        assert reader.messages == [{"everything": True, "changes": []}]


async def test_very_much_at_once_means_everything(service: Serving, clinic: Clinic) -> None:
    client = await clinic.client()
    async with following(service.url, bearer(client)) as reader:
        async with clinic.db() as db:
            await record_changes(db, "sessions.created", [{"id": new_id()} for _ in range(live.MOST_ROWS + 1)])
        await reader.until()
    assert reader.messages == [{"everything": True, "changes": []}]


class TestEnd:
    async def test_signing_out_ends_the_stream_and_no_other(self, service: Serving, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person, colleague = await make_account(db), await make_account(db)
        browser, other = await sign_in(clinic, person), await sign_in(clinic, colleague)
        async with (
            following(service.url, cookie(browser)) as reader,
            following(service.url, cookie(other)) as kept,
        ):
            assert (await browser.post("/api/v1/auth/sign-out")).status_code == 204
            await reader.until_ended()
            assert not kept.ended

    async def test_losing_the_role_ends_the_stream(self, service: Serving, clinic: Clinic) -> None:
        client = await clinic.client(Role.BILLER)
        async with following(service.url, bearer(client)) as reader:
            async with clinic.db() as db:
                for role in await db.scalars(select(AccountRole).where(AccountRole.account_id == client.account_id)):
                    role.ends_on = role.starts_on
            await reader.until_ended()

    async def test_a_session_that_runs_out_ends_the_stream_at_the_next_heartbeat(
        self, service: Serving, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.1)
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        seen = "SELECT last_seen_at FROM login_sessions WHERE organization_id = $1"
        await clinic.sql(
            "UPDATE login_sessions SET last_seen_at = now() - interval '30 minutes' WHERE organization_id = $1",
            clinic.organization_id,
        )
        before = await clinic.sql_value(seen, clinic.organization_id)
        async with following(service.url, cookie(browser)) as reader:
            await asyncio.sleep(0.5)
            assert not reader.ended
            # Nobody sat there: a stream that opens and stays keeps no idle session alive.
            assert await clinic.sql_value(seen, clinic.organization_id) == before
            await clinic.sql(
                "UPDATE login_sessions SET last_seen_at = now() - interval '2 hours' WHERE organization_id = $1",
                clinic.organization_id,
            )
            await reader.until_ended()

    async def test_a_service_that_ends_ends_its_streams_at_once(
        self, settings: Settings, clinic: Clinic, figures: Figures
    ) -> None:
        client = await clinic.client()
        async with serving(create_app(settings), settings) as leaving, following(leaving.url, bearer(client)) as reader:
            leaving.server.should_exit = True
            ended = await reader.until_ended()
            figures.tell(0, f"a stream ended {ended * 1000:.0f} ms after the service was told to")
            assert leaving.app.state.core.live.held == 0


class TestLimits:
    async def test_streams_take_no_turn_no_connection_and_no_audit_entry(
        self, service: Serving, clinic: Clinic
    ) -> None:
        reading = service.app.state.core.settings.hot_pool_size * READERS_PER_CONNECTION
        people = [await clinic.client() for _ in range(reading // live.STREAMS_OF_ONE + 1)]
        async with contextlib.AsyncExitStack() as held:
            for person in people:
                for _ in range(live.STREAMS_OF_ONE):
                    reader = await held.enter_async_context(following(service.url, bearer(person)))
                    assert reader.status == 200
            refused = await held.enter_async_context(following(service.url, bearer(people[0])))
            assert refused.status == 429
            followers = [task for task in asyncio.all_tasks() if task.get_name() == "change log"]
            assert len(followers) < len(people), "one look serves everybody of an organization"
            async with httpx.AsyncClient(base_url=service.url, headers=bearer(people[0])) as client:
                assert (await client.get("/api/v1/locations")).status_code == 200
                figures = (await client.get("/metrics")).text
            assert f"handrail_open_streams {float(len(people) * live.STREAMS_OF_ONE)}" in figures
        entries = await clinic.sql(
            "SELECT status FROM audit_entries WHERE organization_id = $1 AND action = 'follow_changes'",
            clinic.organization_id,
        )
        assert [entry["status"] for entry in entries] == [429]

    async def test_a_stream_is_answered_when_it_begins(self, service: Serving, clinic: Clinic) -> None:
        """However long it stays open, it was no slow request."""
        client = await clinic.client()
        took = 'handrail_request_seconds_sum{operation="follow_changes",status="200"}'
        async with httpx.AsyncClient(base_url=service.url) as other:

            async def seconds() -> float:
                lines = (await other.get("/metrics")).text.splitlines()
                return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(took))

            before = await seconds()
            began = time.monotonic()
            async with following(service.url, bearer(client)):
                opened = time.monotonic() - began
                await asyncio.sleep(opened + 0.5)
            while (counted := await seconds()) == before:  # noqa: ASYNC110 - the service sees the end a little later
                await asyncio.sleep(0.02)
            assert counted - before <= opened
