"""资金的网址: one module for each of its parts."""

from __future__ import annotations

from django.urls import URLPattern

from luoqiao.interfaces.portal.funds import batch_urls, budget_urls, clawback_urls, interest_urls

app_name = "funds"

urlpatterns: list[URLPattern] = [
    *budget_urls.urlpatterns, *batch_urls.urlpatterns, *clawback_urls.urlpatterns, *interest_urls.urlpatterns,
]  # fmt: skip
