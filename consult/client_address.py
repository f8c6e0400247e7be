from ipaddress import ip_address

from django.conf import settings


def address_of(request):
    """The address that asks; in production the one that the proxy in front saw, "" where none is known.

    A proxy adds what it saw to the end of `X-Forwarded-For`; what stands before it anybody can have written.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.PRODUCTION else ""
    return valid(seen.rpartition(",")[2].strip()) or request.META.get("REMOTE_ADDR", "")


def valid(address):
    try:
        return str(ip_address(address))
    except ValueError:
        return ""
