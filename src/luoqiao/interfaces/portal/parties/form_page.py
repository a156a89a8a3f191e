"""名录的表单页: one page for every form of the register: typed values stay, each problem stands at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.interfaces.portal.entry import NOT_THERE_CODES, NOT_YOUR_DUTY_CODES
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Link, Trouble

SECTION = "register"
YES_NO_UNKNOWN = (Choice("yes", "是"), Choice("no", "否"), Choice("", "还不清楚"))


@dataclass(frozen=True, slots=True)
class FormPage:
    """一张表单: what it is about, its fields, what its button says, and the way back.

    `hidden` are (name, value) pairs that the form sends along; `warning` stands above the button.
    """

    title: str
    fields: tuple[Field, ...]
    submit: str
    back: Link
    eyebrow: str = ""
    lead: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    trouble: Trouble | None = None


def show_form(request: HttpRequest, form: FormPage, status: int = 200) -> HttpResponse:
    """The page of a form."""
    context = {"form": form, "section": SECTION, "page_title": form.title}
    return never_cache(lambda _: render(request, "pages/parties/form.html", context, status=status))(request)


def show_again(request: HttpRequest, form: FormPage, error: DomainError) -> HttpResponse:
    """The form as it was sent, with what is wrong. What is not there, and what is not this person's duty, is raised on."""
    if error.code in NOT_THERE_CODES | NOT_YOUR_DUTY_CODES:
        raise error
    if not isinstance(error, Invalid):
        trouble = Trouble(
            f"{error.message.rstrip('。')}。", "已填的内容都在下面，没有改动任何数据。", code=error.code
        )
        return show_form(request, replace(form, trouble=trouble), 409)
    said: dict[str, str] = {}
    for problem in error.problems:
        said[problem.field] = (
            f"{said[problem.field]}；{problem.message}" if problem.field in said else problem.message
        )
    known = {field.name for field in form.fields}
    rest = tuple(message for name, message in said.items() if name not in known)
    trouble = Trouble(
        f"有 {len(error.problems)} 处要改，没有提交。",
        "已填的内容都在下面。",
        code=error.problems[0].code,
        details=rest,
    )
    fields = tuple(replace(field, error=said.get(field.name, "")) for field in form.fields)
    return show_form(request, replace(form, fields=fields, trouble=trouble), 422)


def posted(request: HttpRequest) -> Mapping[str, str]:
    """The fields of a form as text."""
    return {name: str(value) for name, value in request.POST.items()}


def choices_of(names: Mapping[str, str]) -> tuple[Choice, ...]:
    """The options of a choice by code."""
    return tuple(Choice(code, name) for code, name in names.items())
