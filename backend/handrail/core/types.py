"""Column types that SQLAlchemy does not know."""

from sqlalchemy.types import UserDefinedType


class TransactionId(UserDefinedType[int]):
    """`xid8`: the number of the transaction that wrote a row."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "xid8"
