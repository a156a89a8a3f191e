"""代填: a clerk fills in for an enterprise that has agreed; who agreed, and how, is a part of what is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from luoqiao.core.kernel.errors import FieldProblem

AGREED, WHO, HOW = "consent_agreed", "consent_who", "consent_how"
"""Three fields of every form that a clerk fills in."""
WAYS = ("当面", "电话", "书面委托")
MISSING = "LQ-5525"


def missing_consent(form: Mapping[str, object]) -> tuple[FieldProblem, ...]:
    """What still has to be said about the consent before a clerk may hand in."""
    return tuple(_missing(form))


def _missing(form: Mapping[str, object]) -> Iterator[FieldProblem]:
    if form.get(AGREED) != "yes":
        yield FieldProblem(AGREED, "", "勾选", "代填要先得到企业同意；请确认后勾选“企业已同意代填”", MISSING)
    if not str(form.get(WHO) or "").strip():
        yield FieldProblem(WHO, "", "姓名", "请写企业哪一位同意代填", MISSING)
    if form.get(HOW) not in WAYS:
        yield FieldProblem(HOW, "", "、".join(WAYS), "请选企业怎样表示同意", MISSING)
