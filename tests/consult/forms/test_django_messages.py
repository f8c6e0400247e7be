import pytest
from django import forms
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import override

from consult.forms.fields import DayField
from topics.models import ReviewMeeting


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (DayField(), "2026-02-31", "请填写正确的日期，如 2026-11-25。"),
        (forms.TimeField(), "25:61", "请填写正确的时间，如 09:30。"),
        (forms.EmailField(), "示例@", "请填写正确的电子邮箱，@ 前后都须填写完整。"),
        (forms.CharField(max_length=50), "长" * 5000, "最多 50 字，现有 5000 字。"),
        (forms.IntegerField(), "1e9", "请填写整数。"),
        (forms.IntegerField(max_value=9), "10", "不能大于 9。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "b", "“b”已不能选用，请重新选择。"),
    ],
)
def test_what_is_refused_is_said_in_plain_chinese(field, typed, said):
    with override("zh-hans"), pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [said]


def test_what_a_password_needs_is_said_in_plain_chinese():
    short, common, similar = MinimumLengthValidator(10), CommonPasswordValidator(), UserAttributeSimilarityValidator()

    with override("zh-hans"), pytest.raises(ValidationError) as refused:
        short.validate("12345")
    with override("zh-hans"):
        hints = [str(validator.get_help_text()) for validator in (short, common, similar)]

    assert refused.value.messages == ["密码太短，至少 10 个字符。"]
    assert hints == ["密码至少 10 个字符。", "密码不能是常见密码。", "密码不能与您的其他个人信息太相似。"]


def test_a_second_record_of_the_same_kind_is_said_in_plain_chinese():
    with override("zh-hans"):
        words = ReviewMeeting().unique_error_message(ReviewMeeting, ("body", "term", "number")).messages

    assert words == ["已有审核机构、届次 和 会议次数都相同的审核会议。"]
