"""公示与异议的网址: public pages, and those of the lead unit; one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.cases import notice_prepare, notice_views, objection_desk, objection_views
from luoqiao.interfaces.portal.cases.notice_files import notice_docx, notice_xlsx
from luoqiao.interfaces.portal.entry import for_all, for_roles

CHANGING = ("GET", "HEAD", "POST")
LEAD = (Role.OFFICER, Role.UNIT_HEAD)
SEES_OBJECTIONS = (*LEAD, Role.AUDITOR)

urlpatterns: list[URLPattern] = [
    path("notices/", for_all(notice_views.notices), name="notices"),
    path("notices/new/", for_roles(notice_prepare.notice_prepare, Role.OFFICER, methods=CHANGING), name="notice_prepare"),
    path("notices/<str:number>/", for_all(notice_views.notice), name="notice"),
    path("notices/<str:number>/docx/", for_all(notice_docx), name="notice_docx"),
    path("notices/<str:number>/xlsx/", for_all(notice_xlsx), name="notice_xlsx"),
    path("notices/<str:number>/post/", for_roles(notice_prepare.notice_post, *LEAD, methods=("POST",)), name="notice_post"),
    path("notices/<str:number>/withdraw/", for_roles(notice_prepare.notice_withdraw, *LEAD, methods=CHANGING),
         name="notice_withdraw"),
    path("notices/<str:number>/rows/<str:case>/", for_roles(notice_prepare.notice_row, *LEAD, methods=CHANGING),
         name="notice_row"),
    path("notices/<str:number>/objection/", for_all(objection_views.objection_new, *CHANGING), name="objection_new"),
    path("notices/<str:number>/objections/", for_roles(objection_desk.objections, *SEES_OBJECTIONS), name="objections"),
    path("objections/", for_roles(objection_desk.objection_desk, *SEES_OBJECTIONS), name="objection_desk"),
    path("objections/<uuid:token>/", for_all(objection_views.objection_receipt), name="objection_receipt"),
    path("objections/<str:receipt>/", for_roles(objection_desk.objection, *SEES_OBJECTIONS, methods=CHANGING),
         name="objection"),
]  # fmt: skip
