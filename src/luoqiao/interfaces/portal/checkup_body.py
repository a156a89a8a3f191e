"""体检表的传输: whether what was sent is a form at all; anything else is refused, never taken for an empty form."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from luoqiao.interfaces.portal.parts import Trouble
from luoqiao.interfaces.portal.refused import refused

FORM_KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")
NEXT = "请从“政策体检”那一页填写和提交。"
NOT_A_FORM = Trouble("送来的不是表单。", "没有改动任何数据。", NEXT, "LQ-4150")
BROKEN_FORM = Trouble("送来的表单残缺，读不出任何一栏。", "没有改动任何数据。", NEXT, "LQ-4151")


def refusal_of_form(request: HttpRequest) -> HttpResponse | None:
    """415 for another kind of content, 400 for a form of which nothing can be read; none for a form or an empty body."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method != "POST" or length == "0":
        return None
    if request.content_type not in FORM_KINDS:
        return refused(request, 415, "内容类型不对", NOT_A_FORM)
    try:
        read = bool(request.POST) or bool(request.FILES)
    except (MultiPartParserError, BadRequest):
        read = False
    return None if read else refused(request, 400, "请求读不懂", BROKEN_FORM)
