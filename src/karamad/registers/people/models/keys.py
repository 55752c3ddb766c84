"""A list of keys as one value: more than a database takes one by one."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Lookup


class Among(Lookup[list[int]]):
    """`Among(F("pk"), keys)`: as `pk__in=keys`, for tens of thousands."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        key, values = self.process_lhs(compiler, connection)
        if connection.vendor == "sqlite":
            condition = "{} IN (SELECT value FROM json_each(%s))"
            return condition.format(key), (*values, json.dumps(self.rhs))
        return f"{key} = ANY(%s)", (*values, self.rhs)
