"""消息一侧的拒绝: messages and deliveries that are not there or cannot be acted on."""

from __future__ import annotations

from luoqiao.core.kernel.errors import DomainError


class UnknownMessage(DomainError):
    """没有这条消息: not there, or told to somebody else; both are answered alike."""

    code = "LQ-5711"

    def __init__(self) -> None:
        super().__init__("没有这条消息，或者它不是发给您的")


class UnknownDelivery(DomainError):
    """没有这一件送达."""

    code = "LQ-5712"

    def __init__(self) -> None:
        super().__init__("没有这一件送达")


class NotGivenUp(DomainError):
    """还在送: only what was given up can be sent again."""

    code = "LQ-5713"

    def __init__(self) -> None:
        super().__init__("这一件还没有停止，会自动再试；已送达的不能再发")


class UnknownEndpoint(DomainError):
    """没有这个推送地址，或已停用."""

    code = "LQ-5714"

    def __init__(self) -> None:
        super().__init__("没有这个推送地址，或已停用")


class EndpointTaken(DomainError):
    """这个地址已经在用: the same address is not told twice."""

    code = "LQ-5715"

    def __init__(self) -> None:
        super().__init__("这个地址已经在推送了；要改种类，请先停用再加")


class BadEndpointName(DomainError):
    """推送地址的名称不能用."""

    code = "LQ-5716"

    def __init__(self, most: int) -> None:
        super().__init__(f"请写名称，最多 {most} 个字，说明这是谁的系统", details={"most": most})
