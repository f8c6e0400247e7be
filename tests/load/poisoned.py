"""Sends every page, of every area and by whom it is open to, all that no browser sends: nothing may be a failure.

`.venv/bin/python -m tests.load.poisoned`, some six minutes, on a SQLite file of its own that is thrown away.
"""

import os
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from urllib.parse import urlencode


def main():
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.pages import AREAS

    setup_test_environment()
    call_command("migrate", verbosity=0)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    answers, failed = Counter(), []
    for area in AREAS:
        with transaction.atomic():
            for request, status in sent(Client(raise_request_exception=False), area):
                answers[status] += 1
                if status >= 500:
                    failed.append(request)
                    print(area, status, *(str(part)[:100] for part in request))
            transaction.set_rollback(True)
    print(dict(sorted(answers.items())), f"{len(failed)} failed of {answers.total()}")
    return bool(failed)


def sent(client, area):
    """Each request of an area with the status of its answer."""
    from tests import worlds
    from tests.cast import Cast
    from tests.hostile.poisons import POISONS, reader, status
    from tests.journeys import Journey
    from tests.pages import AREAS
    from tests.signing_in import signed_in
    from tests.test_pages import url_of

    cast = Journey(Cast()).everybody()
    world = {name.replace(" ", "-"): record for name, record in getattr(worlds, area)(cast).items()}
    for row in AREAS[area]:
        url, user = url_of(*row[:2], world), cast[reader(row)]
        signed_in(client, user)
        forms = forms_of(client, url)
        offered = set().union(*(form.inputs.keys() for _address, form in forms))
        for request in [*(poison(url, offered) for poison in POISONS), *one_by_one(forms)]:
            signed_in(client, user)
            yield request, status(client, request)


def one_by_one(forms):
    """Each form filled in as a browser would, but for one field."""
    from tests.hostile.poisons import FORM, VALUES
    from tests.hostile.test_forged_fields import clicked, filled

    for address, form in forms:
        whole = clicked(form) | filled(form)
        for name in whole:
            for value in VALUES:
                yield "POST", address, urlencode(whole | {name: value}).encode(), FORM, {}


def forms_of(client, url):
    from tests.hostile.test_forged_fields import forms_of

    with suppress(Exception):
        return forms_of(client, url)
    return []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "consult.settings", "CONSULT_VAR": folder}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
        sys.exit(main())
