import pytest

from members.pinyin import initials_of, pinyin_of


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        ("单小五", "shanxiaowu", "sxw"),
        ("曾好", "zenghao", "zh"),
        ("区示例", "oushili", "osl"),
    ],
)
def test_names_are_spelt_with_surnames_read_as_surnames(name, pinyin, initials):
    assert (pinyin_of(name), initials_of(name)) == (pinyin, initials)
