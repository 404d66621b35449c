"""Print the migration body of one slice's tables: `python scripts/render_migration.py participants`.

The output goes into `migrations/versions/NNNN_<slice>.py`; read it before you keep it.
"""

import sys

from alembic.autogenerate import render_python_code
from alembic.operations import ops
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from handrail.core.db import Base
from handrail.core.tenancy import WITHOUT_TENANT
from handrail.schema import import_models


def main(slice_name: str) -> None:
    import_models()
    prefix = f"handrail.{slice_name}."
    wanted = {
        mapper.local_table.name for mapper in Base.registry.mappers if f"{mapper.class_.__module__}.".startswith(prefix)
    }
    tables = [table for table in Base.metadata.sorted_tables if table.name in wanted]
    steps: list[ops.MigrateOperation] = []
    for table in tables:
        steps.append(ops.CreateTableOp.from_table(table))
        steps += [ops.CreateIndexOp.from_index(index) for index in sorted(table.indexes, key=lambda i: str(i.name))]
    print(render_python_code(ops.UpgradeOps(ops=steps)))
    for table in tables:
        for constraint in table.constraints:
            if isinstance(constraint, ExcludeConstraint):
                print(f"    # check: exclusion constraint {constraint.name} on {table.name} is in the output above")
    for table in tables:
        if table.name not in WITHOUT_TENANT:
            print(f'    isolate(op, "{table.name}")')


if __name__ == "__main__":
    main(sys.argv[1])
