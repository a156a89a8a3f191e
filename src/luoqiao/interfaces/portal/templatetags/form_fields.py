"""表单标签: a field of a framework form as a part of the house; its words are given by the template."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.forms.widgets import PasswordInput

from luoqiao.interfaces.portal.form_parts import Field

register = template.Library()


@register.inclusion_tag("components/field.html")
def form_field(bound: BoundField, label: str, hint: str = "", autocomplete: str = "", kind: str = "") -> dict[str, object]:
    """One field with its label, hint and what is wrong with it; a password is never written back."""
    secret = isinstance(bound.field.widget, PasswordInput)
    known = str(bound.field.widget.attrs.get("autocomplete", ""))
    field = Field(
        identifier=bound.id_for_label or bound.html_name,
        name=bound.html_name,
        label=label,
        kind="password" if secret else "number" if kind == "number" else "text",
        value="" if secret else str(bound.value() or ""),
        hint=hint,
        error="；".join(str(error) for error in bound.errors),
        autocomplete=autocomplete or known,
    )
    return {"field": field}
