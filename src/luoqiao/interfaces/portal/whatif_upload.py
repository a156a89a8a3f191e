"""算在谁身上: which enterprises the trials run over, and, where the operator allows it, a file in their place.

Officers and heads of units may upload; a site that somebody runs for himself, without accounts, is opened to everybody with
POPULATION_UPLOAD=1; the command line always can.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.policy import queries
from luoqiao.apps.whatif.errors import NothingLoaded
from luoqiao.apps.whatif.population import find_population, load_population, withdraw_population
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import actor_of
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Trouble
from luoqiao.interfaces.portal.whatif_population import population_of
from luoqiao.interfaces.portal.whatif_query import Typed
from luoqiao.policies.pack import Pack

MOST_BYTES = 20_000_000
MOST_LISTED = 20
LONGEST_NAME = 100


@never_cache
def population_page(request: HttpRequest) -> HttpResponse:
    """Which enterprises are in use; a file sent takes their place, 撤下 brings the made-up ones back."""
    pack = queries.get_pack()
    if request.method != "POST":
        return _shown(request, pack)
    if not _may_upload(request):
        why = "只有部门经办和负责人能从网页导入。"
        trouble = Trouble(why, "没有改动任何数据。", "请用部门的账号登录，或请管理员用 luoqiao population load 导入。", "LQ-4509")
        return _shown(request, pack, trouble, 403)
    if request.POST.get("do") == "withdraw":
        withdraw_population(pack=pack.meta.name, at=timezone.now())
        return HttpResponseRedirect(f"{reverse('portal:whatif_population')}?done=withdrawn")
    try:
        said = _load(request, pack)
    except DomainError as refused:
        return _shown(request, pack, _trouble(refused), 422)
    return said


def _may_upload(request: HttpRequest) -> bool:
    actor = actor_of(request)
    return settings.POPULATION_UPLOAD or (actor is not None and actor.has(Role.OFFICER, Role.UNIT_HEAD))


def _load(request: HttpRequest, pack: Pack) -> HttpResponse:
    """Read the file sent and make it the population. Raises DomainError with what is wrong."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.name:
        raise Invalid((FieldProblem("file", "", "一个文件", "请选一个文件：csv、xlsx、parquet 或 arrow", "LQ-4508"),))
    if (sent.size or 0) > MOST_BYTES:
        said = f"文件超过 {MOST_BYTES // 1_000_000} MB；请只留要用的列，或请管理员用 luoqiao sweep 计算"
        raise Invalid((FieldProblem("file", str(sent.size), "20 MB 以内", said, "LQ-4511"),))
    from luoqiao.adapters.population.faults import check_extra

    check_extra()
    from luoqiao.adapters.population.stated_rows import read_stated

    name = Path(sent.name).name[:LONGEST_NAME]
    content = sent.read()
    with TemporaryDirectory(prefix="luoqiao-population-") as folder:
        path = Path(folder) / _short(name)
        path.write_bytes(content)
        stated = read_stated(path, tuple(pack.clauses.values()), pack.basis)
    actor = actor_of(request)
    who = f"{actor.name if actor else request.META.get('REMOTE_ADDR', '')}（网页）"
    if not stated.rows and stated.problems:
        said = f"{name} 没有一行能用，没有导入；现在的总体没有改动。逐行的原因："
        return _shown(request, pack, Trouble(said, code="LQ-4506", details=stated.problems[:MOST_LISTED]), 422)
    load_population(
        name=name, content=content, firms=stated.rows, bad_rows=stated.bad, pack=pack.meta.name, by=who, at=timezone.now()
    )
    if stated.problems:
        kept = f"导入了 {len(stated.rows):,} 家，另有 {stated.bad:,} 行读不成，已略去："
        trouble = Trouble(kept, details=stated.problems[:MOST_LISTED])
        return _shown(request, pack, trouble)
    return HttpResponseRedirect(f"{reverse('portal:whatif_population')}?done=loaded")


def _short(name: str) -> str:
    """The file's own name, so that whoever sent it meets it again in a refusal, cut to what any disk takes."""
    known = Path(name)
    return f"{known.stem[:40]}{known.suffix[:10]}"


def _trouble(refused: DomainError) -> Trouble:
    problems = refused.problems if isinstance(refused, Invalid) else ()
    code = problems[0].code if problems else refused.code
    if isinstance(refused, NothingLoaded):
        return Trouble(f"{refused.message}。", code=code)
    if len(problems) < 2:
        return Trouble(f"{refused.message}。", "没有导入，现在的总体没有改动。", code=code)
    return Trouble(
        f"文件有 {len(problems)} 处要改。", "没有导入，现在的总体没有改动。", code=code,
        details=tuple(one.message for one in problems[:MOST_LISTED]),
    )  # fmt: skip


def _shown(request: HttpRequest, pack: Pack, trouble: Trouble | None = None, status: int = 200) -> HttpResponse:
    loaded = find_population(pack.meta.name)
    done = {"loaded": "已导入，试算都改用这些企业。", "withdrawn": "已撤下，改用合成总体。"}.get(request.GET.get("done", ""), "")
    context = {
        "population": population_of(pack, "", Typed()), "loaded": loaded, "trouble": trouble, "done": done,
        "upload": _may_upload(request),
    }  # fmt: skip
    return render(request, "pages/whatif_population.html", page(pack, "whatif", "算在谁身上") | context, status=status)
