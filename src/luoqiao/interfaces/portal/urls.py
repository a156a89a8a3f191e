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
from luoqiao.interfaces.portal.entry import for_signed_in
from luoqiao.interfaces.portal.methods import changing, read_only, read_or_sent
from luoqiao.interfaces.portal.search import search_page
from luoqiao.interfaces.portal.whatif_chart import curve_picture, gains_picture
from luoqiao.interfaces.portal.whatif_files import whatif_docx, whatif_xlsx
from luoqiao.interfaces.portal.whatif_saved import compare_scenarios, delete_saved, open_saved, save_trial
from luoqiao.interfaces.portal.whatif_upload import population_page
from luoqiao.interfaces.portal.whatif_views import whatif_clause, whatif_home

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
    path("what-if/", read_only(whatif_home), name="whatif_home"),
    path("what-if/compare/", read_only(compare_scenarios), name="whatif_compare"),
    path("what-if/population/", changing(population_page, "GET", "HEAD", "POST"), name="whatif_population"),
    path("what-if/saved/<str:scenario>/", read_only(open_saved), name="whatif_saved"),
    path("what-if/saved/<str:scenario>/delete/", changing(delete_saved, "GET", "HEAD", "POST"), name="whatif_delete"),
    path("what-if/<slug:identifier>/", read_only(whatif_clause), name="whatif"),
    path("what-if/<slug:identifier>/save/", changing(save_trial, "POST"), name="whatif_save"),
    path("what-if/<slug:identifier>/curve.svg", read_only(curve_picture), name="whatif_curve"),
    path("what-if/<slug:identifier>/gains.svg", read_only(gains_picture), name="whatif_gains"),
    path("what-if/<slug:identifier>/xlsx/", read_only(whatif_xlsx), name="whatif_xlsx"),
    path("what-if/<slug:identifier>/docx/", read_only(whatif_docx), name="whatif_docx"),
    path("search/", for_signed_in(search_page), name="search"),
    path("targets/", read_only(targets_page.targets_page), name="targets"),
    path("tasks/", read_only(tasks_page.tasks_page), name="tasks"),
    path("api/", read_only(api_page), name="api"),
    path("readings/", read_only(readings.readings_list), name="readings"),
    path("readings/<str:identifier>/", read_only(readings.reading_page), name="reading"),
]

if settings.DEBUG:
    urlpatterns.append(path("_components", read_only(components), name="components"))
