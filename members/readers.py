"""What the cells of a roster say: mobile numbers, names, ethnicities and parties as offices write them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consult.imports import readers

MASKED = re.compile(r"\d{0,3}\*{2,}\d{0,4}")
SEX_OR_ETHNICITY = re.compile(r"[(（](?:[男女]|\w{1,5}族|[男女][,，、]\s*\w{1,5}族|\w{1,5}族[,，、]\s*[男女])[)）]$")
PARTIES = {
    "中共": "中共党员", "党员": "中共党员", "无党派": "无党派人士", "团员": "共青团员", "中国国民党革命委员会": "民革",
    "中国民主同盟": "民盟", "中国民主建国会": "民建", "中国民主促进会": "民进", "中国农工民主党": "农工党",
    "中国致公党": "致公党", "九三": "九三学社", "台湾民主自治同盟": "台盟",
}  # fmt: skip
ETHNICITIES = re.split(
    " ",
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺",
)


def mobile(raw, tables):
    if MASKED.fullmatch(readers.words_of(raw)):
        raise ValidationError(_("A masked number cannot be saved: write it in full, or leave the cell empty."))
    return readers.phone(raw, tables)


def ethnicity(raw, tables):
    """汉 is kept as 汉族, so that they are counted as one."""
    words = readers.person(raw, tables)
    return f"{words}族" if words in ETHNICITIES else words


def full_name(raw, tables):
    """A name alone: in a list of names 李红（女，回族） says more, which has columns of its own here."""
    words = readers.person(raw, tables)
    if found := SEX_OR_ETHNICITY.search(words):
        alone = words[: found.start()]
        raise ValidationError(
            _("Write the name alone, “%(name)s”; gender and ethnicity have columns of their own.") % {"name": alone}
        )
    return words
