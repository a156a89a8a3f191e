"""资金的表."""

from luoqiao.apps.funds.models.arrangement import Arrangement
from luoqiao.apps.funds.models.bank import BankFile, BankRow
from luoqiao.apps.funds.models.batch import PaymentBatch, PaymentFile, PaymentLine
from luoqiao.apps.funds.models.budget import BudgetLine, BudgetOrder
from luoqiao.apps.funds.models.clawback import Clawback, Recovery
from luoqiao.apps.funds.models.counter import Counter
from luoqiao.apps.funds.models.interest import InterestMonth
from luoqiao.apps.funds.models.ledger import Account, Journal, Posting
from luoqiao.apps.funds.models.share import Share, UpstreamGrant

__all__ = [
    "Account", "Arrangement", "BankFile", "BankRow", "BudgetLine", "BudgetOrder", "Clawback", "Counter", "InterestMonth",
    "Journal", "PaymentBatch", "PaymentFile", "PaymentLine", "Posting", "Recovery", "Share", "UpstreamGrant",
]  # fmt: skip
