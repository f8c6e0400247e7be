"""The way back from a record to the list one came from: filtered, sorted and paged as it was."""

from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.urls import reverse

COOKIE = "list"
LONGEST = 1500


def remembered(response, request, register):
    """The answer of a list, with the list's address in a cookie that ends with the browser."""
    address = f"{register}:{request.get_full_path()}"
    if len(address) > LONGEST:
        address = f"{register}:{request.path}"
    if register and request.COOKIES.get(COOKIE) != address:
        response.set_cookie(COOKIE, address, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def way_back(request, register):
    """The address of the list as it was seen last; the plain list where the last one seen was another."""
    plain = reverse(register)
    name, _sign, address = request.COOKIES.get(COOKIE, "").partition(":")
    # The prefix keeps a planted cookie from leading to another host.
    return address if name == register and address.startswith(plain) else plain


def with_ticks(address, rows):
    """The address of a list with these rows ticked, and no others."""
    path, _sign, query = address.partition("?")
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "row"]
    pairs += [("row", row) for row in rows]
    return f"{path}?{urlencode(pairs)}" if pairs else path
