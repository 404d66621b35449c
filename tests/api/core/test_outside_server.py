"""With HANDRAIL_DATABASE_URL set, nothing is started over there and an unfit server is refused."""

import os
import subprocess
import sys

import pytest
from tests.support.cluster import TestServer

from handrail.core import migrations
from handrail.core.cluster import Urls
from handrail.core.server_checks import ServerRefusedError, refuse_unfit_server


async def test_the_three_serving_roles_are_fit(urls: Urls) -> None:
    await refuse_unfit_server([urls.app, urls.auditor, urls.maintenance], expected_revision=migrations.head())


async def test_the_owner_may_not_serve(urls: Urls) -> None:
    with pytest.raises(ServerRefusedError, match="role owns no table: handrail_owner owns"):
        await refuse_unfit_server([urls.owner], expected_revision=migrations.head())


async def test_a_superuser_may_not_serve(urls: Urls, test_server: TestServer) -> None:
    database = urls.app.split("@/")[1].split("?")[0]
    with pytest.raises(ServerRefusedError) as refused:
        await refuse_unfit_server([test_server.server.url(database)], expected_revision=migrations.head())
    assert "role is no superuser" in str(refused.value)
    assert "role is bound by row-level security" in str(refused.value)


async def test_an_older_schema_is_not_served(urls: Urls) -> None:
    with pytest.raises(ServerRefusedError, match="Mend: handrail migrate"):
        await refuse_unfit_server([urls.app], expected_revision="9999")


async def test_a_server_that_does_not_answer_is_named_without_its_password(urls: Urls) -> None:
    with pytest.raises(ServerRefusedError) as refused:
        # pragma: allowlist nextline secret
        await refuse_unfit_server(["postgresql://app:secret-word@127.0.0.1:9/handrail"], expected_revision=None)
    assert "connection: no answer" in str(refused.value)
    assert "secret-word" not in str(refused.value)


def test_serve_refuses_in_one_word_per_check_and_without_a_traceback(urls: Urls) -> None:
    environment = {**os.environ, **urls.environment(), "HANDRAIL_DATABASE_URL": urls.owner}
    ended = subprocess.run(
        [sys.executable, "-m", "handrail", "serve", "--port", "1"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "role owns no table" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "handrail_owner:" not in ended.stderr
