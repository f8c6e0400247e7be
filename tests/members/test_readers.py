"""What the cells of a roster say, as offices write them."""

import pytest
from django.core.exceptions import ValidationError

from consult.imports.kinds import kinds
from consult.imports.table import read_table
from members.readers import ethnicity, full_name
from tests.consult.imports.files import sheet_of
from tests.members.rosters import HEADS, newcomer


@pytest.mark.parametrize(("raw", "kept"), [("汉", "汉族"), ("土家", "土家族"), ("汉族", "汉族"), ("穿青人", "穿青人")])
def test_an_ethnicity_in_short_is_kept_whole(raw, kept):
    assert ethnicity(raw, {}) == kept


@pytest.mark.parametrize("raw", ["李红（女）", "李　红（女，回族）", "李红(土家族)"])
def test_a_name_that_says_more_is_asked_for_alone(raw):
    with pytest.raises(ValidationError, match="“李红”"):
        full_name(raw, {})


def test_a_namesake_keeps_what_tells_them_apart():
    assert full_name("李红（城东）", {}) == "李红（城东）"


def test_a_roster_without_member_numbers_is_told_what_to_do():
    with pytest.raises(ValidationError, match="序号.*委员编号"):
        read_table(sheet_of(["序号", *HEADS[1:]], newcomer(1)), kinds()["members"])
