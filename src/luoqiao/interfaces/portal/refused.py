"""请求不成: a request that a page cannot answer, told in the reader's words with its status."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoqiao.interfaces.portal.parts import Trouble


def refused(request: HttpRequest, status: int, title: str, trouble: Trouble) -> HttpResponse:
    """What happened, what was kept, what to do, and a code."""
    return render(request, "errors/refused.html", {"heading": title, "trouble": trouble}, status=status)
