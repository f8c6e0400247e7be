"""Signing in by password and code, and what each does about the own second step on the profile."""

import time
from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from consult.models import TrailEntry, TypedText
from consult.password_again import MARK as GIVEN
from members.half_signed_in import MARK
from tests import factories
from tests.phones import KEY, code_of, equip, key_on, next_code, set_up_by_page

LOGIN, STEP, SET_UP = reverse("login"), reverse("second_step"), reverse("second_factor_set_up")
PASSWORD = {"password": factories.PASSWORD}
BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def owner(outsider):
    """Somebody with a phone, and the recovery codes to it."""
    account, account.codes = equip(outsider)
    return account


@pytest.fixture
def half(client, owner):
    """A browser in which the owner has given the right password."""
    client.post(LOGIN, {"username": owner.username} | PASSWORD)
    return client


def deeds():
    return [line.deed for line in TrailEntry.objects.order_by("sequence")]


def give(client, code, address=STEP):
    return client.post(address, {"code": code})


def test_the_password_leads_to_the_code_and_the_code_to_where_one_was_going(client, owner):
    client.session.save()
    keys = [client.session.session_key]

    asked = client.post(LOGIN, {"username": "outsider", "next": "/members/"} | PASSWORD)
    keys.append(client.session.session_key)
    page = client.get(asked.url)
    led_on = give(client, next_code(owner), asked.url)
    keys.append(client.session.session_key)

    assert (asked.url, led_on.url) == (f"{STEP}?next=%2Fmembers%2F", "/members/")
    assert 'autocomplete="one-time-code"' in page.text
    assert 'inputmode="numeric"' in page.text
    assert len(set(keys)) == 3
    assert MARK not in client.session
    assert client.get("/members/").status_code == 200
    assert deeds() == ["signed_in"]


def sent_late(client, owner):
    form = {"typed_place": "/profile/", "keeps_typed": "1", "title": "写了半小时"}
    return client.post(LOGIN, {"username": owner.username, "late": urlencode(form)} | PASSWORD, follow=True)


@pytest.mark.parametrize("again", [False, True])
def test_a_form_sent_too_late_is_kept_once_the_code_is_given_also_after_its_time(client, owner, again):
    asked = sent_late(client, owner)
    late, before = {"late": asked.context["sent_late"]}, TypedText.objects.count()
    if again:
        session = client.session
        session[MARK] |= {"since": 0}
        session.save()
        once_more = client.post(STEP, late | {"code": "123456"}, follow=True)
        late = {"late": once_more.context["sent_late"]}
        client.post(LOGIN, late | {"username": owner.username} | PASSWORD)

    client.post(STEP, late | {"code": next_code(owner)})

    [kept] = TypedText.objects.all()
    assert (asked.request["PATH_INFO"], asked.context["form"].errors) == (STEP, {})
    assert (before, kept.user, kept.place, kept.excerpt) == (0, owner, "/profile/", "写了半小时")


def test_a_form_sent_too_late_takes_no_room_on_the_server_before_the_code(client, owner):
    sent_late(client, owner)

    assert set(client.session.keys()) == {MARK}


def test_who_owes_password_and_second_step_is_led_on_to_the_form_that_was_sent_too_late(client, db, settings):
    place = reverse("profile")
    settings.SECOND_FACTOR = "everybody"
    owing = factories.user(must_change_password=True)
    form = {"typed_place": place, "keeps_typed": "1", "title": "写了半小时"}
    said = {"username": owing.username, "late": urlencode(form), "next": place} | PASSWORD

    owed = client.get(client.post(LOGIN, said).url).url
    new = {"new_password1": "Another-2026-pass", "new_password2": "Another-2026-pass"}
    led = client.post(owed, {"old_password": factories.PASSWORD} | new).url
    set_up = client.get(led).url
    codes = give(client, code_of(key_on(client.get(set_up))), set_up).url

    assert (led, set_up) == (place, reverse("second_factor_set_up", query={"next": place}))
    assert f'<a class="btn btn-plain" href="{place}">' in client.get(codes).text
    assert '<a class="btn btn-plain" href="/">' in client.get(f"{codes.partition('?')[0]}?next=//bad.example/").text
    assert TypedText.objects.get().user == owing


def test_a_form_sent_too_late_is_kept_for_nobody_else(client, owner, office):
    sent_late(client, owner)
    account, _codes = equip(office)
    client.post(LOGIN, {"username": account.username} | PASSWORD)

    give(client, next_code(account))

    assert TypedText.objects.count() == 0


def test_the_code_leads_to_no_other_host(half, owner):
    assert give(half, next_code(owner), f"{STEP}?next=https://example.org/").url == "/"


def test_who_is_signed_in_already_is_led_on_whatever_the_address_says(client, office):
    client.force_login(office)

    assert client.get(f"{STEP}?next=nan").url == "nan"


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", "{wide}"])
def test_a_code_is_taken_as_people_type_it(half, owner, typed):
    code = next_code(owner)
    wide = code.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})

    assert give(half, typed.format(code[:3], code[3:], wide=wide)).status_code == 302


def test_a_code_works_once(half, owner):
    code = next_code(owner)
    give(half, code)
    half.post(reverse("logout"))
    half.post(LOGIN, {"username": "outsider"} | PASSWORD)

    again = give(half, code)

    assert again.status_code == 200
    assert half.get("/members/").status_code == 302
    assert deeds() == ["signed_in", "signed_out", "wrong_code"]


def test_the_code_that_confirmed_the_phone_is_used_up(client, outsider):
    client.force_login(outsider)
    address = reverse("second_factor_set_up")
    code = code_of(key_on(client.get(address)))
    give(client, code, address)
    stranger = Client()
    stranger.post(LOGIN, {"username": "outsider"} | PASSWORD)

    assert give(stranger, code).status_code == 200


def test_a_recovery_code_works_once_and_says_how_many_are_left(half, owner):
    first = half.get(give(half, f"{owner.codes[0][:5]} {owner.codes[0][5:]}").url)
    stranger = Client()
    stranger.post(LOGIN, {"username": "outsider"} | PASSWORD)

    assert "还有9个备用码可用" in first.text
    assert give(stranger, owner.codes[0]).status_code == 200
    assert give(stranger, owner.codes[1]).status_code == 302
    assert deeds() == ["recovery_used", "signed_in", "wrong_code", "recovery_used", "signed_in"]


def test_nobody_signs_in_by_the_code_of_somebody_else(half, office):
    other, codes = equip(office)

    assert [give(half, code).status_code for code in (codes[0], "")] == [200, 200]


def test_in_a_browser_of_two_the_page_says_whose_code_it_asks_and_who_needs_none_ends_it(half, owner):
    asked = half.get(STEP)
    factories.user("second")

    half.post(LOGIN, {"username": "second"} | PASSWORD)

    assert f'<b translate="no">{owner.username}</b>' in asked.text
    assert MARK not in half.session


def test_wrong_codes_lock_together_with_wrong_passwords_and_a_right_password_clears_none(half, owner):
    give(half, "000000")
    give(half, "0000000000")
    half.post(LOGIN, {"username": "outsider", "password": "wrong"})
    half.post(LOGIN, {"username": "outsider"} | PASSWORD)

    told, locked = give(half, "12345"), give(half, "1234567")

    assert "失败5次将锁定登录15分钟" in told.text
    assert (locked.status_code, "锁定" in locked.text) == (429, True)
    assert give(half, next_code(owner)).status_code == 429
    assert half.post(LOGIN, {"username": "outsider"} | PASSWORD).status_code == 429
    assert deeds() == ["wrong_code"] * 2 + ["not_signed_in"] + ["wrong_code"] * 2 + ["locked_out"] * 2
    assert "12345" not in "".join(AccessAttempt.objects.values_list("post_data", flat=True))


def test_a_code_that_is_right_clears_what_was_wrong_before(half, owner):
    give(half, "000000")

    give(half, next_code(owner))

    assert not AccessAttempt.objects.exists()


def test_who_has_given_no_password_is_asked_for_no_code(client, owner):
    assert client.get(f"{STEP}?next=/members/").url == f"{LOGIN}?next=%2Fmembers%2F"
    assert give(client, next_code(owner)).url == LOGIN


@pytest.mark.parametrize("change", ["time", "password", "phone", "closed"])
def test_the_password_counts_for_ten_minutes_and_while_nothing_of_the_account_changes(half, owner, change):
    code = next_code(owner)
    if change == "time":
        session = half.session
        session[MARK] |= {"since": int(time.time()) - 601}
        session.save()
    elif change == "password":
        owner.set_password("Another-2026-pass")
        owner.save()
    elif change == "phone":
        code = equip(owner)[1][0]
    else:
        type(owner).objects.update(is_active=False)

    assert give(half, code).url == LOGIN
    assert "请重新登录" in half.get(LOGIN).text
    assert half.get("/members/").status_code == 302


def test_setting_up_needs_a_code_of_the_new_key_and_ends_the_other_sessions(client, outsider):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(outsider)
    page = client.get(SET_UP)

    refused = give(client, "000000", SET_UP)
    before = factories.fresh(outsider).second_factor_since
    done = give(client, code_of(key_on(page)), SET_UP)

    assert key_on(refused) == key_on(page)
    assert 'src="data:image/svg+xml' in page.text
    assert "otpauth://totp/" in page.text
    assert (refused.status_code, before) == (200, None)
    assert done.url == reverse("recovery_codes")
    assert client.get("/members/").status_code == 200
    assert elsewhere.get("/members/").status_code == 302
    assert deeds() == ["second_set_up"]


def test_recovery_codes_are_shown_once(client, outsider):
    client.force_login(outsider)
    shown = set_up_by_page(client).url

    first, second = client.get(shown), client.get(shown)

    assert len(set(first.context["codes"])) == 10
    assert first["Cache-Control"] == "no-store"
    assert first.context["codes"][0] in first.text
    assert second.context["codes"] == []


def test_new_recovery_codes_take_the_place_of_the_old_and_ask_for_the_password(client, owner):
    client.force_login(owner)
    renew = reverse("recovery_codes_renew")

    refused = client.post(renew, {"password": "wrong"})
    shown = client.get(client.post(renew, PASSWORD).url).context["codes"]
    client.post(reverse("logout"))
    client.post(LOGIN, {"username": "outsider"} | PASSWORD)

    assert refused.status_code == 200
    assert [give(client, code).status_code for code in (owner.codes[0], shown[0])] == [200, 302]
    assert "recovery_renewed" in deeds()


def test_another_phone_takes_the_place_of_the_first(client, owner):
    client.force_login(owner)
    old = next_code(owner)

    set_up_by_page(client)
    client.post(reverse("logout"))
    client.post(LOGIN, {"username": "outsider"} | PASSWORD)

    assert [give(client, code).status_code for code in (old, owner.codes[0], next_code(owner))] == [200, 200, 302]


def test_switching_off_asks_for_the_password_and_then_the_password_is_enough(client, owner):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(owner)
    off = reverse("second_factor_end")

    refused = client.post(off, {"password": "wrong"})
    client.post(off, PASSWORD)

    assert refused.status_code == 200
    assert (client.get("/members/").status_code, elsewhere.get("/members/").status_code) == (200, 302)
    assert elsewhere.post(LOGIN, {"username": "outsider"} | PASSWORD).url == "/"
    assert deeds()[1:3] == ["second_ended", "signed_in"]


def test_at_a_screen_left_alone_nobody_sets_a_phone_up(client, outsider):
    client.force_login(outsider)
    session = client.session
    del session[GIVEN]
    session.save()

    assert client.get(SET_UP).url == f"{reverse('password_again')}?next=%2Faccounts%2Fsecond-step%2Fset-up%2F"


def test_no_page_export_or_line_of_the_trail_shows_the_key_again(client, owner, sysadmin, auditor):
    client.force_login(owner)
    own = [client.get(reverse(name)).text for name in ("profile", "recovery_codes", "recovery_codes_renew")]
    own.append(client.get(SET_UP).text)
    client.force_login(sysadmin)
    accounts = [client.get(owner.get_absolute_url()).text, client.get("/accounts/?export=csv").text]
    client.force_login(auditor)
    trail = [client.get("/trail/?export=csv").text]

    read = "".join([*own, *accounts, *trail]).replace("</code> <code>", "")

    assert "两步验证" in accounts[0]
    assert [secret for secret in (KEY, BASE32, *owner.codes) if secret in read] == []


@pytest.mark.parametrize("name", ["second_factor_set_up", "recovery_codes_renew", "second_factor_end"])
def test_what_the_trail_cannot_tell_is_not_done(client, owner, monkeypatch, name):
    def fail(*args, **kwargs):
        raise OSError

    client.force_login(owner)
    key = key_on(client.get(SET_UP))
    monkeypatch.setattr("members.views.second_factor.record", fail)
    with pytest.raises(OSError):
        client.post(reverse(name), PASSWORD | {"code": code_of(key)})
    monkeypatch.undo()
    client.post(reverse("logout"))
    client.post(LOGIN, {"username": "outsider"} | PASSWORD)

    assert give(client, owner.codes[0]).status_code == 302


def test_without_its_line_no_recovery_code_is_used_up(half, owner, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("members.second_factor.record", fail)
    with pytest.raises(OSError):
        give(half, owner.codes[0])
    monkeypatch.undo()

    assert give(half, owner.codes[0]).status_code == 302
