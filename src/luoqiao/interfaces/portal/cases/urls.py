"""案件的网址: one line a route, each with who may enter. What begins with a case number stands last: any word fits it."""

from __future__ import annotations

from django.urls import URLPattern

from luoqiao.interfaces.portal.cases import list_urls, mine_urls, notice_urls, review_urls, special_urls

app_name = "cases"

urlpatterns: list[URLPattern] = [
    *notice_urls.urlpatterns, *list_urls.urlpatterns, *mine_urls.urlpatterns, *special_urls.urlpatterns,
    *review_urls.urlpatterns,
]  # fmt: skip
