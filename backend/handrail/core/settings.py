"""Settings, read from the environment once, when an app is made."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an operator may set, as `HANDRAIL_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="HANDRAIL_", frozen=True)

    database_url: SecretStr | None = Field(None, description="The serving role's database; unset: embedded PostgreSQL.")
    owner_database_url: SecretStr | None = Field(None, description="The schema owner's, for `handrail migrate`.")
    auditor_database_url: SecretStr | None = Field(None, description="The role that only appends audit entries.")
    maintenance_database_url: SecretStr | None = Field(
        None, description="Backfills, jobs across organizations, sealing."
    )
    keyring: SecretStr | None = Field(
        None,
        description="Keys that seal stored files and authenticator apps, as `id:key id:key`, the current one first;"
        " embedded: made by itself.",
    )
    data_dir: Path | None = Field(None, description="Where the embedded database lives; unset: the platform's place.")

    audit_sink: str | None = Field(
        None, description="Where heads of the audit chains are told: a file or folder elsewhere, or an https address."
    )
    audit_sink_token: SecretStr | None = Field(None, description="Bearer token for a sink that is an address.")
    audit_seal_seconds: float = Field(2, ge=0.1, le=60, description="Pause between two looks for entries to seal.")
    audit_anchor_seconds: float = Field(
        60,
        ge=1,
        le=3600,
        description="A head is told at most this often; what is sealed in between is told with the next.",
    )
    backup_dir: Path | None = Field(
        None, description="Where the embedded database archives its log and `handrail backup` puts backups."
    )
    downtime_directory: Path | None = Field(
        None, description="Folder for each night's rosters on paper; closed to others; unset: none are made."
    )
    downtime_language: Literal["en", "es"] = Field("en", description="Language of those rosters.")
    archive_timeout_s: int = Field(
        60, ge=5, le=3600, description="Seconds after which a file of the log is archived though it is not full."
    )

    web_origins: list[str] = Field(default_factory=list, description="Origins of separately deployed web apps (CORS).")
    public_url: str = Field("http://127.0.0.1:8000", description="Where people reach the API; used in enrolment links.")
    metrics_token: SecretStr | None = Field(None, description="Bearer token of /metrics; unset: loopback only.")

    hot_pool_size: int = Field(
        8,
        ge=1,
        le=200,
        description="Connections of one API process for hot reads; four times as many requests at once read.",
    )
    pool_size: int = Field(
        6,
        ge=1,
        le=200,
        description="Connections of one process for everything else; twice as many at once change something.",
    )
    statement_timeout_s: float = Field(2.2, gt=0, le=60, description="Longest statement, in seconds.")
    request_timeout_s: float = Field(2.8, gt=0, le=120, description="Longest request, in seconds; then 503.")
    body_limit_bytes: int = Field(
        1_000_000, ge=1_000, le=30_000_000, description="Largest body of a request; above: 413."
    )
    header_timeout_s: float = Field(10, gt=0, le=60, description="Patience with a request's headers, in seconds.")
    body_timeout_s: float = Field(10, gt=0, le=60, description="Patience with a request's body, in seconds.")
    drain_delay_s: float = Field(
        0, ge=0, le=300, description="Seconds /readyz says 503 before a stop takes no more requests (load balancers)."
    )
    job_grace_s: float = Field(20, ge=0, le=600, description="Seconds a job may take to end when the worker stops.")

    session_idle_minutes: int = Field(60, ge=1, le=60, description="A sign-in ends after so long without use.")
    session_hours: int = Field(12, ge=1, le=24, description="A sign-in ends after so long in any case.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("audit_sink")
    @classmethod
    def _sink_is_safe(cls, sink: str | None) -> str | None:
        if sink is None or Path(sink).is_absolute():
            return sink
        parts = urlsplit(sink)
        if parts.scheme == "https" and parts.hostname:
            return sink
        if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"):
            return sink
        raise ValueError("give an absolute path or an https:// address")
