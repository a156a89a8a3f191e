"""门户网址: one line a route; `_components` only while developing."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from luoqiao.interfaces.portal import catalogue, clause, home, readings
from luoqiao.interfaces.portal.components_view import components

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("policies/", catalogue.catalogue, name="catalogue"),
    path("policies/<slug:identifier>/", clause.clause_page, name="clause"),
    path("policies/<slug:identifier>/print/", clause.clause_sheet, name="clause_sheet"),
    path("readings/", readings.readings_list, name="readings"),
    path("readings/<str:identifier>/", readings.reading_page, name="reading"),
]

if settings.DEBUG:
    urlpatterns.append(path("_components", components, name="components"))
