"""What is done with files: received, matched, tried, loaded, stopped, taken back.

The pages and the API go `receive` → `columns_of` → `give_mapping` → `request_check` →
`request_run`; the last two hand over to the worker (`tasks`), which calls `check` and
`run`. The command line calls `load_files`.
"""

from karamad.registers.exchange.actions.files import (
    Order,
    Outcome,
    Progress,
    load_files,
    scope_of,
)
from karamad.registers.exchange.actions.receiving import (
    NotNow,
    columns_of,
    give_mapping,
    receive,
    remove,
)
from karamad.registers.exchange.actions.taking_back import (
    Decided,
    TakenBack,
    ask_before_taking_back,
    is_decided,
    rows_on_record,
    take_back,
)
from karamad.registers.exchange.actions.working import (
    ask_to_stop,
    check,
    request_check,
    request_run,
    run,
)

__all__ = [
    "Decided",
    "NotNow",
    "Order",
    "Outcome",
    "Progress",
    "TakenBack",
    "ask_before_taking_back",
    "ask_to_stop",
    "check",
    "columns_of",
    "give_mapping",
    "is_decided",
    "load_files",
    "receive",
    "remove",
    "request_check",
    "request_run",
    "rows_on_record",
    "run",
    "scope_of",
    "take_back",
]
