"""出错页: what a reader sees when a page cannot be shown: what happened, what to do, and a code for support.

Programs that ask the API get a problem document (RFC 9457) in place of the page.
"""

from __future__ import annotations

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist, loader

logger = logging.getLogger("luoqiao.errors")

API_PREFIX = "/api/"
SENTENCES = {
    400: ("LQ-4000", "提交的内容读不出来或太大，没有改动任何数据；请检查后再提交。"),
    403: ("LQ-4030", "不能打开这一页，没有改动任何数据；请回到首页重新进入。"),
    404: ("LQ-4040", "没有这一页；请检查网址，或从首页进入。"),
    500: ("LQ-5000", "程序出错，这一步没有完成，已保存的数据没有改动；请过一会儿再试，仍不行请把代码告诉客服。"),
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 请求有误."""
    return _answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 不能打开."""
    return _answer(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 没有这一页."""
    return _answer(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 表单过期或来自别处."""
    return _answer(request, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 程序出错: the code is new each time and stands in the log beside the trace."""
    code = f"{SENTENCES[500][0]}-{secrets.token_hex(4)}"
    logger.error("%s %s %s", code, request.method, request.path, exc_info=sys.exc_info())
    return _answer(request, 500, code)


def _answer(request: HttpRequest, status: int, code: str = "") -> HttpResponse:
    known_code, sentence = SENTENCES[status]
    code = code or known_code
    if request.path.startswith(API_PREFIX):
        problem = {"type": "about:blank", "title": sentence, "status": status, "code": code}
        return JsonResponse(problem, status=status, content_type="application/problem+json",
                            json_dumps_params={"ensure_ascii": False})  # fmt: skip
    try:
        page = loader.get_template(f"errors/{status}.html").render({"code": code}, request)
    except TemplateDoesNotExist:
        page = f'<!doctype html><html lang="zh-CN"><title>洛桥</title><p>{sentence}（{code}）</p></html>'
    return HttpResponse(page, status=status)
