from hypothesis import given
from hypothesis import strategies as st

from consult.row_differences import Row, rows

LISTS = st.lists(st.text("通报发言小结·", max_size=6), max_size=8)


@given(LISTS, LISTS)
def test_the_rows_give_both_lists_in_their_order(old, new):
    found = rows(old, new)

    assert [row.before for row in found if row.before is not None] == old
    assert [row.after for row in found if row.after is not None] == new


def test_a_row_replaced_by_a_like_one_is_changed_and_others_are_removed_or_added():
    old = ["情况通报", "发言 · 20分钟", "自由互动", "小结"]
    new = ["情况通报", "发言 · 30分钟", "现场察看", "自由互动"]

    assert rows(old, new) == [
        Row("情况通报", "情况通报"),
        Row("发言 · 20分钟", "发言 · 30分钟"),
        Row(None, "现场察看"),
        Row("自由互动", "自由互动"),
        Row("小结", None),
    ]
