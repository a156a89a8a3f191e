"""存下的方案: save the scenario of a page, open it, put up to four side by side, delete one's own after asking."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.policy import queries
from luoqiao.apps.policy.errors import UnknownClause
from luoqiao.apps.whatif.errors import BadName, KeyTaken, NotYours, TooManyScenarios, UnknownScenario
from luoqiao.apps.whatif.limits import LONGEST_QUERY
from luoqiao.apps.whatif.queries import find_scenarios, get_scenario
from luoqiao.apps.whatif.services import Draft, delete_scenario, save_scenario
from luoqiao.interfaces.portal.missing import not_found
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Action, Trouble
from luoqiao.interfaces.portal.refused import refused
from luoqiao.interfaces.portal.whatif_compare import comparison_of, drift_words, result_data
from luoqiao.interfaces.portal.whatif_owner import known, owner_of, remember
from luoqiao.interfaces.portal.whatif_page import assemble, read_trial
from luoqiao.interfaces.portal.whatif_views import whatif_response

MOST_COMPARED = 4
GONE = "请在“试算”里看存下的方案，或检查网址。"


@never_cache
def save_trial(request: HttpRequest, identifier: str) -> HttpResponse:
    """Keep the scenario of the page under a name; sent twice it is kept once."""
    version = queries.get_version()
    pack = queries.get_pack_of(version.pack, version.digest)
    clause = pack.clauses.get(identifier)
    if clause is None:
        return not_found(request, pack, UnknownClause(identifier, pack.clauses))
    typed, population = read_trial(pack, clause, QueryDict(request.POST.get("query", "")[:LONGEST_QUERY]))
    if population is None:
        return HttpResponseRedirect(reverse("portal:whatif_home"))
    shown = assemble(pack, clause, typed, population)
    name = request.POST.get("name", "")[:200]
    if shown.errors:
        said = "左边有填错的数，这个方案还没有存；请先改好红字处（LQ-4502）"
        return whatif_response(request, pack, shown, 422, name=name, name_error=said, save_key=uuid4())
    secret, owner = known(request)
    try:
        key = UUID(request.POST.get("key", ""))
        draft = Draft(
            name, identifier, clause.title, shown.query, version.pack, version.digest, population.title, result_data(shown)
        )
        kept = save_scenario(draft=draft, key=key, owner=owner, at=timezone.now())
    except (BadName, TooManyScenarios, KeyTaken) as problem:
        said = f"{problem.message}（{problem.code}）"
        return whatif_response(request, pack, shown, 422, name=name, name_error=said, save_key=uuid4())
    except ValueError:
        said = "这张表单不完整，没有存；请再存一次（LQ-4505）"
        return whatif_response(request, pack, shown, 422, name=name, name_error=said, save_key=uuid4())
    return remember(request, HttpResponseRedirect(reverse("portal:whatif_saved", args=(kept,))), secret)


@never_cache
def open_saved(request: HttpRequest, scenario: str) -> HttpResponse:
    """A kept scenario as the page it was, computed anew; what differs from when it was kept is said."""
    pack = queries.get_pack()
    try:
        saved = get_scenario(scenario, owner_of(request))
    except UnknownScenario as problem:
        return not_found(request, pack, problem, GONE)
    clause = pack.clauses.get(saved.clause)
    if clause is None:
        return not_found(request, pack, UnknownClause(saved.clause, pack.clauses))
    typed, population = read_trial(pack, clause, QueryDict(saved.query))
    if population is None:
        return HttpResponseRedirect(reverse("portal:whatif_home"))
    shown = assemble(pack, clause, typed, population)
    return whatif_response(request, pack, shown, saved=saved, drift=drift_words(saved, shown), name=saved.name)


@never_cache
def compare_scenarios(request: HttpRequest) -> HttpResponse:
    """Two to four scenarios side by side, all computed anew."""
    pack = queries.get_pack()
    asked = request.GET.getlist("s")
    found = find_scenarios(asked[:MOST_COMPARED], owner_of(request))
    said = "" if len(asked) <= MOST_COMPARED else f"最多并排 {MOST_COMPARED} 个；下面是前 {MOST_COMPARED} 个。"
    if len(found) < 2:
        said = "请选 2 到 4 个方案，再并排比较。"
    context = {"comparison": comparison_of(pack, found), "said": said}
    return render(request, "pages/whatif_compare.html", page(pack, "whatif", "比较方案") | context)


@never_cache
def delete_saved(request: HttpRequest, scenario: str) -> HttpResponse:
    """Ask first, then delete; only the browser that saved a scenario may."""
    pack = queries.get_pack()
    owner = owner_of(request)
    try:
        saved = get_scenario(scenario, owner)
        if not saved.own:
            raise NotYours
        if request.method == "POST":
            delete_scenario(identifier=scenario, owner=owner)
            return HttpResponseRedirect(f"{reverse('portal:whatif_home')}?deleted=1")
    except UnknownScenario as problem:
        return not_found(request, pack, problem, GONE)
    except NotYours as problem:
        return _not_yours(request, problem)
    return render(request, "pages/whatif_delete.html", page(pack, "whatif", "删除方案") | {"saved": saved})


def _not_yours(request: HttpRequest, problem: NotYours) -> HttpResponse:
    back = Action("回到试算政策", reverse("portal:whatif_home"))
    trouble = Trouble(f"{problem.message}。", "方案还在。", "请在存它的浏览器里删除。", problem.code, actions=(back,))
    return refused(request, 403, "不能删除", trouble)
