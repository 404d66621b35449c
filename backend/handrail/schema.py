"""Every table of every slice, for migrations, the drift check and the catalog tests."""

import importlib
import pkgutil

from sqlalchemy import MetaData

import handrail
from handrail.core.db import Base

TABLES_OF_CORE = ("audit", "events", "idempotency", "watched")
"""Modules of core that hold a table beside what works with it."""


def import_models() -> None:
    """Import every module that may hold tables, so that foreign keys resolve."""
    for module in pkgutil.walk_packages(handrail.__path__, "handrail."):
        parts = module.name.split(".")
        if "models" in parts or (parts[1] == "core" and parts[-1] in TABLES_OF_CORE):
            importlib.import_module(module.name)


def metadata() -> MetaData:
    """Return the whole schema."""
    import_models()
    return Base.metadata
