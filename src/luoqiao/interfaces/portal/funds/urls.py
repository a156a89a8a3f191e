"""资金的网址: one module for each of its parts."""

from __future__ import annotations

from django.urls import URLPattern

from luoqiao.interfaces.portal.funds import batch_urls, clawback_urls, interest_urls

app_name = "funds"

urlpatterns: list[URLPattern] = [*batch_urls.urlpatterns, *clawback_urls.urlpatterns, *interest_urls.urlpatterns]
