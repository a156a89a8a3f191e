"""推送地址: systems outside that are told, for system administrators: added, tried, given a secret, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from luoqiao.adapters.webhook.address import BadEndpoint, read_address
from luoqiao.adapters.webhook.pushing import PushTarget, push
from luoqiao.adapters.webhook.signature import SHA256_NAME, SM3_NAME
from luoqiao.apps.clock.queries import now
from luoqiao.apps.outbox import endpoints as kept
from luoqiao.apps.outbox.endpoints import Known, SecretUse
from luoqiao.apps.outbox.errors import BadEndpointName, EndpointTaken
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.messages.channel import Parcel
from luoqiao.core.messages.kind import Group, Kind
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.messages.preferences import Ticked, Ticks

TRIAL_SECONDS = 5.0
TRIAL_KIND = "trial"
DIGESTS = (Choice(SM3_NAME, "国密 SM3"), Choice(SHA256_NAME, "SHA-256"))


@dataclass(frozen=True, slots=True)
class Shown:
    """一个推送地址的一行."""

    known: Known
    kinds: str
    digest: str


def endpoints(request: HttpRequest) -> HttpResponse:
    """The list with a form to add one."""
    if request.method != "POST":
        return _page(request, QueryDict())
    sent = request.POST
    wanted = [kind for kind in Kind if kind.value in set(sent.getlist("kinds"))]
    digest = SHA256_NAME if sent.get("digest") == SHA256_NAME else SM3_NAME
    url, name = sent.get("url", "").strip(), sent.get("name", "")
    try:
        read_address(url)
        kept.add_endpoint(name=name, url=url, digest=digest, kinds=wanted, actor=the_actor(request), at=now())
    except (BadEndpoint, EndpointTaken) as refusal:
        return _page(request, sent, url_error=f"{refusal.message}（{refusal.code}）")
    except BadEndpointName as refusal:
        return _page(request, sent, name_error=f"{refusal.message}（{refusal.code}）")
    messages.info(request, "已加上；请把密钥交给对方，然后发一条试试")
    return HttpResponseRedirect(reverse("messages:endpoints"))


def secret(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The secret, shown once asked for; with `new` another one."""
    new = request.POST.get("new") == "1"
    known = kept.get_endpoint(identifier)
    use = SecretUse.CHANGED if new else SecretUse.SHOWN
    shown = kept.use_secret(identifier=identifier, use=use, actor=the_actor(request), at=now())
    context = {"section": "deliveries", "page_title": "密钥", "known": known, "secret": shown, "new": new}
    answer = render(request, "pages/messages/secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def trial(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One message sent at once, so that both sides see whether it works."""
    known, at = kept.get_endpoint(identifier), now()
    key = kept.use_secret(identifier=identifier, use=SecretUse.TRIED, actor=the_actor(request), at=at)
    target = PushTarget(known.url, key, known.digest)
    try:
        push(_trial_parcel(at), target, at, site_url=settings.SITE_URL, timeout=TRIAL_SECONDS)
        messages.info(request, f"“{known.name}”收下了试发的一条")
    except DomainError as refusal:
        messages.error(request, f"“{known.name}”没有收下：{refusal.message}（{refusal.code}）")
    return HttpResponseRedirect(reverse("messages:endpoints"))


def ended(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Ask first, then tell it no more."""
    known = kept.get_endpoint(identifier)
    if request.method != "POST":
        context = {"section": "deliveries", "page_title": "停用推送地址", "known": known}
        return render(request, "pages/messages/endpoint_end.html", context)
    kept.end_endpoint(identifier=identifier, actor=the_actor(request), at=now())
    messages.info(request, f"“{known.name}”已停用，没送完的不再送")
    return HttpResponseRedirect(reverse("messages:endpoints"))


def _page(request: HttpRequest, sent: QueryDict, *, url_error: str = "", name_error: str = "") -> HttpResponse:
    wanted = set(sent.getlist("kinds"))
    groups = tuple(
        Ticks(group.label, tuple(
            Ticked(kind.value, kind.label, kind.value in wanted) for kind in Kind if kind.described.group is group
        ))
        for group in Group
    )  # fmt: skip
    fields = (
        Field("name", "name", "名称", value=sent.get("name", "")[:200], error=name_error, hint="谁的系统，例如 区政务协同办公"),
        Field(
            "url", "url", "地址", value=sent.get("url", "")[:1000], error=url_error,
            hint="以 https:// 开头；只在本机的可用 http://127.0.0.1",
        ),
        Field("digest", "digest", "签名算法", "choice", sent.get("digest", SM3_NAME), choices=DIGESTS),
    )  # fmt: skip
    digests = {choice.value: choice.label for choice in DIGESTS}
    shown = tuple(Shown(one, _kinds(one), digests[one.digest]) for one in kept.list_endpoints())
    context = {"section": "deliveries", "page_title": "推送地址", "shown": shown, "fields": fields, "groups": groups}
    return render(request, "pages/messages/endpoints.html", context, status=422 if url_error or name_error else 200)


def _kinds(known: Known) -> str:
    return "、".join(kind.label for kind in known.kinds) or "全部种类"


def _trial_parcel(at: datetime) -> Parcel:
    return Parcel(str(uuid4()), TRIAL_KIND, "试发", "洛桥试发的一条消息", "收到即可，不用办理。", "", "", at)
