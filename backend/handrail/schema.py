"""Every table of every slice, for migrations, the drift check and the catalog tests."""

import importlib
import pkgutil

from sqlalchemy import MetaData

import handrail
from handrail.core.db import Base


def import_models() -> None:
    """Import every module that may hold tables, so that foreign keys resolve."""
    for module in pkgutil.walk_packages(handrail.__path__, "handrail."):
        parts = module.name.split(".")
        if "models" in parts:
            importlib.import_module(module.name)


def metadata() -> MetaData:
    """Return the whole schema."""
    import_models()
    return Base.metadata
