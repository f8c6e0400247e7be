from datetime import timedelta

from members.links import make_one_time_link, one_time_links
from tests import factories


def token_of(path):
    return path.rstrip("/").rsplit("/", 1)[-1]


def test_a_link_ends_the_old_password_and_every_earlier_link(db):
    account = factories.user()
    earlier = token_of(make_one_time_link(account))

    latest = token_of(make_one_time_link(account))

    assert not account.check_password(factories.PASSWORD)
    assert not one_time_links.check_token(account, earlier)
    assert one_time_links.check_token(account, latest)


def test_a_link_is_dead_once_the_password_is_set_or_the_account_is_closed(db):
    first, second = factories.user(), factories.user()
    tokens = [token_of(make_one_time_link(account)) for account in (first, second)]

    first.set_password(factories.PASSWORD)
    second.is_active = False

    assert not one_time_links.check_token(first, tokens[0])
    assert not one_time_links.check_token(second, tokens[1])


def test_a_link_expires(db, settings):
    account = factories.user()
    token = token_of(make_one_time_link(account))

    settings.PASSWORD_RESET_TIMEOUT = -1

    assert not one_time_links.check_token(account, token)


def test_a_link_lasts_three_days(db, monkeypatch):
    account = factories.user()
    token, made = token_of(make_one_time_link(account)), one_time_links._now()

    works = []
    for days in (2, 4):
        monkeypatch.setattr(one_time_links, "_now", lambda days=days: made + timedelta(days=days))
        works.append(one_time_links.check_token(account, token))

    assert works == [True, False]
