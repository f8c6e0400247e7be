"""A phone for the sign-in is set up, and asked from then on."""

from base64 import b32decode

from django.urls import reverse

from tests import factories
from tests.browser.forms import enter, follow, send
from tests.phones import code_of, next_code


def test_an_administrator_sets_the_second_step_up_and_signs_in_by_it(page, sign_in, sysadmin, settings, complaints):
    sign_in(sysadmin)
    settings.SECOND_FACTOR = "administrators"
    page.goto("/accounts/")
    picture = page.locator("img.second-code")
    key = "".join(page.locator(".secret-key code").all_inner_texts())
    enter(page, code=code_of(b32decode(key).hex()))
    drawn = picture.evaluate("picture => picture.naturalWidth")
    send(page)
    recovery = page.locator(".recovery-codes code").all_inner_texts()
    follow(page, f".btn[href='{reverse('account_list')}']")
    page.context.clear_cookies()

    page.goto("/accounts/login/?next=/accounts/")
    for code in (next_code(sysadmin), recovery[0]):
        enter(page, username=sysadmin.username, password=factories.PASSWORD)
        send(page, "main button[type=submit]")
        asked = page.url
        enter(page, code=code)
        send(page, "main button[type=submit]")
        assert ("/accounts/login/code/" in asked, page.url.endswith("/accounts/")) == (True, True)
        page.context.clear_cookies()
        page.goto("/accounts/login/?next=/accounts/")

    assert drawn > 0
    assert complaints == []
