"""Settings, read from the environment once, when an app is made."""

from pathlib import Path

from pydantic import Field, SecretStr
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
    data_dir: Path | None = Field(None, description="Where the embedded database lives; unset: the platform's place.")

    backup_dir: Path | None = Field(
        None, description="Where the embedded database archives its log and `handrail backup` puts backups."
    )
    archive_timeout_s: int = Field(
        60, ge=5, le=3600, description="Seconds after which a file of the log is archived though it is not full."
    )

    web_origins: list[str] = Field(default_factory=list, description="Origins of separately deployed web apps (CORS).")
    public_url: str = Field("http://127.0.0.1:8000", description="Where people reach the API; used in enrolment links.")
    metrics_token: SecretStr | None = Field(None, description="Bearer token of /metrics; unset: loopback only.")

    hot_pool_size: int = Field(8, ge=1, le=200)
    pool_size: int = Field(6, ge=1, le=200)
    statement_timeout_s: float = Field(2.2, gt=0, le=60)
    request_timeout_s: float = Field(2.8, gt=0, le=120)
    body_limit_bytes: int = Field(1_000_000, ge=1_000, le=30_000_000)
    header_timeout_s: float = Field(10, gt=0, le=60)
    body_timeout_s: float = Field(10, gt=0, le=60)
    drain_delay_s: float = Field(
        0, ge=0, le=300, description="Seconds /readyz says 503 before a stop takes no more requests (load balancers)."
    )
    job_grace_s: float = Field(20, ge=0, le=600, description="Seconds a job may take to end when the worker stops.")

    session_idle_minutes: int = Field(60, ge=1, le=60)
    session_hours: int = Field(12, ge=1, le=24)
    log_level: str = "INFO"
