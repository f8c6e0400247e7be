import pytest
from django.core.exceptions import ValidationError

from consult import options
from members.passwords import CountyWordsValidator, ThreeClassesValidator
from tests import factories


@pytest.mark.parametrize("password", ["abcdefghij12", "ABCDEF!!!!", "1234567890", "商量好办事商量好办事a"])
def test_two_classes_are_refused(password):
    with pytest.raises(ValidationError) as refusal:
        ThreeClassesValidator().validate(password)

    assert refusal.value.code == "password_classes"


@pytest.mark.parametrize("password", ["Abcdefghi1", "abcdefg-12", "ABCDEF-123", "商量A1商量商量商量"])
def test_three_classes_are_accepted(password):
    assert ThreeClassesValidator().validate(password) is None


COUNTY_WORDS = ["Dazhu-2026-!", "大竹县政协Cppcc1", "Zhengxie@2026", "Dzzx-20262026", "Xieshang-1-abc"]


@pytest.mark.parametrize("password", COUNTY_WORDS)
def test_words_of_the_county_and_the_cppcc_are_refused(db, password):
    with pytest.raises(ValidationError) as refusal:
        CountyWordsValidator().validate(password)

    assert refusal.value.code == "password_county_words"


@pytest.mark.parametrize("password", ["Consult-2026-test", "Blue-4711-zhengxie", "1234567890-A", "Kamel-am-Berg-7"])
def test_other_words_are_accepted(db, password):
    assert CountyWordsValidator().validate(password) is None


def test_the_county_that_the_office_has_set_is_refused(client, outsider, office):
    options.put("county", "示例县", office)
    client.force_login(outsider)
    new = {"new_password1": "Shili-2026-2026", "new_password2": "Shili-2026-2026"}

    page = client.post("/accounts/password/", {"old_password": factories.PASSWORD} | new)

    assert "不能用县名或政协用语拼成" in page.text
    assert factories.fresh(outsider).check_password(factories.PASSWORD)
