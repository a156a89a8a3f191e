"""预算、各级资金和上级兑现的网址: one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import for_all, for_roles
from luoqiao.interfaces.portal.funds import (
    flow_page,
    forecast_page,
    home_page,
    line_new_page,
    line_page,
    paid_page,
    share_page,
    statement_page,
    upstream_page,
    year_end,
)

CHANGING = ("GET", "HEAD", "POST")
WORKS = (Role.FINANCE_OFFICER, Role.UNIT_HEAD)
SEES = (*WORKS, Role.AUDITOR, Role.LEADER)
WITH_OFFICERS = (*SEES, Role.OFFICER)

urlpatterns: list[URLPattern] = [
    path("funds/", for_roles(home_page.funds_home, *SEES), name="home"),
    path("funds/lines/new/", for_roles(line_new_page.line_new, Role.FINANCE_OFFICER, methods=CHANGING), name="line_new"),
    path("funds/lines/<int:line>/", for_roles(line_page.budget_line, *SEES, methods=CHANGING), name="line"),
    path("funds/shares/", for_roles(share_page.shares, *WITH_OFFICERS), name="shares"),
    path("funds/firms/<str:uscc>/", for_roles(statement_page.firm_statement, *WITH_OFFICERS, Role.TOWN_CLERK), name="firm"),
    path("funds/forecast/", for_roles(forecast_page.money_forecast, *SEES), name="forecast"),
    path("funds/flow/", for_roles(flow_page.money_flow, *SEES), name="flow"),
    path("funds/year-end/", for_roles(year_end.year_end, *SEES), name="year_end"),
    path("paid/", for_all(paid_page.paid_list), name="paid"),
    path("paid/xlsx/", for_all(paid_page.paid_xlsx), name="paid_xlsx"),
    path("paid/docx/", for_all(paid_page.paid_docx), name="paid_docx"),
    path("my/money/", for_roles(statement_page.my_money, Role.ENTERPRISE_AGENT), name="my_money"),
    path("funds/upstream/", for_roles(upstream_page.upstream, *WITH_OFFICERS, methods=CHANGING), name="upstream"),
]
