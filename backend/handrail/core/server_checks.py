"""What an outside PostgreSQL server has to be before Handrail serves from it.

Each requirement guards people's records: a role that sees every organization, or a connection anyone on the way can
read, must not even start. `refusals` decides, `facts_of` asks; every refusal names the check and what mends it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import asyncpg

LEAST_VERSION = 18
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class ServerRefusedError(Exception):
    """Handrail does not start on this server; the text names each failed check with its mend."""


@dataclass(frozen=True)
class ServerFacts:
    """What one connection showed."""

    role: str
    version_num: int
    has_btree_gist: bool
    superuser: bool
    bypasses_row_security: bool
    tables_owned: int
    revision: str | None
    serves: frozenset[str] = frozenset()
    """Older revisions whose code still runs on this schema, as its last migration noted."""

    def fits(self, expected_revision: str) -> bool:
        """Whether code made for that revision runs on this schema: made for it, or for one that it still serves."""
        return self.revision == expected_revision or expected_revision in self.serves


@dataclass(frozen=True)
class Refusal:
    """One failed check."""

    check: str
    found: str
    mend: str

    def __str__(self) -> str:
        return f"{self.check}: {self.found}. Mend: {self.mend}"


def transport_refusal(url: str) -> Refusal | None:
    """Whether the connection can be read or answered by someone else on the way."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    hosts = [host for value in query.get("host", []) for host in value.split(",")] or [parts.hostname or ""]
    off_host = [host for host in hosts if host and not host.startswith(("/", "@")) and host not in LOOPBACK]
    mode = (query.get("sslmode") or ["prefer"])[-1]
    if not off_host or mode == "verify-full":
        return None
    return Refusal(
        check="encrypted connection",
        found=f"{off_host[0]} is another machine and sslmode is {mode}",
        mend="add ?sslmode=verify-full&sslrootcert=/path/to/ca.crt to the database URL",
    )


def refusals(facts: ServerFacts, *, expected_revision: str | None) -> list[Refusal]:
    """Every requirement the server does not meet. Without an expected revision the schema is not looked at."""
    role = facts.role
    found: list[Refusal] = []
    if facts.version_num < LEAST_VERSION * 10_000:
        found.append(
            Refusal(
                check="server version",
                found=f"PostgreSQL {facts.version_num // 10_000}, at least {LEAST_VERSION} is needed",
                mend=f"upgrade the server to PostgreSQL {LEAST_VERSION}",
            )
        )
    if not facts.has_btree_gist:
        found.append(
            Refusal(
                check="extension btree_gist",
                found="not installed in this database",
                mend='as superuser: psql -d DATABASE -c "CREATE EXTENSION btree_gist"',
            )
        )
    if facts.superuser:
        found.append(
            Refusal(
                check="role is no superuser",
                found=f"{role} is one and would see every organization",
                mend=f'as superuser: psql -c "ALTER ROLE {role} NOSUPERUSER"',
            )
        )
    if facts.bypasses_row_security:
        found.append(
            Refusal(
                check="role is bound by row-level security",
                found=f"{role} has BYPASSRLS and would see every organization",
                mend=f'as superuser: psql -c "ALTER ROLE {role} NOBYPASSRLS"',
            )
        )
    if facts.tables_owned:
        found.append(
            Refusal(
                check="role owns no table",
                found=f"{role} owns {facts.tables_owned} or belongs to their owner: it could switch their guard off",
                mend=f'psql -d DATABASE -c "REASSIGN OWNED BY {role} TO handrail_owner", or leave the owner\'s group',
            )
        )
    if expected_revision is not None and not facts.fits(expected_revision):
        found.append(
            Refusal(
                check="schema revision",
                found=f"{facts.revision or 'none'}, this version needs {expected_revision}",
                mend="handrail migrate",
            )
        )
    return found


async def facts_of(connection: asyncpg.Connection) -> ServerFacts:
    """Ask the server, in two statements: the second only where the schema's version can be read."""
    row = await connection.fetchrow(
        """
        SELECT current_user AS role,
               current_setting('server_version_num')::int AS version_num,
               EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gist') AS has_btree_gist,
               r.rolsuper AS superuser,
               r.rolbypassrls AS bypasses_row_security,
               (SELECT count(*) FROM pg_class c
                 WHERE c.relkind IN ('r', 'p')
                   AND c.relnamespace = 'public'::regnamespace
                   AND pg_has_role(current_user, c.relowner, 'USAGE'))::int AS tables_owned,
               obj_description(to_regclass('public.alembic_version'), 'pg_class') AS noted,
               coalesce(has_table_privilege(to_regclass('public.alembic_version'), 'SELECT'), false) AS has_version
          FROM pg_roles r
         WHERE r.rolname = current_user
        """
    )
    assert row is not None
    revision = (
        await connection.fetchval("SELECT version_num FROM public.alembic_version") if row["has_version"] else None
    )
    return ServerFacts(
        role=row["role"],
        version_num=row["version_num"],
        has_btree_gist=row["has_btree_gist"],
        superuser=row["superuser"],
        bypasses_row_security=row["bypasses_row_security"],
        tables_owned=0 if row["superuser"] else row["tables_owned"],  # a superuser passes for a member of every role
        revision=revision,
        serves=frozenset((row["noted"] or "").split()),
    )


async def refuse_unfit_server(urls: Iterable[str], *, expected_revision: str | None) -> None:
    """Raise `ServerRefusedError` unless every URL leads, safely, to a fit server through a fit role."""
    found: dict[str, None] = {}
    for url in urls:
        if (refusal := transport_refusal(url)) is not None:
            found[str(refusal)] = None
            continue  # not even asked: the password would travel with the question
        try:
            connection = await asyncpg.connect(url, timeout=10)
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            reason = "the password or role is refused" if isinstance(error, asyncpg.PostgresError) else "no answer"
            found[f"connection: {reason} ({type(error).__name__}). Mend: check the database URL and pg_hba.conf"] = None
            continue
        try:
            for refusal in refusals(await facts_of(connection), expected_revision=expected_revision):
                found[str(refusal)] = None
        finally:
            await connection.close(timeout=5)
    if found:
        raise ServerRefusedError(
            "Handrail does not start on this database server.\n" + "\n".join(f"- {line}" for line in found)
        )
