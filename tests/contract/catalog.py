"""What the database itself says about tenancy, read from its catalog."""

import asyncpg

from handrail.core.tenancy import APP, AUDITOR, MAINTENANCE, OWNER, WITHOUT_TENANT

_TABLES = """
    SELECT c.relname AS name, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced, r.rolname AS owner,
           (SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE i.indrelid = c.oid AND i.indisprimary) AS first_of_key,
           (SELECT a.attnotnull AND a.atttypid = 'uuid'::regtype FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'organization_id') AS names_tenant
    FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    ORDER BY c.relname
"""

# Unique indexes (also those of primary keys) and exclusion constraints, with the columns they compare for equality.
_UNIQUES = """
    SELECT t.relname AS table_name, x.relname AS name,
           ARRAY(
               SELECT a.attname FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
               JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
               WHERE c.contype IS DISTINCT FROM 'x'
                  OR (SELECT o.oprname FROM pg_operator o WHERE o.oid = c.conexclop[k.position]) = '='
           ) AS equal_columns
    FROM pg_index i
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_class x ON x.oid = i.indexrelid
    LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('x', 'u', 'p')
    WHERE t.relnamespace = 'public'::regnamespace AND (i.indisunique OR i.indisexclusion)
    ORDER BY 1, 2
"""

_FOREIGN_KEYS = """
    SELECT t.relname AS table_name, c.conname AS name, f.relname AS target, c.confdeltype::text AS on_delete,
           ARRAY(SELECT a.attname FROM unnest(c.conkey) WITH ORDINALITY k(n, p)
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.p) AS columns,
           ARRAY(SELECT a.attname FROM unnest(c.confkey) WITH ORDINALITY k(n, p)
                 JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.p) AS targets
    FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid
    JOIN pg_class f ON f.oid = c.confrelid
    WHERE c.contype = 'f' AND t.relnamespace = 'public'::regnamespace
    ORDER BY 1, 2
"""

_POLICIES = """
    SELECT tablename AS table_name, policyname AS name, roles::text[] AS roles, cmd, permissive,
           coalesce(qual, '') AS using_, coalesce(with_check, '') AS check_
    FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2
"""

_TRIGGERS = """
    SELECT t.relname AS table_name, g.tgname AS name FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
    WHERE NOT g.tgisinternal AND t.relnamespace = 'public'::regnamespace ORDER BY 1, 2
"""

_VIEWS = """
    SELECT relname AS name, relkind::text AS kind,
           coalesce('security_invoker=true' = ANY (reloptions), false) AS invoker
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm') ORDER BY 1
"""

_FUNCTIONS = """
    SELECT p.proname AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1
"""

_ROLES = """
    SELECT rolname AS name, rolsuper AS super, rolbypassrls AS bypasses, rolcreaterole AS makes_roles
    FROM pg_roles WHERE rolname = ANY ($1::text[]) ORDER BY 1
"""

_RIGHTS = """
    SELECT r AS role, t AS table_name, p AS right
    FROM unnest($1::text[]) r, unnest($2::text[]) t, unnest(ARRAY['SELECT', 'UPDATE', 'DELETE', 'TRUNCATE']) p
    WHERE has_table_privilege(r, t, p) ORDER BY 1, 2, 3
"""

_TENANT = "(organization_id = ( SELECT (current_setting('app.organization_id'::text))::uuid AS current_setting))"
_APPEND_ONLY = ("audit_entries", "audit_entry_participants", "audit_heads", "audit_seals", "changes")


async def violations(connection: asyncpg.Connection) -> list[str]:
    """Return every break of the rules of tenancy, in words that say what to mend."""
    tables = await connection.fetch(_TABLES)
    tenant = [row["name"] for row in tables if row["name"] not in WITHOUT_TENANT]
    assert len(tenant) > 30, "the catalog lost the tables"
    return [
        *_of_tables(tables),
        *await _of_uniques(connection, tenant),
        *await _of_foreign_keys(connection, tenant),
        *await _of_policies(connection, tenant),
        *await _of_code(connection, tenant),
        *await _of_rights(connection, tenant),
    ]


def _of_tables(tables: list[asyncpg.Record]) -> list[str]:
    found = []
    for row in tables:
        name = row["name"]
        if name in WITHOUT_TENANT:
            continue
        if not row["names_tenant"]:
            found.append(f"{name} belongs to no organization and is not in core.tenancy.WITHOUT_TENANT")
        if not (row["secured"] and row["forced"]):
            found.append(f"{name} has no forced row-level security: call isolate(op, '{name}') in its migration")
        if row["first_of_key"] != "organization_id":
            found.append(f"{name}: the primary key does not begin with organization_id")
        if row["owner"] != OWNER:
            found.append(f"{name} belongs to {row['owner']}, not to {OWNER}")
    return found


async def _of_uniques(connection: asyncpg.Connection, tenant: list[str]) -> list[str]:
    return [
        f"{row['table_name']}.{row['name']} compares across organizations: add organization_id (with = in an exclusion)"
        for row in await connection.fetch(_UNIQUES)
        if row["table_name"] in tenant and "organization_id" not in row["equal_columns"]
    ]


async def _of_foreign_keys(connection: asyncpg.Connection, tenant: list[str]) -> list[str]:
    found = []
    for row in await connection.fetch(_FOREIGN_KEYS):
        if row["table_name"] not in tenant:
            continue
        if ("organization_id", "organization_id") not in zip(row["columns"], row["targets"], strict=True):
            found.append(f"{row['table_name']}.{row['name']} can reach another organization: use same_tenant(...)")
        if row["on_delete"] in ("n", "d"):
            found.append(f"{row['table_name']}.{row['name']} writes on delete: Citus refuses that")
    return found


async def _of_policies(connection: asyncpg.Connection, tenant: list[str]) -> list[str]:
    found: list[str] = []
    policies = await connection.fetch(_POLICIES)
    for name in tenant:
        own = {row["name"]: row for row in policies if row["table_name"] == name}
        rule = own.get("tenant")
        if rule is None or rule["roles"] != [APP] or {rule["using_"], rule["check_"]} != {_TENANT}:
            found.append(f"{name} has no policy `tenant` for {APP}: call isolate(op, '{name}') in its migration")
        if "maintenance" not in own or own["maintenance"]["roles"] != [MAINTENANCE]:
            found.append(f"{name} has no policy `maintenance` for {MAINTENANCE}")
        for row in own.values():
            text = f"{row['using_']} {row['check_']}"
            if "FROM" in text:
                found.append(f"{name}: policy {row['name']} asks another table")
            if row["name"] not in ("tenant", "maintenance") and (APP in row["roles"] or "public" in row["roles"]):
                found.append(f"{name}: policy {row['name']} opens the table to {row['roles']} beyond the tenant")
    return found


async def _of_code(connection: asyncpg.Connection, tenant: list[str]) -> list[str]:
    found = [
        f"{row['table_name']} has a trigger {row['name']}: Citus refuses triggers on distributed tables"
        for row in await connection.fetch(_TRIGGERS)
        if row["table_name"] in tenant
    ]
    for row in await connection.fetch(_VIEWS):
        if row["kind"] == "m":
            found.append(f"{row['name']} is a materialized view: it would hold rows without their policy")
        elif not row["invoker"]:
            found.append(f"{row['name']} is a view without security_invoker: it reads with its owner's rights")
    found += [
        f"{row['name']} is a SECURITY DEFINER function: it reads with its owner's rights"
        for row in await connection.fetch(_FUNCTIONS)
    ]
    return found


async def _of_rights(connection: asyncpg.Connection, tenant: list[str]) -> list[str]:
    found = [
        f"{row['name']} is a superuser, makes roles or bypasses row-level security"
        for row in await connection.fetch(_ROLES, [OWNER, APP, AUDITOR, MAINTENANCE])
        if row["super"] or row["bypasses"] or row["makes_roles"]
    ]
    for row in await connection.fetch(_RIGHTS, [APP, AUDITOR], tenant):
        role, table, right = row["role"], row["table_name"], row["right"]
        if role == AUDITOR:
            found.append(f"{role} may {right} {table}: it only appends audit entries")
        elif right == "TRUNCATE":
            found.append(f"{role} may TRUNCATE {table}, which no policy would hold back")
        elif table in _APPEND_ONLY and right != "SELECT":
            found.append(f"{role} may {right} {table}, which is only ever appended to")
    return found
