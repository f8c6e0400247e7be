"""The notice of holidays is read as it is published, and what does not fit together in it is named."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from consult.calendar.holiday_notice import read_notice
from consult.calendar.holidays import BUILT_IN

NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告。
国务院办公厅
2025年11月4日"""


@pytest.mark.parametrize("notice", [NOTICE, NOTICE.replace("\n", "")], ids=["lines", "one paragraph"])
def test_a_notice_as_it_is_published_gives_the_calendar_of_the_year(notice):
    days = read_notice(notice, 2026)

    assert {one.date: one.is_workday for one in days} == {
        day: works for day, works in BUILT_IN.items() if day.year == 2026
    }
    assert list(dict.fromkeys(one.holiday for one in days)) == [
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节",
        "国庆节",
    ]


@pytest.mark.parametrize(
    ("line", "holiday", "days"),
    [
        ("元旦：2026年12月31日至2027年1月2日放假", "元旦", [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]),
        ("元旦：1月1日（周五）放假，与周末连休。", "元旦", [date(2027, 1, 1)]),
        ("七、国庆节、中秋节:10月1日放假", "国庆节、中秋节", [date(2027, 10, 1)]),
        ("除夕：鼓励在2月5日安排职工休息；1月2日（星期六）上班", "除夕", [date(2027, 1, 2)]),
    ],
)
def test_a_line_is_read_in_the_forms_that_notices_have(line, holiday, days):
    found = read_notice(line, 2027)

    assert ([one.date for one in found], {one.holiday for one in found}) == (days, {holiday})


@pytest.mark.parametrize(("last", "length"), [("5月1日", 1), ("5月31日", 31)])
def test_a_holiday_is_as_long_as_a_month_at_most(last, length):
    assert len(read_notice(f"劳动节：5月1日至{last}放假", 2027)) == length
    with pytest.raises(ValidationError, match="31"):
        read_notice("劳动节：5月1日至6月1日放假", 2027)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("元旦：1月1日（周四）放假", "与所写的星期不符"),
        ("元旦：1月1日至3日放假，共4天", "实际为3天"),
        ("元旦：1月1日放假。1月4日上班", "不是周末"),
        ("春节：2月30日放假", "没有这一天"),
        ("春节：31日放假", "没有这一天"),
        ("春节：2月11日至5日放假", "截止日期不得早于首日"),
        ("春节：2月1日至12月5日放假", "截止日期不得早于首日"),
        ("春节：2月5日至8日放假。2月7日上班", "既写放假又写上班"),
        ("春节：2月5日至8日放假。\n元宵节：2月7日上班", "既写放假又写上班"),
        ("元旦：2026年1月1日（周四）放假", "不属于2027年"),
        ("元旦：2028年5月1日放假", "不属于2027年"),
        ("明年放假安排", "没有一行写明"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(line, fault):
    with pytest.raises(ValidationError) as refused:
        read_notice(f"{line}\n劳动节：5月1日放假。" if "没有一行" not in fault else line, 2027)

    [words] = refused.value.messages
    assert fault in words
