"""The service does what its document says, whatever is sent: Schemathesis makes the requests from the document itself.

Ids are mostly those of rows that exist and versions mostly current, so that requests reach the use cases; bodies and
queries are both valid and not. Whether what was refused should have been, other tests know: here nothing may fail and
nothing may be answered that the document does not foresee.
"""

import asyncio
import hashlib
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select
from tests.contract.routes import ENDLESS, openapi
from tests.contract.world import NAME_NO_ROW, NOT_IDS, build, ids_of
from tests.support.clinic import Clinic, ClinicClient
from tests.support.figures import Figures
from tests.support.live_server import LiveServer

from handrail.core.ids import ParticipantId, new_id
from handrail.core.vocabulary import Role
from handrail.identity.models import ApiToken

pytestmark = pytest.mark.fault

CASES = 5000
ENDS_TOKEN = frozenset({"sign_my_app_out"})
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@dataclass
class Tried:
    """What was sent and what came back."""

    url: str
    token: str
    spent: str
    """Another one of the same person, for what ends the token it is asked with."""
    ids: dict[str, str]
    statuses: Counter[int] = field(default_factory=Counter)
    broken: dict[str, str] = field(default_factory=dict)
    asked_again: int = 0

    def every_operation(self, cases: int) -> None:
        """Send so many requests to each operation."""
        schema = schemathesis.openapi.from_dict(openapi())
        for found in schema.get_all_operations():
            operation = found.ok()
            if operation.definition.raw["operationId"] not in ENDLESS:
                self._operation(operation, cases)

    def _operation(self, operation: Any, cases: int) -> None:
        made = st.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        )

        @hypothesis.settings(
            max_examples=cases,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(case=made, real=st.integers(0, 3))
        def send(case: Case, real: int) -> None:
            if real:
                self._name_what_is_there(case)
            token = self.spent if operation.definition.raw["operationId"] in ENDS_TOKEN else self.token
            headers = {"Authorization": f"Bearer {token}"} | ({"If-Match": '"1"'} if real else {})
            answer = self._call(case, headers)
            self.statuses[answer.status_code] += 1
            try:
                case.validate_response(answer, checks=CHECKS)
            except FailureGroup as failures:
                for failure in failures.exceptions:
                    self._note(f"{operation.label} {answer.status_code}", failure, case)

        send()

    def _call(self, case: Case, headers: dict[str, str]) -> Any:
        """Call, and again where a busy machine was told to come back: what stays unavailable is a failure."""
        for _ in range(5):
            answer = case.call(base_url=self.url, headers=headers, timeout=60)
            if answer.status_code != 503:
                break
            self.asked_again += 1
            time.sleep(int(answer.headers["retry-after"][0]))
        return answer

    def _name_what_is_there(self, case: Case) -> None:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = self.ids.get(name, case.path_parameters[name])
        case.body = self._with_ids(case.body, "")

    def _with_ids(self, value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {key: self._with_ids(part, key) for key, part in value.items()}
        if isinstance(value, list):
            return [self._with_ids(part, name.removesuffix("s")) for part in value]
        return self.ids.get(name, value) if isinstance(value, str) else value

    def _note(self, label: str, failure: BaseException, case: Case) -> None:
        assert isinstance(failure, Failure)
        self.broken.setdefault(f"{label}: {failure.title}: {failure.message[:300]}", case.as_curl_command()[:600])


async def client_of(clinic: Clinic, who: Role | None, ids: dict[str, str]) -> Any:
    """Somebody of this role, a participant being one of the clinic's; None is somebody with every role of staff."""
    if who is Role.PARTICIPANT:
        return await clinic.client(who, participant_id=ParticipantId(ids["participant_id"]))
    return await clinic.client(
        who or [role for role in Role if role is not Role.PARTICIPANT], programs=[ids["program_id"]]
    )


async def another_token(clinic: Clinic, client: ClinicClient) -> str:
    """A second token of the same person, with the same roles."""
    secret = secrets.token_urlsafe(32)
    async with clinic.db(account_id=client.account_id) as db:
        first = (await db.scalars(select(ApiToken).where(ApiToken.account_id == client.account_id))).one()
        hashed = hashlib.sha256(secret.encode()).digest()
        other = ApiToken(account_id=client.account_id, label="another", secret_hash=hashed, roles=first.roles)
        other.expires_at = first.expires_at
        db.add(other)
    return f"{clinic.organization_id}.{secret}"


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("who", [None, *Role], ids=lambda who: "everything" if who is None else str(who))
async def test_answers_are_as_documented(
    clinic: Clinic, live_server: LiveServer, figures: Figures, who: Role | None
) -> None:
    if who is not None and not figures.full:
        pytest.skip("in the suite somebody with every role asks; each role by itself at full count")
    await build(clinic)
    ids = await ids_of(clinic) | {name: str(new_id()) for name in NAME_NO_ROW} | NOT_IDS
    client = await client_of(clinic, who, ids)
    operations = sum(len(methods) for methods in openapi()["paths"].values())
    tried = Tried(live_server.url, client.token, await another_token(clinic, client), ids)
    # One more for each, as some operations have fewer different requests than that.
    await asyncio.to_thread(tried.every_operation, figures.count(-(-CASES // operations) + 1, small=2))
    assert not tried.broken, "\n".join(f"{what}\n    {how}" for what, how in sorted(tried.broken.items()))
    assert (await client.get("/api/v1/auth/me")).status_code == 200, (
        "the sign-in ended on the way: the rest was refused"
    )
    assert not figures.full or tried.statuses.total() >= CASES
    told = ", ".join(f"{count} × {status}" for status, count in sorted(tried.statuses.items()))
    figures.tell(
        11,
        f"{tried.statuses.total():,} requests made from the document as {who or 'somebody with every role'}:"
        f" no 5xx, nothing undocumented ({told}; {tried.asked_again} × 503 first)",
    )
