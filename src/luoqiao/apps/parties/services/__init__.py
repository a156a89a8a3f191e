"""名录的动词: everything that changes the register; each checks duty and state and is one transaction with its audit."""

from luoqiao.apps.parties.services.accounts import (
    ProposedAccount,
    confirm_account,
    propose_account,
    refuse_account,
    withdraw_account,
)
from luoqiao.apps.parties.services.lists import Recorded, record_standings, record_titles
from luoqiao.apps.parties.services.organisation import (
    change_holder,
    link_named,
    link_project,
    load_organisation,
    unlink_named,
)
from luoqiao.apps.parties.services.register import Correction, correct_enterprise, register_enterprise

__all__ = (
    "Correction", "ProposedAccount", "Recorded", "change_holder", "confirm_account", "correct_enterprise", "link_named",
    "link_project", "load_organisation", "propose_account", "record_standings", "record_titles", "refuse_account",
    "register_enterprise", "unlink_named", "withdraw_account",
)  # fmt: skip
