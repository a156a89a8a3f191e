"""门户网址: one line a route; `_components` only while developing."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from luoqiao.interfaces.portal import (
    catalogue,
    charts,
    clause,
    document,
    home,
    readings,
    targets_page,
    tasks_page,
)
from luoqiao.interfaces.portal.api_page import api_page
from luoqiao.interfaces.portal.checkup_views import checkup, checkup_xlsx
from luoqiao.interfaces.portal.components_view import components
from luoqiao.interfaces.portal.methods import read_only, read_or_sent

app_name = "portal"

urlpatterns = [
    path("", read_only(home.home), name="home"),
    path("policies/", read_only(catalogue.catalogue), name="catalogue"),
    path("policies/<slug:identifier>/", read_only(clause.clause_page), name="clause"),
    path("policies/<slug:identifier>/print/", read_only(clause.clause_sheet), name="clause_sheet"),
    path("policies/<slug:identifier>/chart.svg", read_only(charts.clause_chart), name="clause_chart"),
    path("checkup/", read_or_sent(checkup), name="checkup"),
    path("checkup/xlsx/", read_or_sent(checkup_xlsx), name="checkup_xlsx"),
    path("document/", read_only(document.document_page), name="source"),
    path("document/panel/", read_only(document.document_panel), name="source_panel"),
    path("targets/", read_only(targets_page.targets_page), name="targets"),
    path("tasks/", read_only(tasks_page.tasks_page), name="tasks"),
    path("api/", read_only(api_page), name="api"),
    path("readings/", read_only(readings.readings_list), name="readings"),
    path("readings/<str:identifier>/", read_only(readings.reading_page), name="reading"),
]

if settings.DEBUG:
    urlpatterns.append(path("_components", read_only(components), name="components"))
