"""政策体检 `/checkup/`: one questionnaire for every clause. Stateless: the whole of it stands in the form that is sent.

Nothing is written anywhere, so the form works without a token and without a cookie (`urls.py`, `methods.py`).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.interfaces.portal.checkup_body import refusal_of_form
from luoqiao.interfaces.portal.checkup_book import MEDIA_TYPE, checkup_book, disposition
from luoqiao.interfaces.portal.checkup_form import DO, CheckupForm, press, read_form
from luoqiao.interfaces.portal.checkup_page import CheckupPage, checkup_page
from luoqiao.interfaces.portal.checkup_programme import Programme, programme_of
from luoqiao.interfaces.portal.checkup_rows import moment_said
from luoqiao.interfaces.portal.page import ended_note, page
from luoqiao.policies.pack import Pack

CODE_COVERS = "核验码由规则版本、测算日、读法、所填事实和不涉及的条款算出，都相同则码相同"


@never_cache
def checkup(request: HttpRequest) -> HttpResponse:
    """Show the questionnaire with its result; a request of the page itself gets the changing part alone."""
    unreadable = refusal_of_form(request)
    if unreadable is not None:
        return unreadable
    pack = queries.get_pack()
    programme = programme_of(pack, today())
    result = checkup_page(programme, _form(request, programme), timezone.localtime())
    fragment = bool(getattr(request, "htmx", False))
    template = "pages/checkup/changed.html" if fragment else "pages/checkup.html"
    return render(request, template, _context(pack, result))


@never_cache
def checkup_xlsx(request: HttpRequest) -> HttpResponse:
    """The same result as a workbook, from the same form; who comes without a form is shown to it."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:checkup"))
    unreadable = refusal_of_form(request)
    if unreadable is not None:
        return unreadable
    programme = programme_of(queries.get_pack(), today())
    result = checkup_page(programme, _form(request, programme), timezone.localtime())
    content = write_book(checkup_book(programme, result))
    return HttpResponse(
        content, content_type=MEDIA_TYPE, headers={"Content-Disposition": disposition(result)}
    )


def _form(request: HttpRequest, programme: Programme) -> CheckupForm:
    sent = request.POST
    form = read_form(dict(sent.lists()), programme.clauses, programme.basis.tiers)
    return press(form, sent.get(DO, ""), programme.clauses)


def _context(pack: Pack, result: CheckupPage) -> dict[str, object]:
    return {
        **page(pack, "checkup", result.title, footnotes=[CODE_COVERS] if result.started else []),
        "checkup": result,
        "result": result.judged.checkup,
        "ended": ended_note(pack, result.judged.checkup.on),
        "computed_at": moment_said(result.computed_at),
        "printed_at": moment_said(result.computed_at),
        "check_code": result.code if result.started else "",
        "readings_note": _readings_note(result),
    }


def _readings_note(result: CheckupPage) -> str:
    if not result.undecided and not result.decided:
        return ""
    every = "、".join(sorted((*result.undecided, *result.decided)))
    if not result.decided:
        return f"采用读法 {every}，均未裁定，按默认"
    state = f"其中 {'、'.join(result.undecided)} 未裁定，按默认" if result.undecided else "均已裁定"
    return f"采用读法 {every}；{state}"
