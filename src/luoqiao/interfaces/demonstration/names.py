"""示例的名字: made-up names of enterprises and people, drawn under a key; none is meant for anybody there is."""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.parties.draws import part
from luoqiao.core.parties.uscc import complete_uscc

FIRST = "澄远锦恒毅铭瀚睿熠沐岚骏谦朗昱恺砺劭翊蔚棠屿洵栎煜琛珩璟瑾霁"
SECOND = "源泰盛达宏程峰纶川禾鸣图舟邦悦航衡拓晟凯航丰利腾科汇益成森亿"
PLACES = ("泉州", "泉州", "泉州", "福建", "福建", "泉州洛江", "泉州市洛江区")
TRADES = {
    "machinery": ("精密机械", "机械制造", "重工", "数控科技", "液压设备", "自动化设备", "工程机械配件", "模具"),
    "textiles_footwear": ("鞋业", "鞋服", "纺织科技", "服饰", "体育用品", "织造", "制衣"),
    "crafts": ("工艺品", "礼品", "陶瓷工艺", "树脂工艺", "园林装饰品", "竹木工艺"),
    "paper_hygiene": ("卫生用品", "纸品", "妇幼用品", "无纺布", "护理用品"),
    "electronics": ("电子科技", "光电科技", "通讯设备", "电子线路板", "传感技术"),
    "new_materials": ("新材料", "高分子材料", "复合材料"),
    "new_energy": ("新能源科技", "储能科技", "光伏科技"),
    "building_home": ("建材", "家居用品", "石材", "门窗科技", "卫浴"),
    "other": ("食品", "包装", "印刷", "实业", "贸易制造"),
}
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")
SURNAMES = "陈林黄张李王吴刘蔡杨许郑谢郭洪邱曾廖赖徐庄苏江何"
GIVEN = tuple(
    "知行 以宁 若澄 立群 一诺 明远 思齐 嘉禾 书言 子衿 景行 清和 安澜 望舒 予安 怀瑾 亦舒 云起 修远 沛霖 乐之 敏学 承泽 静姝 "
    "文博 雨桐 俊豪 雅琴 志强 丽华 建国 秀英".split()
)
SELLERS = tuple(
    "泉州云栈信息技术有限公司 福建织网工业互联科技有限公司 厦门数帆软件有限公司 泉州智联自动化工程有限公司 "
    "福州明链科技有限公司 泉州恒拓机床销售有限公司 晋江海纳机电有限公司 福建启航数据服务有限公司".split()
)


def pick(key: str, options: tuple[str, ...] | str) -> str:
    """One of the options, the same for ever under the key."""
    return options[part(key, 0, len(options) - 1)]


def enterprise_names(keys: list[tuple[str, str]]) -> Iterator[str]:
    """A name for each (key, industry), none twice."""
    used: set[str] = set()
    for key, industry in keys:
        for attempt in range(1000):
            told = f"{key}/name/{attempt}"
            brand = pick(f"{told}/1", FIRST) + pick(f"{told}/2", SECOND)
            trade = pick(f"{told}/3", TRADES.get(industry, TRADES["other"]))
            name = f"{pick(f'{told}/4', PLACES)}{brand}{trade}{pick(f'{told}/5', FORMS)}"
            if name not in used:
                break
        used.add(name)
        yield name


def person_name(key: str) -> str:
    """A person's name."""
    return pick(f"{key}/surname", SURNAMES) + pick(f"{key}/given", GIVEN)


def credit_code(number: int) -> str:
    """The credit code of the enterprise with this number: formed and checked as the standard says, given to nobody."""
    return complete_uscc(f"91350504MADM{number:04d}")


def seller(key: str) -> str:
    """Who sells."""
    return pick(key, SELLERS)
