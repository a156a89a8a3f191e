"""填过的填写项: fields of a form as they were typed, with what is wrong; of the other forms on the page nothing."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.interfaces.portal.cases.typed import Typed
from luoqiao.interfaces.portal.form_parts import Choice, Field, FieldKind


@dataclass(frozen=True, slots=True)
class TypedFields:
    """一个表单的填写项: `form` is the deed that it is sent for, empty for the only one of a page; it makes identifiers unique."""

    typed: Typed
    form: str = ""

    def field(
        self, name: str, label: str, kind: FieldKind = "text", default: str = "", *, unit: str = "", hint: str = "",
        placeholder: str = "", choices: tuple[Choice, ...] = (), optional: bool = False,
    ) -> Field:  # fmt: skip
        """One of them."""
        mine = not self.form or self.typed.opened == self.form
        text, error = (self.typed.text(name, default), self.typed.error(name)) if mine else (default, "")
        identifier = f"{self.form}-{name}" if self.form else name
        return Field(
            identifier, name, label, kind, text, unit, hint, error, placeholder, choices, optional=optional
        )
