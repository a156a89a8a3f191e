"""名录的动词: everything that changes the register; each checks duty and state and is one transaction with its audit."""

from luoqiao.apps.parties.services.accounts import (
    ProposedAccount,
    confirm_account,
    propose_account,
    refuse_account,
    withdraw_account,
)
from luoqiao.apps.parties.services.contacts import (
    ContactFields,
    end_contact,
    keep_contact,
    unmask_account,
    unmask_contact,
)
from luoqiao.apps.parties.services.holdings import keep_holding, retire_holding
from luoqiao.apps.parties.services.importing import (
    ReceivedFile,
    cancel_import,
    confirm_import,
    fail_import,
    preview_import,
    start_import,
    write_import,
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
    "ContactFields", "Correction", "ProposedAccount", "ReceivedFile", "Recorded", "cancel_import", "change_holder",
    "confirm_account", "confirm_import", "correct_enterprise", "end_contact", "fail_import", "keep_contact",
    "keep_holding", "link_named", "link_project", "load_organisation", "preview_import", "propose_account",
    "record_standings", "record_titles", "refuse_account", "register_enterprise", "retire_holding", "start_import",
    "unlink_named", "unmask_account", "unmask_contact", "withdraw_account", "write_import",
)  # fmt: skip
