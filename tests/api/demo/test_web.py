"""The static files of the demo are served as any web server would have to."""

from pathlib import Path

import httpx
import pytest

from handrail.demo.processes import free_port
from handrail.demo.web import web_app

API = "http://127.0.0.1:8000"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    root = tmp_path / "dist"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<!doctype html><title>Handrail</title>")
    (root / "participant").mkdir()
    (root / "participant" / "index.html").write_text("<!doctype html><title>Handrail for participants</title>")
    (root / "config.json").write_text('{"apiBaseUrl": "built-in"}')
    (root / "assets" / "index-abc.js").write_text("export {}")
    (tmp_path / "secret").write_text("secret")
    return root


async def ask(files: Path, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(files, API)), base_url="http://web") as client:
        return await client.get(path)


async def test_configuration_names_the_running_api(files: Path) -> None:
    answer = await ask(files, "/config.json")
    assert answer.json() == {"apiBaseUrl": API}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Handrail"),
        ("/week", "Handrail"),
        ("/sessions/1/roster", "Handrail"),
        ("/measures", "Handrail"),
        ("/me/", "Handrail for participants"),
        ("/me", "Handrail for participants"),
    ],
)
async def test_paths_of_an_app_answer_with_its_page(files: Path, path: str, title: str) -> None:
    answer = await ask(files, path)
    assert answer.status_code == httpx.codes.OK
    assert answer.text.endswith(f"<title>{title}</title>")
    assert answer.headers["cache-control"] == "no-cache"


async def test_assets_are_kept_for_ever_and_a_missing_one_is_missing(files: Path) -> None:
    assert "immutable" in (await ask(files, "/assets/index-abc.js")).headers["cache-control"]
    assert (await ask(files, "/assets/index-old.js")).status_code == httpx.codes.NOT_FOUND


async def test_large_files_travel_packed(files: Path) -> None:
    code = "export const rail = 1;" * 1000
    (files / "assets" / "large-abc.js").write_text(code)
    answer = await ask(files, "/assets/large-abc.js")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == code
    assert "content-encoding" not in (await ask(files, "/assets/index-abc.js")).headers


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret", "/..%2fsecret"])
async def test_nothing_outside_the_folder_is_served(files: Path, path: str) -> None:
    assert "secret" not in (await ask(files, path)).text


async def test_no_script_but_our_own_runs_and_no_server_but_the_api_is_called(files: Path) -> None:
    policy = (await ask(files, "/")).headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert f"connect-src 'self' {API};" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_taken_port_is_passed_over() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        first = taken.getsockname()[1]
        assert free_port(first) > first
