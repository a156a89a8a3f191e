"""填的表: what was typed, read for a service; a refusal puts each sentence beside its field and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules.dates import read_date
from luoqiao.interfaces.portal.form_parts import Choice, Field, FieldKind

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Filled:
    """填的表: words by name, what is wrong by name, and what is wrong with the whole."""

    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    code: str = ""

    def field(
        self, name: str, label: str, kind: FieldKind = "text", *, hint: str = "", choices: tuple[Choice, ...] = (),
        value: str = "", optional: bool = False, autocomplete: str = "", placeholder: str = "",
    ) -> Field:  # fmt: skip
        """A field of the form with what was typed; a password is not written back."""
        typed = "" if kind == "password" else self.typed.get(name, value)
        return Field(
            identifier=name.replace("_", "-"), name=name, label=label, kind=kind, value=typed, hint=hint, choices=choices,
            error=self.wrong.get(name, ""), optional=optional, autocomplete=autocomplete, placeholder=placeholder,
        )  # fmt: skip


def typed_in(request: HttpRequest, *names: str) -> dict[str, str]:
    """What was sent under these names, trimmed and cut; passwords are asked for by themselves."""
    return {name: request.POST.get(name, "").strip()[:LONGEST] for name in names}


def day_of(typed: Mapping[str, str], name: str, label: str) -> date:
    """A day that must be written (Invalid)."""
    try:
        return read_date(fold_width(typed[name]))
    except ValueError:
        given = typed[name][:40]
        message = f"{label}要写成 2026-09-28 的样子" if given else f"{label}要写"
        raise Invalid((FieldProblem(name, given, "日期，如 2026-09-28", message),)) from None


def attempt(typed: Mapping[str, str], deed: Callable[[], object]) -> Filled | None:
    """Do it; None when it was done, else the form with why not."""
    try:
        deed()
    except Invalid as invalid:
        return Filled(typed, {one.field: one.message for one in invalid.problems}, "", invalid.code)
    except DomainError as error:
        return Filled(typed, {}, error.message, error.code)
    return None
