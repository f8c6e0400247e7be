import pytest
from django.core.exceptions import ValidationError

from members.passwords import ThreeClassesValidator


@pytest.mark.parametrize("password", ["abcdefghij12", "ABCDEF!!!!", "1234567890", "商量好办事商量好办事a"])
def test_two_classes_are_refused(password):
    with pytest.raises(ValidationError) as refusal:
        ThreeClassesValidator().validate(password)

    assert refusal.value.code == "password_classes"


@pytest.mark.parametrize("password", ["Abcdefghi1", "abcdefg-12", "ABCDEF-123", "商量A1商量商量商量"])
def test_three_classes_are_accepted(password):
    assert ThreeClassesValidator().validate(password) is None
