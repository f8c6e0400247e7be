from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from consult.models import LoadedData
from consult.options import Option, declare, held, remembered
from consult.session_limits import SECONDS_BETWEEN_MARKS

DEMO_KEY = "demo-data-is-loaded"
declare(
    Option("county", _("County"), settings.COUNTY, _("Identity")),
    Option("brand", _("Brand"), "有事来协商 · 商量好办事", _("Identity")),
)


def demo_data_is_loaded():
    """Whether the fictional county stands in the database; asked as seldom as the options."""
    return cache.get_or_set(DEMO_KEY, demo_data_is_stored, settings.OPTIONS_SECONDS)


def demo_data_is_stored():
    return LoadedData.objects.filter(name=LoadedData.DEMO).exists()


@receiver([post_save, post_delete], sender=LoadedData)
def forget_demo_data(**kwargs):
    cache.delete(DEMO_KEY)


def identity(read=remembered):
    """What the platform is called and whose it is; asks no database unless `read` does."""
    return {
        "platform_name": _("Consultation topics platform"),
        "platform_brand": read("brand"),
        "county": read("county"),
    }


def platform(request):
    """What every page shows of the platform, and how long the browser may count on the session."""
    return identity(held) | {
        "demo_data": demo_data_is_loaded(),
        "session_seconds": settings.SESSION_IDLE_SECONDS - SECONDS_BETWEEN_MARKS,
    }
