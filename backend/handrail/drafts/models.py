from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import AccountId, DraftId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant


class Draft(TenantScoped, Versioned, Base):
    """What somebody typed into a form and has not sent yet; theirs alone, so that nothing typed is ever lost."""

    __tablename__ = "drafts"
    __health__ = True
    __unlogged__ = frozenset({"content"})  # every keystroke of an unfinished thought is no history
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        UniqueConstraint("organization_id", "account_id", "form", "subject_id", name="uq_drafts_form"),
        CheckConstraint("pg_column_size(content) <= 131072", name="content"),
    )

    id: Mapped[DraftId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    form: Mapped[str]
    subject_id: Mapped[UUID]
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
