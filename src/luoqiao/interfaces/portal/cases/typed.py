"""填过的: what was sent and refused, so that it stands in the form again, with what is wrong beside the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict

from luoqiao.core.cases.refusals import ReasonMissing
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.interfaces.portal.parts import Trouble

KEPT = "您填的都还在这一页上。"


@dataclass(frozen=True, slots=True)
class Typed:
    """填过的 values by name, and problems by name; empty on a fresh page."""

    values: QueryDict | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: Trouble | None = None
    opened: str = ""
    """Which of several forms the reader asked for, on a fresh page."""

    def text(self, name: str, default: str = "") -> str:
        """One value; the default when nothing was sent under this name."""
        if self.values is None or name not in self.values:
            return default
        return str(self.values.get(name, ""))

    def texts(self, name: str) -> tuple[str, ...]:
        """Every value sent under a name."""
        return tuple(str(one) for one in self.values.getlist(name)) if self.values is not None else ()

    def has_any(self, *names: str) -> bool:
        """Whether something was written under one of the names."""
        return any(self.text(name).strip() for name in names)

    def error(self, name: str) -> str:
        """What is wrong with a field."""
        return self.errors.get(name, "")


def refused_form(request: HttpRequest, error: DomainError) -> Typed:
    """The form as it was sent, with the refusal in one box and beside the fields it is about."""
    problems = error.problems if isinstance(error, Invalid) else ()
    errors: dict[str, str] = {}
    for one in problems:
        errors.setdefault(one.field, one.message)
    if isinstance(error, ReasonMissing):
        errors = {"because": error.message, "reason": error.message}
    happened = "没有办成。" if problems else f"没有办成：{error.message.rstrip('。')}。"
    trouble = Trouble(
        happened, KEPT, "请看下面的最新情况，改好再按一次。", error.code, tuple(one.message for one in problems)
    )
    return Typed(request.POST, errors, trouble)
