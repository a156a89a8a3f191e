"""联系人的页: add, correct, end, and see whole with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.parties import queries
from luoqiao.apps.parties.services import ContactFields, end_contact, keep_contact, unmask_contact
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.duty import Places, RegisterDeed, get_duty
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parties.form_page import FormPage, posted, show_again, show_form
from luoqiao.interfaces.portal.parties.whole import show_whole
from luoqiao.interfaces.portal.parts import Link

_STILL = (Choice("yes", "还联系"), Choice("no", "不再联系"))


def contact(request: HttpRequest, uscc: str, contact_id: int = 0) -> HttpResponse:
    """添加或更正: a correction types name and phone anew, for they are not shown."""
    actor, typed = the_actor(request), posted(request)
    firm = queries.get_seen_enterprise(uscc, actor)
    get_duty(actor, RegisterDeed.KEEP_CONTACTS, Places(firm.uscc, firm.township, firm.park))
    fields: tuple[Field, ...] = (
        Field("name", "name", "姓名", value=typed.get("name", "")),
        Field("phone", "phone", "电话", value=typed.get("phone", ""), hint="手机号，或带区号的固定电话"),
        Field("duty", "duty", "职务", value=typed.get("duty", ""), optional=True),
    )
    if contact_id:
        fields += (Field("still", "still", "以后", "segments", typed.get("still", "yes"), choices=_STILL),)
    form = FormPage(
        "更正联系人" if contact_id else "添加联系人",
        fields,
        "保存",
        Link("回到企业", reverse("parties:enterprise", args=(uscc,))),
        eyebrow=firm.name,
        lead="原来的姓名和电话隐去了，请重新填写。" if contact_id else "",
    )
    if request.method != "POST":
        return show_form(request, form)
    try:
        if contact_id and typed.get("still") == "no":
            end_contact(contact_id, on=today(), actor=actor, at=now())
        else:
            told = ContactFields(typed.get("name", ""), typed.get("phone", ""), typed.get("duty", ""))
            keep_contact(uscc, told, actor=actor, at=now(), contact=contact_id)
    except DomainError as refused:
        return show_again(request, form, refused)
    messages.success(request, "已保存联系人")
    return HttpResponseRedirect(reverse("parties:enterprise", args=(uscc,)) + "#contacts")


def contact_whole(request: HttpRequest, uscc: str, contact_id: int) -> HttpResponse:
    """查看, with a reason."""
    actor = the_actor(request)
    firm = queries.get_seen_enterprise(uscc, actor)

    def whole(reason: str) -> tuple[tuple[str, str], ...]:
        found = unmask_contact(contact_id, reason=reason, actor=actor, at=now())
        return (("姓名", found.name), ("电话", found.phone), ("职务", found.duty or "—"))

    return show_whole(request, "查看联系人", firm, whole)
