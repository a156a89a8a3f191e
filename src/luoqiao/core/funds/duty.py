"""资金的职责: who may do what with money, as the programme says (`funds.toml`); two persons for everything that moves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from luoqiao.core.funds.payment_layout import PaymentLayout, ResultsLayout
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Post, Role


class FundsDeed(StrEnum):
    """资金上的事."""

    OPEN_LINE = "open_line"
    PROPOSE_ORDER = "propose_order"
    CONFIRM_ORDER = "confirm_order"
    ENTER_UPSTREAM = "enter_upstream"
    CONFIRM_UPSTREAM = "confirm_upstream"
    PROPOSE_ARRANGEMENT = "propose_arrangement"
    CONFIRM_ARRANGEMENT = "confirm_arrangement"
    PREPARE_BATCH = "prepare_batch"
    APPROVE_FIRST = "approve_first"
    APPROVE_SECOND = "approve_second"
    WORK_RESULTS = "work_results"
    PROPOSE_CLAWBACK = "propose_clawback"
    CONFIRM_CLAWBACK = "confirm_clawback"
    RECORD_RECOVERY = "record_recovery"
    RECORD_INTEREST = "record_interest"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    FundsDeed.OPEN_LINE: "设立预算项", FundsDeed.PROPOSE_ORDER: "拟办指标文", FundsDeed.CONFIRM_ORDER: "确认指标文",
    FundsDeed.ENTER_UPSTREAM: "登记上级兑现", FundsDeed.CONFIRM_UPSTREAM: "复核上级兑现",
    FundsDeed.PROPOSE_ARRANGEMENT: "拟定预算安排", FundsDeed.CONFIRM_ARRANGEMENT: "确认预算安排",
    FundsDeed.PREPARE_BATCH: "编制拨付批次", FundsDeed.APPROVE_FIRST: "复核拨付批次", FundsDeed.APPROVE_SECOND: "签批拨付批次",
    FundsDeed.WORK_RESULTS: "导入银行回执和对账", FundsDeed.PROPOSE_CLAWBACK: "拟办追回", FundsDeed.CONFIRM_CLAWBACK: "决定追回",
    FundsDeed.RECORD_RECOVERY: "登记追回到账", FundsDeed.RECORD_INTEREST: "登记银行贴息",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FundsSeat:
    """席位: a role in a place; an empty place is any place."""

    role: Role
    place: str = ""

    def fits(self, post: Post) -> bool:
        """Whether a post is this seat."""
        return post.role is self.role and self.place in ("", post.place)


_ANY_FINANCE = (FundsSeat(Role.FINANCE_OFFICER),)


@dataclass(frozen=True, slots=True)
class FundsPlan:
    """资金由谁办: by deed the seats; a deed that is not named is done by the finance bureau's officers.

    `recorded_payees`: what is due to these payees of a rule (收款) goes through them and is recorded here, not paid. `layouts`
    are the files a batch is paid with, `results` what the bank answers look like; None when the programme says nothing.
    """

    seats: Mapping[FundsDeed, tuple[FundsSeat, ...]] = field(default_factory=dict)
    recorded_payees: frozenset[str] = frozenset()
    layouts: tuple[PaymentLayout, ...] = ()
    results: ResultsLayout | None = None

    def seats_of(self, deed: FundsDeed) -> tuple[FundsSeat, ...]:
        """Who does it."""
        return self.seats.get(deed, _ANY_FINANCE)


class NotYourFunds(DomainError):
    """不归这个岗位办."""

    code = "LQ-6104"

    def __init__(self, deed: FundsDeed, seats: Iterable[FundsSeat]) -> None:
        who = "、".join(dict.fromkeys(seat.role.label for seat in seats))
        super().__init__(f"{deed.label}不归您的岗位办；由{who}办，没有改动", details={"deed": deed.value})


class SamePerson(DomainError):
    """同一个人不能既拟又批."""

    code = "LQ-6105"

    def __init__(self, deed: FundsDeed, name: str) -> None:
        super().__init__(f"{deed.label}要换一个人：{name}已经办过前面一步（含代办）；没有改动", details={"deed": deed.value})


def find_duty(plan: FundsPlan, deed: FundsDeed, actor: Actor) -> Post | None:
    """The post in which this person may do it: one's own before a delegated one; None when there is none."""
    seats = plan.seats_of(deed)
    held = [post for post in actor.posts if any(seat.fits(post) for seat in seats)]
    return min(held, key=lambda post: post.for_user, default=None)


def get_duty(plan: FundsPlan, deed: FundsDeed, actor: Actor) -> Post:
    """The post in which this person may do it; refuses with who does it (NotYourFunds)."""
    post = find_duty(plan, deed, actor)
    if post is None:
        raise NotYourFunds(deed, plan.seats_of(deed))
    return post


def check_other_person(deed: FundsDeed, actor: Actor, before: Iterable[int]) -> None:
    """四眼: nobody who did an earlier step, in person or for somebody, does this one (SamePerson)."""
    if (set(actor.persons()) & set(before)) - {0}:
        raise SamePerson(deed, actor.name)
