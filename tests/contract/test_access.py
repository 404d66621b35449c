"""Route × role equals the checked-in table, in the code and through HTTP."""

import json
import re
from pathlib import Path

import httpx
import pytest
from tests.contract.access import REGENERATE, TABLE, access_table
from tests.contract.routes import WITHOUT_PERMISSION, Route, api_routes, guarded_routes
from tests.support.clinic import Clinic, ClinicClient
from tests.support.figures import Figures

import handrail
from handrail.core.ids import ParticipantId, new_id
from handrail.core.permissions import LICENSED_ROLES, PERMISSIONS, Scope
from handrail.core.vocabulary import Role

PACKAGE = Path(handrail.__file__).parent


class TestTable:
    def test_every_route_asks_for_one_permission(self) -> None:
        missing = [route.key for route in api_routes() if not route.permissions]
        assert missing == sorted(WITHOUT_PERMISSION), (
            "A route has no permission: make `actor: Annotated[Actor, Depends(allow(...))]` its first parameter. "
            "WITHOUT_PERMISSION in tests/contract/routes.py only shrinks."
        )
        assert [route.key for route in guarded_routes() if len(route.permissions) != 1] == []

    @pytest.mark.fault
    def test_access_equals_the_checked_in_table(self, figures: Figures) -> None:
        checked_in, now = json.loads(TABLE.read_text()), access_table()
        changed = sorted(key for key in checked_in.keys() | now.keys() if checked_in.get(key) != now.get(key))
        assert changed == [], (
            f"Who may do what has changed. If that is meant, run `{REGENERATE}`, read the difference of "
            "tests/contract/access.json line by line, and commit it with the change."
        )
        figures.tell(13, f"{len(now)} routes × {len(Role)} roles equal the checked-in table")

    def test_every_permission_is_used(self) -> None:
        used = {permission for route in api_routes() for permission in route.permissions}
        # A use case may ask for more than its route does: `actor.may("attendance:correct_locked")`.
        sources = [file.read_text() for file in PACKAGE.rglob("*.py") if file.name != "permissions.py"]
        unused = [name for name in PERMISSIONS if name not in used and not any(f'"{name}"' in text for text in sources)]
        assert unused == [], "Remove the row from core/permissions.py, or ask for it in a route."

    def test_names_read_alike(self) -> None:
        assert [name for name in PERMISSIONS if not re.fullmatch(r"[a-z_]+:[a-z_]+", name)] == []


class TestRules:
    """What the table promises, whoever edits it."""

    def test_an_administrator_reads_no_clinical_content(self) -> None:
        wider = [
            name
            for name, row in PERMISSIONS.items()
            if row.health and row.scopes.get(Role.ADMINISTRATOR, Scope.SELF) > Scope.SELF
        ]
        assert wider == []

    def test_an_auditor_changes_nothing_but_what_is_their_own(self) -> None:
        own = {"account:self", "second_factor:own", "draft:own"}
        writing = [
            route.key
            for route in guarded_routes()
            if route.method != "GET"
            and not route.path.endswith("/search")
            and route.permission not in own
            and Role.AUDITOR in PERMISSIONS[route.permission].scopes
        ]
        assert writing == []

    def test_a_participant_reaches_nobody_else(self) -> None:
        wider = [
            name
            for name, row in PERMISSIONS.items()
            if row.health and row.scopes.get(Role.PARTICIPANT, Scope.SELF) > Scope.SELF
        ]
        assert wider == []

    def test_whoever_treats_sees_the_people_of_their_programs(self) -> None:
        treating = (
            Role.THERAPIST,
            Role.INTERN,
            Role.PSYCHIATRIC_PROVIDER,
            Role.NURSE,
            Role.PEER_SPECIALIST,
            Role.TECHNICIAN,
        )
        wider = [
            (name, role.value)
            for name, row in PERMISSIONS.items()
            for role in treating
            if row.health and row.scopes.get(role, Scope.SELF) > Scope.PROGRAM
        ]
        assert wider == []

    def test_a_health_permission_is_never_for_everybody(self) -> None:
        assert [name for name, row in PERMISSIONS.items() if row.health and len(row.scopes) == len(Role)] == []


def a_request(route: Route) -> httpx.Request:
    """A call that names things which are not there, and says nothing sensible."""
    path = route.path
    for name in route.path_ids:
        path = path.replace("{" + name + "}", str(new_id()))
    body = None if route.method in ("GET", "DELETE") else {}
    return httpx.Request(route.method, f"https://test{path}", json=body, headers={"If-Match": '"1"'})


async def answer_of(client: httpx.AsyncClient, route: Route) -> httpx.Response:
    request = a_request(route)
    return await client.request(
        request.method, request.url, content=request.content, headers={"If-Match": '"1"', **request.headers}
    )


class TestAnswers:
    async def test_nobody_gets_in_without_credentials(self, clinic: Clinic) -> None:
        nobody = await clinic.anonymous()
        answers = {route.key: (await answer_of(nobody, route)).status_code for route in guarded_routes()}
        assert {key: status for key, status in answers.items() if status != 401} == {}

    @pytest.mark.fault
    @pytest.mark.parametrize("role", list(Role))
    async def test_a_role_gets_in_where_the_table_says_and_nowhere_else(self, clinic: Clinic, role: Role) -> None:
        client = await self._client(clinic, role)
        table = json.loads(TABLE.read_text())
        wrong = {}
        for route in guarded_routes():
            answer = await answer_of(client, route)
            refused = answer.status_code == 403 and answer.json()["code"] == "forbidden"
            if (
                answer.status_code >= 500
                or answer.status_code == 401
                or refused == (role.value in table[route.key]["roles"])
            ):
                wrong[route.key] = answer.status_code
        assert wrong == {}

    async def test_a_clinical_act_needs_a_licence_of_today(self, clinic: Clinic) -> None:
        licensed = [route for route in guarded_routes() if PERMISSIONS[route.permission].licensed]
        assert licensed
        for role in sorted(LICENSED_ROLES):
            client = await clinic.client(role, licensed=False)
            for route in licensed:
                if role in PERMISSIONS[route.permission].scopes:
                    answer = await answer_of(client, route)
                    assert (answer.status_code, answer.json()["code"]) == (403, "licence-not-valid"), route.key

    async def _client(self, clinic: Clinic, role: Role) -> ClinicClient:
        if role is Role.PARTICIPANT:
            return await clinic.client(role, participant_id=ParticipantId(new_id()))
        return await clinic.client(role)
