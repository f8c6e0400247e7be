from django.test import Client
from django.urls import reverse

from tests import factories


def test_people_change_their_e_mail_and_language_and_nothing_else(client, outsider):
    client.force_login(outsider)
    data = {"email": "a@example.org", "language": "en", "name": "冒名", "is_superuser": "on", "username": "x"}

    response = client.post(reverse("profile"), data | {"version": 1})

    changed = factories.fresh(outsider)
    assert (changed.email, changed.language) == ("a@example.org", "en")
    assert (changed.name, changed.is_superuser, changed.username) == ("outsider", False, "outsider")
    assert response.cookies["django_language"].value == "en"


def test_who_wants_larger_text_has_it_on_every_page(client, outsider):
    client.force_login(outsider)
    before = client.get("/members/").text

    client.post(reverse("profile"), {"email": "", "language": "", "has_larger_text": "on", "version": 1})

    pages = [before, client.get("/members/").text, client.get(reverse("check_in", args=["nowhere"])).text]
    assert ['class="larger"' in page for page in pages] == [False, True, True]


def test_a_liaison_alone_names_the_telephone_of_the_desk_and_no_mobile(client, dept_user, outsider):
    place, said = reverse("profile"), {"version": 1, "office_phone": "０８１８－6000000转８０１（总机）"}
    pages = {}
    for user in (outsider, dept_user):
        client.force_login(user)
        pages[user] = client.get(place).context["form"]
        refused = client.post(place, said | {"office_phone": "+86 138-0000 0000"})
        client.post(place, said)

    assert ["office_phone" in form.fields for form in pages.values()] == [False, True]
    assert list(refused.context["form"].errors) == ["office_phone"]
    assert [factories.fresh(user).office_phone for user in pages] == ["", "0818-6000000转801（总机）"]


def test_the_profile_shows_the_own_appointments(client, clerk, committee):
    client.force_login(clerk)

    assert f"联络工委工作人员 · {committee}" in client.get(reverse("profile")).text


def test_ending_the_other_sessions_needs_the_password_and_keeps_this_one(outsider):
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.force_login(outsider)

    refused = here.post(reverse("end_other_sessions"), {"password": "wrong"})
    still_open = elsewhere.get("/members/").status_code
    here.post(reverse("end_other_sessions"), {"password": factories.PASSWORD})

    assert (refused.status_code, still_open) == (200, 200)
    assert here.get("/members/").status_code == 200
    assert elsewhere.get("/members/").status_code == 302
    assert factories.fresh(outsider).check_password(factories.PASSWORD)


def test_the_profile_does_not_lead_to_the_account_that_opens_for_administrators_alone(client, outsider):
    client.force_login(outsider)

    assert outsider.get_absolute_url() not in client.get(reverse("profile")).text
