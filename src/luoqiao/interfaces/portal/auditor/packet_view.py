"""下载决定案卷 `/cases/<number>/packet/`: for auditors and officials in scope; each download is an audit entry."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.packet import gather_packet
from luoqiao.apps.cases.services.packets import record_taken
from luoqiao.apps.clock import queries as clock
from luoqiao.interfaces.portal.auditor.packet.building import build_packet
from luoqiao.interfaces.portal.entry import the_actor


@never_cache
def packet(request: HttpRequest, number: str) -> HttpResponse:
    """The packet as a file; whoever only asks for its head takes nothing away."""
    actor = the_actor(request)
    content = build_packet(gather_packet(number, actor))
    if request.method == "GET":
        record_taken(number=number, digest=hashlib.sha256(content).hexdigest(), actor=actor, at=clock.now())
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{number}-案卷.zip')}"
    return answer
