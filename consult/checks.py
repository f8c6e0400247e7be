from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error
from django.db import connection

SECURE_COOKIES = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE")


def settings_fit_for_production(app_configs, **kwargs):
    """Errors for what must not be so where real people sign in."""
    errors = []
    if settings.DEBUG:
        errors.append(Error("DEBUG shows the inside of the platform to everybody.", id="consult.E001"))
    if "*" in settings.ALLOWED_HOSTS:
        hint = "Name the hosts in ALLOWED_HOSTS: one-time links and door codes bear the name that a request claims."
        errors.append(Error("ALLOWED_HOSTS takes any name.", hint=hint, id="consult.E004"))
    for name in SECURE_COOKIES:
        if not getattr(settings, name):
            hint = "Set CONSULT_PRODUCTION=1 and serve over HTTPS."
            errors.append(Error(f"{name} is off: cookies travel unencrypted.", hint=hint, id="consult.E002"))
    return errors


def is_migrated(model):
    return model._meta.db_table in connection.introspection.table_names()


def no_superuser(app_configs, databases=None, **kwargs):
    """An error for each superuser: one who holds every right defeats the separation of the three administrators.

    Reads the name alone: `migrate` asks it of a table that still lacks the columns of a newer version.
    """
    model = get_user_model()
    if not settings.PRODUCTION or not databases or not is_migrated(model):
        return []
    names = model._base_manager.filter(is_superuser=True).values_list(model.USERNAME_FIELD, flat=True)
    return [
        Error(
            f"The account {name} is a superuser.",
            hint="Give it an appointment instead.",
            id="consult.E003",
        )
        for name in names
    ]
