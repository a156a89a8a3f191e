"""网址: where each way in begins; what lies below belongs to the interface itself."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("luoqiao.interfaces.api.urls")),
    path("", include("luoqiao.interfaces.portal.accounts.sign_in_urls")),
    path("", include("luoqiao.interfaces.portal.accounts.urls")),
    path("", include("luoqiao.interfaces.portal.parties.urls")),
    path("", include("luoqiao.interfaces.portal.evidence.urls")),
    path("", include("luoqiao.interfaces.portal.cases.urls")),
    path("", include("luoqiao.interfaces.portal.funds.urls")),
    path("", include("luoqiao.interfaces.portal.auditor.urls")),
    path("", include("luoqiao.interfaces.portal.messages.urls")),
    path("", include("luoqiao.interfaces.portal.urls")),
]

handler400 = "luoqiao.config.error_views.bad_request"
handler403 = "luoqiao.config.error_views.permission_denied"
handler404 = "luoqiao.config.error_views.page_not_found"
handler500 = "luoqiao.config.error_views.server_error"
