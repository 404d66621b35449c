"""What an outside server is refused for, and that every refusal says what mends it."""

from dataclasses import replace

import pytest

from handrail.core.server_checks import ServerFacts, refusals, transport_refusal

FIT = ServerFacts(
    role="handrail_app",
    version_num=180_006,
    has_btree_gist=True,
    superuser=False,
    bypasses_row_security=False,
    tables_owned=0,
    revision="0013",
)


def test_a_fit_server_is_accepted() -> None:
    assert refusals(FIT, expected_revision="0013") == []


@pytest.mark.parametrize(
    ("facts", "check", "mend"),
    [
        (replace(FIT, version_num=170_002), "server version", "upgrade the server to PostgreSQL 18"),
        (replace(FIT, has_btree_gist=False), "extension btree_gist", "CREATE EXTENSION btree_gist"),
        (replace(FIT, superuser=True), "role is no superuser", "ALTER ROLE handrail_app NOSUPERUSER"),
        (
            replace(FIT, bypasses_row_security=True),
            "role is bound by row-level security",
            "ALTER ROLE handrail_app NOBYPASSRLS",
        ),
        (replace(FIT, tables_owned=3), "role owns no table", "REASSIGN OWNED BY handrail_app"),
        (replace(FIT, revision="0012"), "schema revision", "handrail migrate"),
        (replace(FIT, revision=None), "schema revision", "handrail migrate"),
    ],
)
def test_each_unmet_requirement_is_named_with_its_mend(facts: ServerFacts, check: str, mend: str) -> None:
    (refusal,) = refusals(facts, expected_revision="0013")
    assert refusal.check == check
    assert mend in refusal.mend


def test_a_newer_schema_that_still_serves_this_version_is_accepted() -> None:
    ahead = replace(FIT, revision="0015", serves=frozenset({"0014", "0013"}))
    assert refusals(ahead, expected_revision="0013") == []
    (refusal,) = refusals(ahead, expected_revision="0012")
    assert refusal.check == "schema revision"
    (refusal,) = refusals(ahead, expected_revision="0016")
    assert refusal.found == "0015, this version needs 0016"


def test_all_unmet_requirements_are_told_at_once() -> None:
    assert len(refusals(replace(FIT, superuser=True, has_btree_gist=False), expected_revision="0014")) == 3


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:x@/handrail?host=/run/postgresql",
        "postgresql://app:x@localhost/handrail",
        "postgresql://app:x@127.0.0.1:5433/handrail",
        "postgresql://app:x@[::1]/handrail",
        "postgresql://app:x@db.example.org/handrail?sslmode=verify-full",
    ],
)
def test_a_connection_nobody_can_listen_to_is_accepted(url: str) -> None:
    assert transport_refusal(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:x@db.example.org/handrail",
        "postgresql://app:x@db.example.org/handrail?sslmode=require",
        "postgresql://app:x@10.0.0.5/handrail?sslmode=verify-ca",
        "postgresql://app:x@/handrail?host=/run/postgresql,db.example.org",
    ],
)
def test_another_machine_needs_a_verified_connection(url: str) -> None:
    refusal = transport_refusal(url)
    assert refusal is not None
    assert "sslmode=verify-full" in refusal.mend
    assert "app:x" not in str(refusal)
