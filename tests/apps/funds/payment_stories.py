"""拨付的故事: firms with accounts, shares that are owed, a batch by three persons, what the bank answers, each in one line."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

from luoqiao.adapters.delimited.reading import read_delimited
from luoqiao.adapters.object_store.hashing import read_digests
from luoqiao.apps.funds.models import PaymentBatch, PaymentLine, Share
from luoqiao.apps.funds.services import approving, batches, results
from luoqiao.apps.funds.services.following import Standing
from luoqiao.apps.parties.models import BankAccount
from luoqiao.apps.parties.services import ProposedAccount, confirm_account, propose_account
from luoqiao.core.funds.batch import LineState
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from tests.apps.cases.stories import AGENT, AT, MINE, OFFICER, OTHER_AGENT, OTHERS, register_firm
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, PACK, SECOND_FINANCE, YEAR, bring, share_of

THIRD_FINANCE = Actor(74, "温思远", (Post(Role.FINANCE_OFFICER, "finance"),))
FIRMS = ((MINE, "泉州示例机械有限公司", AGENT), (OTHERS, "泉州另例机械有限公司", OTHER_AGENT))
ON = AT.date()


def registered() -> None:
    """The two firms, each with an account that has been usable for a month."""
    for uscc, name, agent in FIRMS:
        register_firm(uscc, name)
        an_account(uscc, name, agent)


def an_account(uscc: str = MINE, holder: str = FIRMS[0][1], agent: Actor = AGENT, number: str = "", at: datetime = AT) -> int:
    """Another account of a firm, confirmed by a second person; usable from a month before that day."""
    wanted = ProposedAccount("中国建设银行", holder, number or f"35050166{uscc[-8:-2]}0001".replace("G", "7"))
    made = propose_account(uscc, wanted, key=uuid4(), actor=agent, at=at)
    usable = at.date() - timedelta(days=30)
    confirm_account(made.id, actor=OFFICER, at=at, on=usable - timedelta(days=5), usable_from=usable)
    return made.id


def owed(number: str = "LQ-2023-0001", fen: int = 1000, *, minutes: int = 0) -> int:
    """A share that may be paid."""
    bring(Standing.DECIDED, number, minutes=minutes, district=fen)
    bring(Standing.GRANTED, number, minutes=minutes, district=fen)
    share = share_of(number)
    assert share.state == "payable"
    return share.pk


def a_batch(*shares: int, actor: Actor = FINANCE) -> str:
    """A batch of these shares, of all there are when none is named; credit looked up."""
    chosen = batches.Chosen(PACK, YEAR, shares=shares or None)
    number = batches.prepare_batch(chosen, actor=actor, at=AT, key=uuid4())
    batches.record_credit(number, source="信用中国", on=ON, found={}, actor=actor, at=AT)
    return number


def seen(number: str) -> approving.Seen:
    """What the page shows."""
    lines = PaymentLine.objects.filter(batch__number=number, state=LineState.LISTED.value)
    amounts = list(lines.values_list("amount", flat=True))
    return approving.Seen(len(amounts), sum(amounts))


def nothing_against(cases: object) -> dict[str, str]:
    """No case has an objection."""
    return {}


def checked(number: str, actor: Actor = SECOND_FINANCE) -> str:
    approving.approve_first(number, seen=seen(number), cases=nothing_against, actor=actor, at=AT)
    return number


def sent(number: str, actor: Actor = FINANCE_HEAD) -> str:
    """Approved by two others; on its way to the bank."""
    checked(number)
    approving.approve_second(
        number, seen=seen(number), cases=nothing_against, write=write_payment_file, actor=actor, at=AT
    )
    assert PaymentBatch.objects.get(number=number).state == "sent"
    return number


def a_row(reference: str, fen: int, *, paid: bool = True, on: date = ON, voucher: str = "PZ-1", reason: str = "") -> str:
    """One line of the bank's file."""
    return f"{reference},{fen / 100:.2f},{'交易成功' if paid else '退汇'},{on},{voucher},{reason}"


def answered(*rows: str, actor: Actor = FINANCE, apply: bool = True) -> int:
    """The bank's file with these lines, taken in and applied."""
    head = "流水号,金额,交易状态,交易日期,凭证号,退汇原因"
    content = "\r\n".join((head, *rows)).encode("utf-8-sig")
    digests = read_digests(BytesIO(content))
    received = results.ReceivedResults(PACK, "回执.csv", content, digests.sha256, digests.sm3, read_delimited(content))
    file = results.receive_results(received, actor=actor, at=AT)
    if apply:
        results.apply_results(file, actor=actor, at=AT)
    return file


def reference_of(share: int) -> str:
    """The reference under which a share was last listed."""
    return str(PaymentLine.objects.filter(share=share).order_by("-pk").values_list("reference", flat=True)[0])


def state_of(share: int) -> str:
    return Share.objects.get(pk=share).state


def account_of(uscc: str = MINE) -> BankAccount:
    return BankAccount.objects.filter(enterprise__uscc=uscc).latest("pk")
