import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.differences import SHORTEST_KEPT, Kind, Row, pieces, rows

# Few characters, so that texts have much in common.
TEXTS = st.text("场镇垃圾收运。，、；\n 2020a", max_size=60)
LISTS = st.lists(st.text("通报发言小结·", max_size=6), max_size=8)


def joined(found, without):
    return "".join(piece.text for piece in found if piece.kind != without)


def shown(old, new):
    """The difference in one line, removed text as [-…-], added text as {+…+}."""
    marks = {Kind.KEPT: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces(old, new))


@given(TEXTS, TEXTS)
def test_kept_and_removed_pieces_give_the_old_text_kept_and_added_ones_the_new(old, new):
    found = pieces(old, new)

    assert joined(found, without=Kind.ADDED) == old
    assert joined(found, without=Kind.REMOVED) == new


def test_a_whole_change_slides_over_its_like():
    assert [str(piece.text) for piece in pieces("00场0", "00场场0")] == ["00场", "场", "0"]


@given(TEXTS)
def test_the_same_text_is_one_kept_piece(text):
    assert [piece.kind for piece in pieces(text, text)] == [Kind.KEPT] * bool(text)


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_no_two_neighbours_are_of_one_kind(old, new):
    found = pieces(old, new)
    kinds = [piece.kind for piece in found]

    assert all(piece.text for piece in found)
    assert all(one != other for one, other in zip(kinds, kinds[1:], strict=False))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("县教育局、县公安局", "县教育局、县财政局、县公安局", "县教育局、{+县财政局、+}县公安局"),
        ("听取企业和居民意见。", "听取沿街商户和居民代表意见。", "听取[-企业-]{+沿街商户+}和居民{+代表+}意见。"),
        ("收运不及时，转运难。", "清运不够快，转运难。", "[-收运不及时-]{+清运不够快+}，转运难。"),
        ("3月20日前完成走访。", "3月5日前完成走访。", "3月[-20-]{+5+}日前完成走访。"),
        ("第一句不变。旧的说法。", "第一句不变。另写一段新内容。", "第一句不变。[-旧的说法。-]{+另写一段新内容。+}"),
        ("形成建议。", "报县政府。形成建议。", "{+报县政府。+}形成建议。"),
        ("", "新", "{+新+}"),
    ],
)
def test_changes_are_marked_as_a_reader_would(old, new, marked):
    assert shown(old, new) == marked


def test_crumbs_between_two_changes_are_no_confetti():
    found = pieces("由城管部门牵头负责实施选址调研工作。", "由住建机构牵线承担落实布点研究工作。")

    inner = [piece for piece in found[1:-1] if piece.kind == Kind.KEPT]
    assert all(len(piece.text) >= SHORTEST_KEPT for piece in inner)


def test_texts_of_full_length_are_compared_at_once():
    old = "".join(f"第{number}条要求很明确，" for number in range(500))

    assert joined(pieces(old, old.replace("要求", "规定")), without=Kind.REMOVED) == old.replace("要求", "规定")


@pytest.mark.long
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
