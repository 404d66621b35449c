"""What ships is known: no secret in git, no licence that binds, known weaknesses asked for, a list of components."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.audit import read_npm_audit, read_pip_audit, shipped_places
from scripts.licences import LicenceError, document, refuse
from tests.deploy.container import REPOSITORY

# Put together here, so that this file itself holds none.
PLANTED = {
    "a private key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "an AWS key": "key = AKIA" + "Z7Q2M4X8P1W5T9R3",
    "a password in a URL": "url = 'postgresql://admin:" + "hunter2hunter@db.example.org/x'",
    "a random token": "token = '" + "c3VwZXItc2VjcmV0LXRva2" + "VuLWZvci10ZXN0cy0xMjM0NTY3ODkw" + "'",
}


def scan(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, REPOSITORY / "scripts/find_secrets.py", folder],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_planted_secrets_are_found_and_not_repeated(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True, timeout=60)
    for number, line in enumerate(PLANTED.values()):
        (tmp_path / f"planted{number}.py").write_text(f"# a line\n\n{line}\n")
    (tmp_path / "meant.py").write_text(f"{PLANTED['a random token']}  # pragma: allowlist secret\n")
    (tmp_path / "clean.py").write_text("name = 'Riverside Recovery of the long name'\n")
    found = scan(tmp_path)
    assert found.returncode == 1
    assert sorted({line.split(":")[0] for line in found.stdout.splitlines()}) == [
        str(tmp_path / f"planted{number}.py") for number in range(len(PLANTED))
    ]
    assert ":3: " in found.stdout
    assert "hunter2" not in found.stdout + found.stderr


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "AGPL-3.0", "GNU General Public License v3", "SSPL-1.0", ""])
def test_a_licence_that_binds_or_is_not_known_is_refused(licence: str) -> None:
    with pytest.raises(LicenceError, match=r"^thing "):
        refuse("thing", licence)


@pytest.mark.parametrize("licence", ["MIT", "LGPL-3.0-only", "GPL-2.0 OR MIT", "(MIT OR CC0-1.0)", "MPL-2.0"])
def test_a_licence_that_leaves_the_choice_is_taken(licence: str) -> None:
    refuse("thing", licence)


def test_the_list_of_licences_is_current() -> None:
    assert (REPOSITORY / "docs/licences.md").read_text() == document(), "run make licences"


def test_a_weakness_fails_and_an_unreached_service_is_said() -> None:
    skipped = {"name": "rich", "skip_reason": "Dependency not found on PyPI and could not be audited: rich (15.0.0)"}
    weak = {"name": "idna", "version": "3.6", "vulns": [{"id": "PYSEC-2024-60", "fix_versions": ["3.7"]}]}
    sound = {"name": "click", "version": "8.3.0", "vulns": []}
    asked = read_pip_audit(json.dumps({"dependencies": [weak, sound], "fixes": []}))
    assert asked.line == ("API and worker: 1 known weaknesses: idna 3.6 PYSEC-2024-60 (mended by 3.7)")
    assert read_pip_audit(json.dumps({"dependencies": [sound]})).line == "API and worker: 1 packages, no known weakness"
    partly = read_pip_audit(json.dumps({"dependencies": [sound, skipped]}))
    assert "NOT AUDITED: the advisory service answered for 1 of 2" in partly.line
    for nothing in ("", "<html>", "[]", "{}", '{"message": "audit endpoint returned an error"}'):
        assert read_pip_audit(nothing).unreached
        assert read_npm_audit(nothing, set()).unreached


def test_npm_s_report_is_read_as_far_as_it_ships() -> None:
    shipped = shipped_places()
    assert "node_modules/react" in shipped
    assert "node_modules/vitest" not in shipped

    def weak(name: str, title: str) -> dict[str, object]:
        return {"via": [{"source": 1096727, "title": title}], "nodes": [f"node_modules/{name}"]}

    user = {"via": ["react"], "nodes": ["node_modules/react-dom"]}
    found = {
        "react": weak("react", "Prototype pollution"),
        "vitest": weak("vitest", "Of tools only"),
        "react-dom": user,
    }
    assert read_npm_audit(json.dumps({"vulnerabilities": found}), shipped).weaknesses == ["react: Prototype pollution"]
    sound = read_npm_audit(json.dumps({"vulnerabilities": {}}), shipped)
    assert sound.line == f"Web app: {len(shipped)} packages, no known weakness"


def test_the_list_of_components_is_what_the_lock_names(tmp_path: Path) -> None:
    """CycloneDX's own schema is asked by the script."""
    command = [sys.executable, REPOSITORY / "scripts/sbom.py", tmp_path]
    made = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert made.returncode == 0, made.stderr
    listed = json.loads((tmp_path / "sbom-api.json").read_text())["components"]
    lock = (REPOSITORY / "requirements.lock").read_text().splitlines()
    named = sorted(line.split(" ")[0].split("==")[0] for line in lock if "==" in line and line[0].isalpha())
    assert sorted(component["name"] for component in listed) == named
    assert all(component["hashes"] for component in listed)
    web = json.loads((tmp_path / "sbom-web.json").read_text())["components"]
    assert {f"node_modules/{component['name']}" for component in web} == shipped_places()
