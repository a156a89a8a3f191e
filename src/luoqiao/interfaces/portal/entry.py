"""谁可以进: every route says who may enter; the table of all routes is printed by `luoqiao routes`.

`for_all` pages are public, `for_signed_in` need a person, `for_roles` need one of the roles. Whether this very record may be
seen is no question of the route: the query asks it (one predicate in SQL). A refusal of a service becomes a page that says
what happened, what was kept and what to do.
"""

from __future__ import annotations

from functools import wraps
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.entrance import PUBLIC, Entry, View, marked
from luoqiao.interfaces.portal.methods import changing
from luoqiao.interfaces.portal.parts import Trouble
from luoqiao.interfaces.portal.refused import refused

NOT_YOURS = Trouble(
    "这一页不归您的岗位办。", "没有改动任何数据。", "请回到首页从您的待办进入；岗位有误，请找安全管理员。", "LQ-5901"
)
UNREADABLE = Trouble("提交的内容读不懂。", "没有改动任何数据。", "请返回上一页，改正后再提交一次。", "LQ-5902")
NUL = "\x00"
NOT_THERE_CODES: set[str] = {
    "LQ-5501", "LQ-5301", "LQ-5311", "LQ-5401", "LQ-5711", "LQ-5712", "LQ-5714", "LQ-5201",
    "LQ-5216", "LQ-5219", "LQ-5220", "LQ-5601", "LQ-5610", "LQ-5828", "LQ-6405", "LQ-6411", "LQ-6205", "LQ-6211", "LQ-6010",
}  # fmt: skip
"""Records that are not there, or not to be seen by this person: both are answered alike."""
NOT_YOUR_DUTY_CODES: set[str] = {"LQ-5303", "LQ-6104"}
"""Deeds that are not for this person, on a record that the person may see."""


def for_all(view: View, *methods: str) -> View:
    """公开: anybody; changes need their token against forgery."""
    return marked(changing(_told(view), *(methods or ("GET", "HEAD"))), PUBLIC)


def for_signed_in(view: View, *methods: str) -> View:
    """登录后: any person who signed in."""
    return _guarded(view, Entry(public=False), methods)


def for_roles(view: View, *roles: Role, methods: tuple[str, ...] = ()) -> View:
    """限岗位: a person who holds one of the roles today."""
    return _guarded(view, Entry(public=False, roles=roles), methods)


def actor_of(request: HttpRequest) -> Actor | None:
    """办事的人: who asks, with the posts of today; None when nobody signed in."""
    return cast("Actor | None", getattr(request, "actor", None))


def the_actor(request: HttpRequest) -> Actor:
    """The person behind a guarded route."""
    actor = actor_of(request)
    if actor is None:
        raise LookupError("the route is not guarded")
    return actor


def _guarded(view: View, entry: Entry, methods: tuple[str, ...]) -> View:
    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        actor = actor_of(request)
        if actor is None:
            return _to_sign_in(request)
        if entry.roles and not actor.has(*entry.roles):
            return refused(request, 403, "不能打开", NOT_YOURS)
        return _told(view)(request, *args, **kwargs)

    return marked(changing(wrapper, *(methods or ("GET", "HEAD"))), entry)


def _told(view: View) -> View:
    """A refusal of a service as a page; text that no field can hold is refused before anything is asked."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if _unreadable(request.GET) or (request.method == "POST" and _unreadable(request.POST)):
            return refused(request, 400, "读不懂", UNREADABLE)
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            return tell(request, error)

    return wrapper


def _unreadable(sent: QueryDict) -> bool:
    """Whether something sent carries the character NUL, which no text column can keep."""
    return any(NUL in name or any(NUL in value for value in values) for name, values in sent.lists())


def tell(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal as a page: 404 for what is not there, 403 for another's duty, 422 for what cannot be read, else 409."""
    if error.code in NOT_YOUR_DUTY_CODES:
        status = 403
    else:
        status = 404 if error.code in NOT_THERE_CODES else 422 if isinstance(error, Invalid) else 409
    details = tuple(problem.message for problem in error.problems) if isinstance(error, Invalid) else ()
    happened = "填写有误，没有办成。" if details else f"{error.message.rstrip('。')}。"
    trouble = Trouble(happened, "没有改动任何数据。", "请返回上一页，改正后再试。", error.code, details)
    return refused(request, status, "没有办成", trouble)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    answer = HttpResponseRedirect(f"{reverse('account_login')}{'?' if query else ''}{query}")
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)  # type: ignore[assignment] # htmx follows the header instead
        answer["HX-Redirect"] = reverse("account_login")
    return answer
