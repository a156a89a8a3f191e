"""案件上的拒绝: why somebody may not do something to a case now; each tells what holds instead."""

from __future__ import annotations

from luoqiao.core.kernel.errors import DomainError


class NoSuchCase(DomainError):
    """没有这个案件: not there, or not to be seen by this person; both are answered alike."""

    code = "LQ-5501"

    def __init__(self, number: str) -> None:
        super().__init__(f"没有案件 {number[:40]}，或者它不归您看")


class CaseMovedOn(DomainError):
    """案件刚才已经办过: somebody was quicker; what was typed is kept on the page."""

    code = "LQ-5502"

    def __init__(self, by: str = "") -> None:
        who = f"{by}刚才已经办理" if by else "案件刚才已经变动"
        super().__init__(f"{who}，这一次没有算数；请看最新状态再决定")


class DraftMovedOn(DomainError):
    """表单刚才被别人改过: a colleague saved it since it was opened; what was typed is kept on the page."""

    code = "LQ-5565"

    def __init__(self, by: str) -> None:
        super().__init__(f"{by}刚才也改过这份表，您这一次没有存")


class NotAtThisStep(DomainError):
    """现在不是这一步: the deed does not belong to the present step."""

    code = "LQ-5503"

    def __init__(self, deed: str, now: str) -> None:
        super().__init__(f"案件现在是“{now}”，不能{deed}")


class NotYourDuty(DomainError):
    """不归您办: the desk of this step is somebody else's."""

    code = "LQ-5504"

    def __init__(self, whose: str) -> None:
        super().__init__(f"这一步归{whose}办理")


class FourEyes(DomainError):
    """两人办理: who prepared may not approve."""

    code = "LQ-5505"

    def __init__(self, name: str, earlier: str) -> None:
        super().__init__(f"{name}已经办过“{earlier}”，同一个人不能既经办又复核；请换一位同事")


class AmountAboveCeiling(DomainError):
    """金额只能降，不能加."""

    code = "LQ-5506"

    def __init__(self, tier: str, asked: str, most: str) -> None:
        super().__init__(f"{tier}写了 {asked}，超过按规则测算的 {most}；核定金额只能降，不能加")


class ReasonMissing(DomainError):
    """要写理由."""

    code = "LQ-5507"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}要写明理由")


class NothingToCorrect(DomainError):
    """补正要一次性列全: at least one item, each with a reason."""

    code = "LQ-5508"

    def __init__(self) -> None:
        super().__init__("告知补正要列出哪一项、为什么，一次说全；现在一项也没有列")


class NotForThisClause(DomainError):
    """这一条不能这样办."""

    code = "LQ-5509"

    def __init__(self, title: str, manner: str) -> None:
        super().__init__(f"“{title}”是“{manner}”，不用申报")


class KeyUsedForAnother(DomainError):
    """提交标记已用在另一件事上."""

    code = "LQ-5510"

    def __init__(self) -> None:
        super().__init__("这个表单已经提交过别的内容；请刷新页面再办")


class AlreadyClaimed(DomainError):
    """已有一件同样的申报: the same enterprise, clause, year and subject."""

    code = "LQ-5511"

    def __init__(self, number: str) -> None:
        super().__init__(f"同一事项已有案件 {number}；请在那一件里办理")
        self.number = number


class NotAColleague(DomainError):
    """不能送给这个人: not at the desk that comes next, or kept apart by four eyes."""

    code = "LQ-5514"

    def __init__(self, step: str) -> None:
        super().__init__(f"所选的人现在不能办“{step}”；请另选一位，或者不指定")
