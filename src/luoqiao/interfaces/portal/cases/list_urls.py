"""名单的网址: lists of the tiers above; one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.cases.list_import import list_import, list_template
from luoqiao.interfaces.portal.cases.list_views import lists, recognition_list
from luoqiao.interfaces.portal.entry import for_roles
from luoqiao.interfaces.portal.navigation import SEES_LISTS

CHANGING = ("GET", "HEAD", "POST")

urlpatterns: list[URLPattern] = [
    path("lists/", for_roles(lists, *SEES_LISTS), name="lists"),
    path("lists/new/", for_roles(list_import, Role.OFFICER, methods=CHANGING), name="list_import"),
    path("lists/template/<slug:kind>/<slug:clause>/", for_roles(list_template, Role.OFFICER), name="list_template"),
    path("lists/<str:number>/", for_roles(recognition_list, *SEES_LISTS, methods=CHANGING), name="recognition_list"),
]
