"""From settings to a database that is fit to work with: our own embedded one, or a checked one outside."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from alembic.util import CommandError
from pydantic import SecretStr

from handrail.core import cluster, migrations
from handrail.core.cluster import Urls
from handrail.core.postgres_install import PostgresError
from handrail.core.server_checks import ServerFacts, facts_of, refuse_unfit_server
from handrail.core.settings import Settings


class BootError(Exception):
    """Handrail does not start; the text is one line that says why and what mends it."""


def environment_of(settings: Settings) -> dict[str, str]:
    """What a process of ours must know to work on the same database: the roles' URLs and the keys."""
    keyring = settings.keyring
    return urls_of(settings).environment() | (
        {} if keyring is None else {"HANDRAIL_KEYRING": keyring.get_secret_value()}
    )


def with_urls(settings: Settings, urls: Urls) -> Settings:
    """The same settings, with the four roles' URLs."""
    return settings.model_copy(
        update={
            "database_url": SecretStr(urls.app),
            "owner_database_url": SecretStr(urls.owner),
            "auditor_database_url": SecretStr(urls.auditor),
            "maintenance_database_url": SecretStr(urls.maintenance),
        }
    )


def urls_of(settings: Settings) -> Urls:
    """The URLs of settings that have them all; the owner's may be missing where nothing migrates."""
    names = ("database_url", "auditor_database_url", "maintenance_database_url")
    given = {name: value for name in names if (value := getattr(settings, name)) is not None}
    if missing := [f"HANDRAIL_{name.upper()}" for name in names if name not in given]:
        raise BootError(f"HANDRAIL_DATABASE_URL is set, so {' and '.join(missing)} must be set too.")
    owner = settings.owner_database_url
    return Urls(
        owner="" if owner is None else owner.get_secret_value(),
        app=given["database_url"].get_secret_value(),
        auditor=given["auditor_database_url"].get_secret_value(),
        maintenance=given["maintenance_database_url"].get_secret_value(),
    )


@contextmanager
def ready_database(settings: Settings, *, attach: bool = True) -> Iterator[Settings]:
    """Settings that lead to a database with the schema of this version.

    The embedded server is started and migrated, and stopped when the block ends, unless another process runs it. An
    outside server is only looked at: one that is unfit is refused.
    """
    if settings.database_url is not None:
        urls = urls_of(settings)
        asyncio.run(
            refuse_unfit_server([urls.app, urls.auditor, urls.maintenance], expected_revision=migrations.head())
        )
        if settings.keyring is None:
            raise BootError(
                "HANDRAIL_DATABASE_URL is set, so HANDRAIL_KEYRING must be set too: `handrail keyring new` prints one."
            )
        yield settings
        return
    postgres = cluster.embedded(settings)
    server = postgres.start(attach=attach)
    try:
        urls = asyncio.run(cluster.prepare(server, cluster.role_passwords(postgres.folder.root)))
        if not asyncio.run(_facts(urls.app)).fits(migrations.head()):
            _upgrade(urls.owner)
        given = settings.keyring or SecretStr(cluster.keyring(postgres.folder.root))
        yield with_urls(settings, urls).model_copy(update={"keyring": given})
    finally:
        postgres.stop()


def migrate(settings: Settings) -> str:
    """Bring the database to the schema of this version and return its revision."""
    if settings.database_url is None and settings.owner_database_url is None:
        with ready_database(settings):
            return migrations.head()
    if settings.owner_database_url is None:
        raise BootError("handrail migrate works as the owner of the schema: set HANDRAIL_OWNER_DATABASE_URL.")
    _upgrade(settings.owner_database_url.get_secret_value())
    return migrations.head()


def _upgrade(owner_url: str) -> None:
    try:
        migrations.upgrade(owner_url)
    except CommandError as error:
        raise BootError(
            f"The database has a schema this version does not know ({error}): use the newer Handrail that made it."
        ) from error


async def _facts(url: str) -> ServerFacts:
    try:
        connection = await asyncpg.connect(url)
    except OSError as error:
        raise PostgresError(f"The embedded database does not answer: {error.strerror}. Start again.") from error
    try:
        return await facts_of(connection)
    finally:
        await connection.close()
