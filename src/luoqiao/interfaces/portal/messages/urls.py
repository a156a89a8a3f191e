"""消息的网址: one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "messages"

urlpatterns: list[URLPattern] = []
