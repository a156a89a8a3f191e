"""出错页: what a reader sees when a page cannot be shown: what happened, what was kept, what to do, and a code.

Programs that ask the API get a problem document (RFC 9457) in place of the page.
"""

from __future__ import annotations

import logging
import secrets
import sys
from dataclasses import replace

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader

from luoqiao.interfaces.api.errors import problem
from luoqiao.interfaces.portal.parts import Trouble

logger = logging.getLogger("luoqiao.errors")

API_PREFIX = "/api/"
UNREADABLE = Trouble("提交的内容读不懂。", "没有改动任何数据。", "请返回上一页，改正后再提交一次。", "LQ-4000")
TOO_MUCH = Trouble("提交的内容太大。", "没有改动任何数据。", "一次最多 2.5 兆字节、2000 栏；请删减后再提交。", "LQ-4130")
OTHER_HOST = Trouble(
    "网址里的主机名不对，没有登记。", "没有改动任何数据。",
    "请用启动时显示的网址；要用别的主机名，启动时写 HOSTS=主机名。", "LQ-4210",
)
CLOSED = Trouble("不能打开这一页。", "没有改动任何数据。", "请回到首页重新进入。", "LQ-4030")
STALE_FORM = Trouble(
    "表单已经过期，或来自别的网站。", "没有改动任何数据。", "请返回上一页，刷新后再提交一次。", "LQ-4031"
)
NOT_THERE = Trouble("没有这一页。", "", "请检查网址，或从首页进入。", "LQ-4040")
FAULT = Trouble(
    "程序出错，这一步没有完成。", "已保存的数据没有改动。", "请过一会儿再试；仍不行，请把代码告诉客服。", "LQ-5000"
)
CAUSES: tuple[tuple[type[Exception], Trouble], ...] = (
    (DisallowedHost, OTHER_HOST),
    (RequestDataTooBig, TOO_MUCH),
    (TooManyFieldsSent, TOO_MUCH),
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 请求有误: too much, from an unknown host name, or not to be read."""
    trouble = next((known for cause, known in CAUSES if isinstance(exception, cause)), UNREADABLE)
    return _answer(request, 400, trouble)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 不能打开."""
    return _answer(request, 403, CLOSED)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 表单过期或来自别处."""
    return _answer(request, 403, STALE_FORM)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 没有这一页."""
    return _answer(request, 404, NOT_THERE)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 程序出错: the code is new each time and stands in the log beside the trace."""
    code = f"{FAULT.code}-{secrets.token_hex(4)}"
    logger.error("%s %s %s", code, request.method, request.path, exc_info=sys.exc_info())
    return _answer(request, 500, replace(FAULT, code=code))


def _answer(request: HttpRequest, status: int, trouble: Trouble) -> HttpResponse:
    sentence = f"{trouble.happened}{trouble.kept}{trouble.next_step}"
    if request.path.startswith(API_PREFIX):
        return problem(request, status, trouble.code, sentence)
    try:
        page = loader.get_template(f"errors/{status}.html").render({"trouble": trouble, "code": trouble.code}, request)
    except TemplateDoesNotExist:
        page = f'<!doctype html><html lang="zh-CN"><title>洛桥</title><p>{sentence}（{trouble.code}）</p></html>'
    return HttpResponse(page, status=status)
