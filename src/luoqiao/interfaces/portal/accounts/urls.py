"""账号的网址: one line a route, each with who may enter; signing in and out stands in `sign_in_urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.interfaces.portal.accounts import demonstration
from luoqiao.interfaces.portal.entry import for_all

app_name = "accounts"

urlpatterns: list[URLPattern] = [
    path("demo/", for_all(demonstration.choose_person), name="demo"),
    path("demo/enter/", for_all(demonstration.enter, "POST"), name="demo_enter"),
    path("demo/clock/", for_all(demonstration.move_clock, "POST"), name="demo_clock"),
]
