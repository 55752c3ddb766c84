"""What is done to accounts and roles; each act is written into the audit."""

from karamad.trust.accounts.actions.keys import (
    NameTaken,
    correct_user,
    create_user,
    link_for,
    set_password,
)
from karamad.trust.accounts.actions.roles import (
    NATION,
    AdministratorExists,
    Place,
    Refused,
    give,
    held,
    make_administrator,
    name_substitute,
    open_account,
    revoke,
)
from karamad.trust.accounts.actions.tokens import (
    issue_token,
    program_of,
    revoke_token,
)

__all__ = [
    "NATION",
    "AdministratorExists",
    "NameTaken",
    "Place",
    "Refused",
    "correct_user",
    "create_user",
    "give",
    "held",
    "issue_token",
    "link_for",
    "make_administrator",
    "name_substitute",
    "open_account",
    "program_of",
    "revoke",
    "revoke_token",
    "set_password",
]
