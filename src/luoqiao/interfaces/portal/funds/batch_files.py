"""拨付文件和封面: the bytes that were approved, each download on record, and the cover sheet to be signed."""

from __future__ import annotations

from urllib.parse import quote

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.batches import get_batch, get_payment_file
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.batch import BatchState
from luoqiao.core.funds.capital_amount import capital_amount
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page


@never_cache
def batch_file(request: HttpRequest, number: str, layout: str) -> HttpResponse:
    """The file as it was approved; the same bytes every time. Each download is an audit entry."""
    seen, media_type, content = get_payment_file(number, layout)
    detail = {"file": seen.name, "sha256": seen.sha256}
    with transaction.atomic():
        record(at=clock.now(), actor=the_actor(request), deed=Deed("funds.payment_file_downloaded", f"batch:{number}", detail))
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(seen.name)}"
    return answer


@never_cache
def batch_cover(request: HttpRequest, number: str) -> HttpResponse:
    """封面: number, count, sum in figures and in capitals, digests of the files, who approved."""
    batch = get_batch(number)
    context = page(get_pack(batch.pack), "funds", f"拨付封面 {number}") | {
        "batch": batch, "capital": capital_amount(batch.total), "sent": batch.state in (BatchState.SENT, BatchState.CLOSED),
    }  # fmt: skip
    return render(request, "pages/funds/batch_cover.html", context)
