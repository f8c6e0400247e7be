from datetime import date

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.db import OperationalError
from django.test import Client

from committees.models import Committee, Venue
from consult.models import LastSave
from consult.views.edits import in_words

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.consult.urls")]


@pytest.fixture
def signed_in(client, office):
    client.force_login(office)
    return client


def typed(department, **fields):
    return {"name": department.name, "phone": "", "valid_from": "", "version": department.version} | fields


def test_saving_moves_the_version_on(signed_in, department):
    response = signed_in.post(f"/department/{department.pk}/", typed(department, phone="0818-1"))

    department.refresh_from_db()
    assert [str(told) for told in get_messages(response.wsgi_request)] == [f"已保存：{department}"]
    assert response.status_code == 302
    assert (department.phone, department.version) == ("0818-1", 2)


def test_the_form_carries_the_version_hidden(signed_in, department):
    form = signed_in.get(f"/department/{department.pk}/").context["form"]

    assert str(form["version"]) == '<input type="hidden" name="version" value="1" id="id_version">'


def test_the_second_of_two_editors_sees_both_texts_and_nothing_is_overwritten(signed_in, department):
    seen = typed(department)
    signed_in.post(f"/department/{department.pk}/", seen | {"phone": "first", "valid_from": "2024-05-01"})
    response = signed_in.post(f"/department/{department.pk}/", seen | {"phone": "second"})

    department.refresh_from_db()
    rows = [(row.mine, row.stored) for row in response.context["differences"]]
    assert response.status_code == 409
    assert rows[0] == ("second", "first")
    assert rows[1][0] == ""
    assert "2024" in rows[1][1]
    assert len(rows) == 2
    assert (department.phone, department.version) == ("first", 2)


def test_who_saved_in_another_window_reads_that_it_was_the_own_save(signed_in, department, office2):
    url, seen = f"/department/{department.pk}/", typed(department)
    signed_in.post(url, seen | {"phone": "first"})
    own = signed_in.post(url, seen | {"phone": "second"})
    other = Client()
    other.force_login(office2)
    other.post(url, seen | {"phone": "third", "version": 2})
    of_another = signed_in.post(url, seen | {"phone": "second"})

    assert ("另一个窗口" in own.text, "他人" in own.text) == (True, False)
    assert ("另一个窗口" in of_another.text, "他人" in of_another.text) == (False, True)


def test_two_who_save_by_turns_read_who_saved_last_and_who_before_since_they_opened_it(
    signed_in, department, office, office2
):
    url, seen, other = f"/department/{department.pk}/", typed(department), Client()
    other.force_login(office2)
    other.post(url, seen | {"phone": "1"})
    signed_in.post(url, seen | {"phone": "2", "version": 2})
    own = signed_in.post(url, seen | {"phone": "5"})
    other.post(url, seen | {"phone": "3", "version": 3})
    others = signed_in.post(url, seen | {"phone": "5"})
    later = signed_in.post(url, seen | {"phone": "5", "version": 3})

    told = [{name: page.context[name] for name in ("saver", "saved_before")} for page in (own, others, later)]
    assert told == [
        {"saver": "own", "saved_before": str(office2)},
        {"saver": "other", "saved_before": "您本人"},
        {"saver": "other", "saved_before": ""},
    ]
    assert f"由{office2}最后保存" in others.text
    assert [row.stored for row in others.context["differences"]] == ["3"]


def test_nothing_is_saved_of_which_it_is_not_kept_who_saved_it(signed_in, department, monkeypatch):
    def broken(**_said):
        raise OperationalError("database is locked")

    monkeypatch.setattr(LastSave.objects, "update_or_create", broken)

    answer = signed_in.post(f"/department/{department.pk}/", typed(department) | {"phone": "first"})

    department.refresh_from_db()
    assert (answer.status_code, department.phone, department.version) == (503, "", 1)


def test_what_one_saved_on_another_device_is_told_as_the_own_and_what_no_form_saved_as_nobodys(
    signed_in, department, office
):
    url, seen, phone = f"/department/{department.pk}/", typed(department), Client()
    phone.force_login(office)
    phone.post(url, seen | {"phone": "first"})
    own = signed_in.post(url, seen | {"phone": "second"})
    department.end(date(2020, 1, 1))
    ended = signed_in.post(url, seen | {"phone": "second"})

    assert ("另一台设备" in own.text, "他人" in own.text) == (True, False)
    assert ("期间发生了变化" in ended.text, "另一台设备" in ended.text) == (True, False)


def test_the_own_text_can_be_taken_over_the_stored_one(signed_in, department):
    seen = typed(department)
    signed_in.post(f"/department/{department.pk}/", seen | {"phone": "first"})
    conflict = signed_in.post(f"/department/{department.pk}/", seen | {"phone": "second"}).context
    again = dict(conflict["typed"]) | {"version": conflict["version"]}

    response = signed_in.post(conflict["action"], again)

    department.refresh_from_db()
    assert response.status_code == 302
    assert (department.phone, department.version) == ("second", 3)


def test_the_own_text_can_be_looked_at_again_before_it_is_saved(signed_in, department):
    seen = typed(department)
    signed_in.post(f"/department/{department.pk}/", seen | {"phone": "first"})

    response = signed_in.post(
        f"/department/{department.pk}/", seen | {"phone": "second", "version": 2, "look_again": 1}
    )

    department.refresh_from_db()
    assert response.status_code == 200
    assert response.context["form"]["phone"].value() == "second"
    assert response.context["form"]["version"].value() == "2"
    assert department.phone == "first"


def test_a_form_without_its_version_is_not_saved(signed_in, department):
    response = signed_in.post(f"/department/{department.pk}/", {"name": "无版本局"})

    department.refresh_from_db()
    assert response.status_code == 200
    assert department.name == "示例水务局"


def test_posting_a_field_that_the_form_does_not_have_changes_nothing(signed_in, department):
    signed_in.post(f"/department/{department.pk}/", typed(department, order=77, created="2000-01-01"))

    department.refresh_from_db()
    assert department.order != 77


def test_who_may_see_but_not_change_is_told_403(client, clerk, department):
    client.force_login(clerk)

    assert client.get(f"/department/{department.pk}/").status_code == 403
    assert client.post(f"/department/{department.pk}/", typed(department)).status_code == 403


def test_what_is_not_there_is_404(signed_in):
    assert signed_in.get("/department/99999999999999999999999/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.CharField(), "停车", "停车"),
        (forms.CharField(required=False), None, ""),
        (forms.BooleanField(required=False), "on", "是"),
        (forms.ChoiceField(choices=Venue.Kind.choices), "nowhere", "nowhere"),
        (forms.MultipleChoiceField(choices=[("a", "甲"), ("b", "乙")]), ["a", "b"], "甲、乙"),
        (forms.IntegerField(), "7", "7"),
    ],
)
def test_values_are_shown_as_people_read_them(field, value, words):
    assert in_words(field, value).replace("yes", "是") == words


def test_dates_read_alike_whether_typed_or_stored():
    field = forms.DateField()

    assert in_words(field, "2024-05-01") == in_words(field, date(2024, 5, 1))


def test_records_are_named_whether_chosen_or_stored(committee):
    field = forms.ModelMultipleChoiceField(Committee.objects.none())

    assert in_words(field, [str(committee.pk)]) == in_words(field, [committee]) == "城东片区联络工委"
