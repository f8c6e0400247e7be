"""Rows of a roster as an office keeps it."""

FIELDS = {
    "number": "委员编号",
    "name": "姓　名",
    "gender": "性别",
    "birth_month": "出生年月",
    "sector": "界别",
    "committee": "联络工委",
    "starts_on": "任职时间",
    "mobile": "联系电话",
    "employer": "单位及职务",
}
HEADS = list(FIELDS.values())
USUAL = {
    "name": "张　三",
    "gender": "男",
    "birth_month": "1975年3月",
    "sector": "经济界",
    "committee": "城东片区联络工委",
}


def newcomer(number, **said):
    """The row of a new member, in the order of HEADS."""
    row = USUAL | said | {"number": number}
    return [row.get(name) for name in FIELDS]
