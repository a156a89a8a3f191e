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

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("policies/", catalogue.catalogue, name="catalogue"),
    path("policies/<slug:identifier>/", clause.clause_page, name="clause"),
    path("policies/<slug:identifier>/print/", clause.clause_sheet, name="clause_sheet"),
    path("policies/<slug:identifier>/chart.svg", charts.clause_chart, name="clause_chart"),
    path("checkup/", checkup, name="checkup"),
    path("checkup/xlsx/", checkup_xlsx, name="checkup_xlsx"),
    path("document/", document.document_page, name="source"),
    path("document/panel/", document.document_panel, name="source_panel"),
    path("targets/", targets_page.targets_page, name="targets"),
    path("tasks/", tasks_page.tasks_page, name="tasks"),
    path("api/", api_page, name="api"),
    path("readings/", readings.readings_list, name="readings"),
    path("readings/<str:identifier>/", readings.reading_page, name="reading"),
]

if settings.DEBUG:
    urlpatterns.append(path("_components", components, name="components"))
