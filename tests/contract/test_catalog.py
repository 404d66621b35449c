"""Every tenant table is guarded by the database, and the check that says so finds what is planted."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.contract.catalog import violations
from tests.support.clinic import Clinic
from tests.support.figures import Figures

from handrail.core.cluster import Urls
from handrail.core.db import Base
from handrail.core.ids import new_id
from handrail.core.tenancy import APP, WITHOUT_TENANT, TenantScoped, isolate
from handrail.schema import metadata

GOOD = "CREATE TABLE planted (organization_id uuid, id uuid, staff_id uuid, PRIMARY KEY (organization_id, id))"


class Planter:
    """Collects what `isolate` would run in a migration."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def execute(self, sqltext: str) -> None:
        self.statements.append(sqltext)


def guarded(table: str = "planted") -> list[str]:
    planter = Planter()
    isolate(planter, table)
    return planter.statements


@pytest.fixture
async def owner(app: object, urls: Urls) -> AsyncIterator[asyncpg.Connection]:
    """The schema's owner, in a transaction that is thrown away."""
    connection = await asyncpg.connect(urls.owner)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


@pytest.mark.fault
async def test_every_table_is_guarded(owner: asyncpg.Connection, figures: Figures) -> None:
    assert await violations(owner) == []
    tables = await owner.fetchval(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity"
    )
    figures.tell(14, f"{tables} tenant tables: forced row-level security and composite keys on each")


async def test_a_guarded_table_is_found_good(owner: asyncpg.Connection) -> None:
    for statement in (GOOD, *guarded()):
        await owner.execute(statement)
    assert await violations(owner) == []


PLANTED = {
    "no row-level security": ([GOOD], "no forced row-level security"),
    "row-level security that spares the owner": (
        [GOOD, *guarded(), "ALTER TABLE planted NO FORCE ROW LEVEL SECURITY"],
        "no forced row-level security",
    ),
    "a table without a tenant": (["CREATE TABLE planted (id uuid PRIMARY KEY)"], "belongs to no organization"),
    "a key that begins with something else": (
        ["CREATE TABLE planted (organization_id uuid, id uuid, PRIMARY KEY (id, organization_id))", *guarded()],
        "does not begin with organization_id",
    ),
    "a name that is unique in the whole world": (
        [GOOD, *guarded(), "CREATE UNIQUE INDEX uq_planted ON planted (staff_id)"],
        "uq_planted compares across organizations",
    ),
    "an exclusion across organizations": (
        [GOOD, *guarded(), "ALTER TABLE planted ADD CONSTRAINT ex_planted EXCLUDE USING gist (staff_id WITH =)"],
        "ex_planted compares across organizations",
    ),
    "an exclusion that compares the tenant otherwise": (
        [
            GOOD,
            *guarded(),
            "ALTER TABLE planted ADD CONSTRAINT ex_planted"
            " EXCLUDE USING gist (organization_id WITH <>, staff_id WITH =)",
        ],
        "ex_planted compares across organizations",
    ),
    "a foreign key that crosses": (
        [
            GOOD,
            *guarded(),
            "CREATE TABLE target (organization_id uuid, id uuid, PRIMARY KEY (organization_id, id), UNIQUE (id))",
            "ALTER TABLE planted ADD CONSTRAINT fk_planted FOREIGN KEY (staff_id) REFERENCES target (id)",
        ],
        "fk_planted can reach another organization",
    ),
    "a foreign key that writes": (
        [
            GOOD,
            *guarded(),
            "ALTER TABLE planted ADD CONSTRAINT fk_planted FOREIGN KEY (organization_id, staff_id)"
            " REFERENCES staff_members ON DELETE SET NULL (staff_id)",
        ],
        "fk_planted writes on delete",
    ),
    "a policy that is silent without a tenant": (
        [
            GOOD,
            *guarded(),
            "ALTER POLICY tenant ON planted"
            " USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)",
        ],
        "no policy `tenant`",
    ),
    "a second policy that opens the table": (
        [GOOD, *guarded(), f"CREATE POLICY wide ON planted TO {APP} USING (true)"],
        "beyond the tenant",
    ),
    "a trigger": (
        [
            GOOD,
            *guarded(),
            "CREATE TRIGGER planted BEFORE UPDATE ON planted FOR EACH ROW"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        ],
        "has a trigger",
    ),
    "a view with its owner's rights": (["CREATE VIEW planted AS SELECT * FROM accounts"], "without security_invoker"),
    "a materialized view": (["CREATE MATERIALIZED VIEW planted AS SELECT 1 AS n"], "is a materialized view"),
    "a function with its owner's rights": (
        ["CREATE FUNCTION planted() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"],
        "SECURITY DEFINER",
    ),
    "rights beyond rows": ([GOOD, *guarded(), f"GRANT TRUNCATE ON planted TO {APP}"], "may TRUNCATE planted"),
    "audit entries that can be changed": ([f"GRANT UPDATE ON audit_entries TO {APP}"], "only ever appended to"),
}


@pytest.mark.parametrize("name", PLANTED)
async def test_what_is_planted_is_found(owner: asyncpg.Connection, name: str) -> None:
    statements, words = PLANTED[name]
    for statement in statements:
        await owner.execute(statement)
    assert any(words in found for found in await violations(owner)), await violations(owner)


async def test_a_transaction_that_names_no_tenant_sees_an_error_not_an_empty_list(clinic: Clinic, urls: Urls) -> None:
    connection = await asyncpg.connect(urls.app)
    try:
        with pytest.raises(asyncpg.PostgresError, match=r"app\.organization_id"):
            await connection.fetch("SELECT * FROM accounts")
        async with connection.transaction():
            await connection.execute(f"SET LOCAL app.organization_id = '{clinic.organization_id}'")
            assert await connection.fetchval("SELECT name FROM organizations")
        with pytest.raises(asyncpg.PostgresError):  # the setting is reset to an empty text, which is no organization
            await connection.fetch("SELECT * FROM accounts")
    finally:
        await connection.close()


async def test_a_row_cannot_be_written_for_another_organization(clinic: Clinic, urls: Urls) -> None:
    connection = await asyncpg.connect(urls.app)
    try:
        async with connection.transaction():
            await connection.execute(f"SET LOCAL app.organization_id = '{clinic.organization_id}'")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(
                    "INSERT INTO sign_in_counters (organization_id, id, kind, key_hash, attempts, window_ends_at)"
                    " VALUES ($1, $1, 'address', '', 1, now())",
                    new_id(),
                )
    finally:
        await connection.close()


def mapped_tables() -> list[type[Base]]:
    metadata()
    return [mapper.class_ for mapper in Base.registry.mappers]


def test_every_model_says_whether_it_holds_health_information() -> None:
    assert [model.__name__ for model in mapped_tables() if not isinstance(model.__health__, bool)] == []
    with pytest.raises(TypeError, match="health information"):
        type("Silent", (TenantScoped, Base), {"__tablename__": "silent"})


def test_every_model_belongs_to_an_organization_or_says_why_not() -> None:
    tables = {model.__tablename__: model for model in mapped_tables()}
    without = {name for name, model in tables.items() if not issubclass(model, TenantScoped)}
    assert without <= WITHOUT_TENANT.keys()


def test_secrets_stay_out_of_the_change_log() -> None:
    secret = ("_hash", "_secret", "password")
    leaking = [
        f"{model.__tablename__}.{column.name}"
        for model in mapped_tables()
        for column in model.__table__.columns
        if column.name.endswith(secret) and column.name not in model.__unlogged__
    ]
    assert leaking == [], "Add the column to __unlogged__ of its model."
