"""Settings may be files of a folder, which Docker and systemd mount for one service only."""

from pathlib import Path

import pytest

from handrail.boot import BootError
from handrail.command import settings_of


@pytest.mark.parametrize("variable", ["HANDRAIL_SECRETS_DIR", "CREDENTIALS_DIRECTORY"])
def test_a_file_stands_for_the_setting_of_its_name(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "handrail_metrics_token").write_text("from a file\n")
    (tmp_path / "database_authority").write_text("a certificate beside it")
    monkeypatch.setenv(variable, str(tmp_path))
    token = settings_of(None).metrics_token
    assert token is not None
    assert token.get_secret_value() == "from a file"


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "handrail_log_level").write_text("ERROR")
    monkeypatch.setenv("HANDRAIL_SECRETS_DIR", str(tmp_path))
    assert settings_of(None).log_level == "ERROR"
    monkeypatch.setenv("HANDRAIL_LOG_LEVEL", "DEBUG")
    assert settings_of(None).log_level == "DEBUG"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDRAIL_SECRETS_DIR", str(tmp_path / "gone"))
    with pytest.raises(BootError, match=r"There is no folder .*gone"):
        settings_of(None)
