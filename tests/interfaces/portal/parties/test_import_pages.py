"""导入的页：上传，看，决定，确认，下载报告；长的交给后台，可以取消。"""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from luoqiao.apps.parties.models import Enterprise, ImportRun
from luoqiao.apps.parties.queries import find_enterprise, standing_codes
from luoqiao.core.parties.import_kind import COLUMNS, ImportKind
from luoqiao.core.parties.standing import StandingKind
from luoqiao.interfaces.worker.register_import import run_import
from tests.apps.parties.people import USCC
from tests.interfaces.portal.parties.conftest import NAME, Browse

IMPORT = reverse("parties:import")
HEAD = "统一社会信用代码,企业名称,方案产业\n"
THIRD, FOURTH = "91350504MA00001700", "91350504MA00004020"


def sent(browse: Browse, text: str, kind: str = "enterprises", who: str = "officer", **told: str) -> HttpResponse:
    file = SimpleUploadedFile("名单.csv", text.encode("gb18030"))
    return browse(who).post(IMPORT, {"kind": kind, "file": file, "key": str(uuid4()), **told})  # type: ignore[return-value]


def one(name: str = "import_one") -> str:
    return reverse(f"parties:{name}", args=(ImportRun.objects.first().identifier,))  # type: ignore[union-attr]


def test_a_list_is_previewed_decided_and_imported(browse: Browse) -> None:
    text = HEAD + f"{USCC},{NAME},纺织鞋服\n{THIRD},{NAME},\n{FOURTH},泉州新厂有限公司,\n"
    assert sent(browse, text).status_code == 302
    page = browse("officer").get(one()).content.decode()
    assert all(word in page for word in ("待您确认", "方案产业：机械装备 → 纺织鞋服", "可能重复，请决定", f"decide-{3}", USCC))
    assert Enterprise.objects.count() == 2
    answer = browse("officer").post(one("import_confirm"), {"mode": "whole", "decide-3": "skip"}, follow=True)
    done = answer.content.decode()
    assert all(word in done for word in ("已导入：新增 1，变更 1", "已导入"))
    firm = find_enterprise(USCC)
    assert firm is not None
    assert (firm.industry, find_enterprise(THIRD)) == ("textiles_footwear", None)


def test_a_bad_row_is_named_by_its_cell_and_the_whole_is_not_offered(browse: Browse) -> None:
    sent(browse, HEAD + f"91350504MA2000019D,错码厂,\n{FOURTH},泉州新厂有限公司,电脑\n{THIRD},好厂有限公司,\n")
    page = browse("officer").get(one()).content.decode()
    assert all(word in page for word in (
        "第 2 行 统一社会信用代码（A2）：校验码对不上", "第 3 行 方案产业（C3）：没有方案产业“电脑”", "有 2 行有误，不能整表导入",
    ))  # fmt: skip
    browse("officer").post(one("import_confirm"), {"mode": "good"})
    assert Enterprise.objects.count() == 3


def test_the_report_has_every_row_the_wrong_ones_first(browse: Browse) -> None:
    sent(browse, HEAD + f"{THIRD},好厂有限公司,\n123,错码厂,\n")
    answer = browse("auditor").get(one("import_report"))
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [row[:3] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert rows == [(3, "有误", None), (2, "新增", THIRD)]


def test_a_list_of_above_size_needs_its_source(browse: Browse) -> None:
    text = f"统一社会信用代码,入库日期\n{USCC},\n"
    refused = sent(browse, text, "above_designated_size", on="2023-01-01")
    assert (refused.status_code, "请写名单的来源" in refused.content.decode()) == (422, True)
    sent(browse, text, "above_designated_size", on="2023-01-01", source="区统计局 2023 年 1 月")
    browse("officer").post(one("import_confirm"), {"mode": "whole"})
    run = ImportRun.objects.get()
    assert run.ended_at is not None
    assert standing_codes(StandingKind.ABOVE_DESIGNATED_SIZE, run.ended_at.date()) == {USCC}
    assert "规上" in browse("officer").get(reverse("parties:register") + "?above=1").content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [({"kind": "x"}, "请选这是哪一种名单"), ({"on": "2023-06"}, "没有写到日"), ({"text": ""}, "请选一个文件|文件是空的")],
)  # fmt: skip
def test_a_form_that_is_not_filled_in_says_so(browse: Browse, told: dict[str, str], said: str) -> None:
    text = told.pop("text", HEAD)
    answer = sent(browse, text, told.pop("kind", "enterprises"), **told)
    assert answer.status_code == 422
    assert any(one in answer.content.decode() for one in said.split("|"))


def test_a_file_that_cannot_be_read_says_why_and_nothing_is_offered(browse: Browse) -> None:
    sent(browse, "一,二\n三,四\n")
    page = browse("officer").get(one()).content.decode()
    assert "没有找到表头" in page
    assert "全部无误才导入" not in page


def test_a_long_list_is_left_to_the_worker_and_can_be_cancelled(browse: Browse) -> None:
    waiting = ProcrastinateJob.objects.filter(task_name="parties.run_import")
    before = waiting.count()
    sent(browse, HEAD + f"{THIRD},好厂有限公司,\n" + "," * 160_000)
    page = browse("officer").get(one()).content.decode()
    assert all(word in page for word in ("正在读取", "取消导入", "hx-trigger"))
    assert waiting.count() == before + 1
    run = ImportRun.objects.get()
    assert run_import(run.identifier).state == "ready"
    browse("officer").post(one("import_cancel"))
    assert "已取消，没有导入" in browse("officer").get(one()).content.decode()
    refused = browse("officer").post(one("import_confirm"), {"mode": "whole"})
    assert (refused.status_code, Enterprise.objects.count()) == (409, 2)


@pytest.mark.parametrize("kind", list(ImportKind))
def test_the_template_can_be_filled_in_and_sent_back(browse: Browse, kind: ImportKind) -> None:
    answer = browse("officer").get(reverse("parties:import_template", args=(kind.value,)))
    book = load_workbook(BytesIO(answer.content))
    first = book.worksheets[0]
    assert [cell.value for cell in first[1]] == [column.label for column in COLUMNS[kind]]
    file = SimpleUploadedFile("模板.xlsx", answer.content)
    told = {"kind": kind.value, "file": file, "key": str(uuid4()), "source": "测试"}
    browse("officer").post(IMPORT, told)
    assert ImportRun.objects.get().state == "ready"


@pytest.mark.parametrize("who", ["clerk", "agent", "leader", "finance"])
def test_imports_are_for_officers(browse: Browse, who: str) -> None:
    assert browse(who).get(IMPORT).status_code == 403
