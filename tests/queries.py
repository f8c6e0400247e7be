from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, url):
    """How many queries the page takes; it is asked once before, so that caches are warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
