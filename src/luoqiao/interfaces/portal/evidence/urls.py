"""证据的网址: one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import for_roles
from luoqiao.interfaces.portal.evidence import corrections, documents, facts, invoices, one_document
from luoqiao.interfaces.portal.evidence.corrections import ANSWERERS
from luoqiao.interfaces.portal.evidence.firm import READERS, WRITERS

app_name = "evidence"

DOCUMENT_READERS = (*READERS, Role.EXPERT)
"""An expert opens the documents of a case to score; which ones, the cases decide."""
READ = ("GET", "HEAD")
WRITE = ("GET", "HEAD", "POST")

urlpatterns: list[URLPattern] = [
    path("evidence/documents/", for_roles(documents.documents_page, *READERS, methods=WRITE), name="documents"),
    path(
        "evidence/documents/<int:document>/", for_roles(one_document.document_page, *DOCUMENT_READERS, methods=WRITE),
        name="document_preview",
    ),
    path(
        "evidence/documents/<int:document>/pages/<int:page>.png", for_roles(one_document.document_picture, *DOCUMENT_READERS),
        name="document_picture",
    ),
    path(
        "evidence/documents/<int:document>/download/", for_roles(one_document.document_download, *DOCUMENT_READERS),
        name="document_download",
    ),
    path("evidence/facts/", for_roles(facts.facts_page, *READERS), name="facts"),
    path("evidence/facts/edit/", for_roles(facts.fact_edit, *WRITERS, methods=WRITE), name="fact_edit"),
    path("evidence/facts/history/<str:key>/", for_roles(facts.fact_history_page, *READERS), name="fact_history"),
    path("evidence/corrections/", for_roles(corrections.corrections_page, *READERS), name="corrections"),
    path(
        "evidence/corrections/<int:report>/", for_roles(corrections.correction_page, *ANSWERERS, methods=WRITE),
        name="correction",
    ),
    path("evidence/invoices/", for_roles(invoices.invoices_page, *READERS), name="invoices"),
    path("evidence/invoices/new/", for_roles(invoices.invoice_new, *WRITERS, methods=WRITE), name="invoice_new"),
    path(
        "evidence/invoices/<int:invoice>/", for_roles(invoices.invoice_page, *READERS, methods=WRITE),
        name="invoice",
    ),
    path(
        "evidence/invoices/<int:invoice>/amend/", for_roles(invoices.invoice_amend, *WRITERS, methods=WRITE),
        name="invoice_amend",
    ),
]  # fmt: skip
