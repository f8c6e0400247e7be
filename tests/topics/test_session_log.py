from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tests.cast import Cast
from tests.journeys import Journey, day
from tests.queries import queries_of
from tests.topics.log_page import anchors_of, mark, marks_of, reason, save, url_of
from topics.models import Opinion, Speech
from topics.models.plan import GuestCategory


@pytest.fixture(scope="module", autouse=True)
def walked(lasting):
    """A planned session with two invited members, of the clerk's committee."""
    journey = Journey(Cast())
    session = journey.planned_session()
    session.guests.create(category=GuestCategory.DEPARTMENTS, side="government", names="示例水务局", count=2)
    return journey


def test_first_screen_says_who_is_here(desk, session):
    response = desk.get(url_of(session))

    assert response.status_code == 200
    assert response.context["log"].people.figures() == {"invited": 2, "present": 0, "leave": 0, "absent": 0}
    assert [label for _row, label, *_fields in response.context["log"].people.rows()] == ["示例委员甲", "示例委员乙"]


def test_first_save_begins_the_record(desk, session):
    response = save(desk, session, **mark(session, 0, "present"))

    session.refresh_from_db()
    assert response.status_code == 302
    assert (session.stage, session.steps.get().transition) == ("drafted", "begin_record")
    assert marks_of(session) == [("present", ""), ("expected", "")]


def test_all_others_are_here_with_one_button(desk, session):
    typed = mark(session, 0, "leave") | reason(session, 0, "公务出差")

    response = save(desk, session, everyone="1", **typed)

    assert response.url.endswith("#people")
    assert marks_of(session) == [("leave", "公务出差"), ("present", "")]


def test_leave_without_a_reason_is_refused_and_nothing_typed_is_lost(desk, session):
    typed = mark(session, 0, "leave") | {"opinions-0-text": "示例意见", "consensus": "示例共识"}

    response = save(desk, session, **typed)

    row = session.attendances.first()
    assert response.status_code == 200
    assert anchors_of(response) == [f"id_people-reason_{row.pk}"]
    assert "示例意见" in response.content.decode()
    assert "示例共识" in response.content.decode()
    assert marks_of(session) == [("expected", ""), ("expected", "")]


@pytest.mark.long
def test_draft_is_saved_again_and_again(desk, session):
    save(desk, session, **{"opinions-0-text": "示例意见一"})
    save(desk, session, **{"opinions-1-text": "示例意见二", "opinions-1-offered_by": "示例委员甲"})
    save(desk, session, **{"opinions-0-text": "示例意见一改"})

    assert list(session.opinions.values_list("order", "text", "offered_by")) == [
        (1, "示例意见一改", ""),
        (2, "示例意见二", "示例委员甲"),
    ]


@pytest.mark.long
def test_rows_keep_their_identity_and_emptied_ones_end(desk, session):
    save(desk, session, **{"opinions-0-text": "一", "opinions-1-text": "二", "opinions-2-text": "三"})
    first, _second, third = session.opinions.all()

    save(desk, session, **{"opinions-1-text": "", "opinions-2-DELETE": "on"})

    assert list(session.opinions.all()) == [first]
    assert not Opinion.objects.filter(pk=third.pk).exists()


@pytest.mark.long
def test_opinion_that_became_a_recommendation_cannot_be_removed(desk, session, journey):
    save(desk, session, **{"opinions-0-text": "示例意见"})
    opinion = session.opinions.get()
    topic = journey.topic
    outcome = topic.outcomes.create(round=1, kind=session.plan.outcome_kind, number="示1号", issued_on=day(12))
    topic.recommendations.create(outcome=outcome, number=1, text="示例建议", opinion=opinion)

    response = save(desk, session, **{"opinions-0-DELETE": "on"})

    assert response.status_code == 200
    assert list(session.opinions.all()) == [opinion]


def test_speech_of_a_listed_name_is_that_members(desk, session, member_user):
    typed = {"speeches-0-speaker": "示例委员甲", "speeches-0-point": "示例观点"}

    save(desk, session, **typed)

    speech = session.speeches.get()
    assert (speech.member, speech.speaker, speech.side) == (member_user.as_member, "示例委员甲", "members")


def test_speech_of_a_guest_stands_on_the_guests_side(desk, session):
    guest = {
        "guests-0-category": "experts",
        "guests-0-names": "示例专家甲（示例大学）、示例专家乙",
        "guests-0-side": "government",
    }

    save(desk, session, **guest, **{"speeches-0-speaker": "示例专家乙", "speeches-0-point": "先试点"})

    assert Speech.objects.get().side == "government"
    assert '<option value="示例专家甲">' in desk.get(url_of(session)).content.decode()


@pytest.mark.long
def test_speech_of_somebody_else_needs_a_side(desk, session):
    typed = {"speeches-0-speaker": "示例村民", "speeches-0-point": "示例观点"}

    refused = save(desk, session, **typed)
    save(desk, session, **typed, **{"speeches-0-side": "public"})

    assert anchors_of(refused) == ["id_speeches-0-side"]
    assert Speech.objects.get().side == "public"


def test_guests_of_the_plan_are_corrected(desk, session):
    typed = {"guests-0-count": "3", "guests-1-category": "public", "guests-1-names": "示例村民", "guests-1-count": "8"}

    save(desk, session, **typed)

    assert list(session.guests.values_list("category", "side", "count")) == [
        ("departments", "government", 3),
        ("public", "public", 8),
    ]


def test_guests_of_whom_the_number_alone_is_typed_are_not_lost(desk, session):
    refused = save(desk, session, **{"guests-1-count": "25"})

    assert anchors_of(refused) == ["id_guests-1-category"]
    assert refused.context["log"].guests.forms[1]["count"].value() == "25"


def test_row_of_guests_that_is_emptied_whole_goes(desk, session):
    save(desk, session, **dict.fromkeys(("guests-0-category", "guests-0-names", "guests-0-count", "guests-0-side"), ""))

    assert not session.guests.exists()


def test_number_of_guests_is_asked_for_where_they_are_named(desk, session):
    assert anchors_of(save(desk, session, **{"guests-0-count": ""})) == ["id_guests-0-count"]


def test_member_who_came_uninvited_is_added_as_of_the_day(desk, session, committee):
    person = factories.member("示例委员丙", committee=committee)

    save(desk, session, **{"people-came": [person.pk]})

    row = session.attendances.get(member=person)
    assert (row.name, row.sector, row.committee, row.status) == ("示例委员丙", "经济界", committee, "present")


def test_member_on_the_list_is_not_added_twice(desk, session, member_user):
    response = save(desk, session, **{"people-came": [member_user.as_member.pk]})

    assert response.status_code == 200
    assert anchors_of(response) == ["id_people-came"]
    assert session.attendances.count() == 2


@pytest.mark.long
def test_uninvited_member_can_be_taken_off_again_but_an_invited_one_cannot(desk, session, committee):
    person = factories.member("示例委员丙", committee=committee)
    save(desk, session, **{"people-came": [person.pk]})
    added = session.attendances.get(member=person)
    invited = session.attendances.exclude(pk=added.pk).first()

    save(desk, session, **{f"people-remove_{added.pk}": "on", f"people-remove_{invited.pk}": "on"})

    assert session.attendances.filter(member=person).count() == 0
    assert session.attendances.count() == 2


def test_session_dated_before_the_approval_is_refused(desk, session):
    response = save(desk, session, held_on=day(3).isoformat())

    session.refresh_from_db()
    assert anchors_of(response) == ["id_held_on"]
    assert (session.stage, session.held_on) == ("planned", day(10))


def test_end_before_the_beginning_is_refused(desk, session):
    response = save(desk, session, starts_at="11:00", ends_at="09:00")

    assert anchors_of(response) == ["id_ends_at"]


@pytest.mark.long
def test_button_for_one_more_row_saves_and_comes_back_to_it(desk, session):
    response = save(desk, session, add_row="speeches", **{"opinions-0-text": "示例意见"})
    shown_again = desk.get(response.url)

    assert response.url == f"{url_of(session)}?more=speeches#speeches"
    assert session.opinions.count() == 1
    assert len(shown_again.context["log"].speeches.forms) == 3


def test_new_day_takes_sector_and_committee_of_that_day(desk, session, member_user, committee2):
    person = member_user.as_member
    person.move_to(committee2, "member", timezone.localdate() - timedelta(days=40))
    row = session.attendances.get(member=person)

    save(desk, session, held_on=(timezone.localdate() - timedelta(days=30)).isoformat())

    row.refresh_from_db()
    assert row.committee == committee2


@pytest.mark.long
def test_page_takes_the_same_queries_for_any_number_of_members(desk, session, committee):
    before = queries_of(desk, url_of(session))
    for _each in range(5):
        person = factories.member(committee=committee)
        session.attendances.create(member=person, name=person.name)
        session.opinions.create(text="示例意见")

    assert queries_of(desk, url_of(session)) == before


def test_texts_that_are_too_long_are_refused_at_their_fields(desk, session):
    response = save(desk, session, **{"consensus": "长" * 5001, "opinions-0-text": "长" * 2001})

    assert anchors_of(response) == ["id_opinions-0-text", "id_consensus"]


@pytest.mark.long
def test_file_that_is_no_photo_does_not_keep_the_text_from_being_saved(desk, session):
    fake = SimpleUploadedFile("photo.jpg", b"not a picture")

    response = save(desk, session, consensus="示例共识", **{"new-photos": fake})

    session.refresh_from_db()
    assert response.status_code == 200
    assert list(response.context["photos"].errors) == ["photos"]
    assert (session.consensus, session.photos.count()) == ("示例共识", 0)


def test_only_who_is_not_on_the_list_is_offered_as_come_uninvited(desk, session):
    person = factories.member("示例委员丙")

    offered = set(desk.get(url_of(session)).context["log"].people.fields["came"].queryset)

    assert (person in offered, offered & {row.member for row in session.attendances.all()}) == (True, set())
