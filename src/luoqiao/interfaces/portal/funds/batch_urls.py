"""拨付和银行回执的网址: one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import for_roles
from luoqiao.interfaces.portal.funds import batch_files, batch_views, results_views

CHANGING = ("GET", "HEAD", "POST")
WORKS = (Role.FINANCE_OFFICER, Role.UNIT_HEAD)
SEES = (*WORKS, Role.AUDITOR, Role.LEADER)
FILES = (*WORKS, Role.AUDITOR)

urlpatterns: list[URLPattern] = [
    path("funds/batches/", for_roles(batch_views.payment_batches, *SEES), name="batches"),
    path("funds/batches/new/", for_roles(batch_views.batch_new, Role.FINANCE_OFFICER, methods=CHANGING), name="batch_new"),
    path("funds/batches/<str:number>/", for_roles(batch_views.payment_batch, *SEES, methods=CHANGING), name="batch"),
    path("funds/batches/<str:number>/cover/", for_roles(batch_files.batch_cover, *SEES), name="batch_cover"),
    path("funds/batches/<str:number>/files/<slug:layout>/", for_roles(batch_files.batch_file, *FILES), name="batch_file"),
    path("funds/results/", for_roles(results_views.bank_results, *SEES, methods=CHANGING), name="results"),
    path("funds/results/<int:file>/", for_roles(results_views.results_file, *SEES, methods=CHANGING), name="results_file"),
    path("funds/results/rows/<int:row>/", for_roles(results_views.result_row, *SEES, methods=CHANGING), name="result_row"),
    path("funds/returned/", for_roles(results_views.returned, *SEES, methods=CHANGING), name="returned"),
]
