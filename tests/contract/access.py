"""Who may call what, as checked in: `access.json` beside this file.

`python -m tests.contract.access` writes it anew. A change of it is a change of who may see or do something: it is
read like code.
"""

import json
from pathlib import Path
from typing import Any

from tests.contract.routes import guarded_routes, roles_of

from handrail.core.permissions import PERMISSIONS

TABLE = Path(__file__).with_name("access.json")
REGENERATE = "python -m tests.contract.access"


def access_table() -> dict[str, Any]:
    """Route → permission, its marks, and the roles with their scopes."""
    return {
        route.key: {
            "permission": route.permission,
            "health": PERMISSIONS[route.permission].health,
            "licensed": PERMISSIONS[route.permission].licensed,
            "roles": roles_of(route.permission),
        }
        for route in guarded_routes()
    }


def rendered(table: dict[str, Any]) -> str:
    """One line a route: a review sees which route changed."""
    lines = [f"  {json.dumps(key)}: {json.dumps(row)}" for key, row in sorted(table.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(rendered(access_table()))
