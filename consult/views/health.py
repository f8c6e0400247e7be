import os
import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consult.backups import hours_since_backup
from consult.session_limits import mark_session

LEAST_FREE_BYTES = 200 * 1024 * 1024


@never_cache
@require_safe
def keepalive(request):
    """204 while somebody is signed in; counts as use of the session. Otherwise the way to the sign-in page."""
    mark_session(request.session, gap=0)
    return HttpResponse(status=204)


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """200 when the database answers and is migrated, and files can be stored; else 503; each check by name.

    How old the last backup is, is told beside them: to take the platform away for that would help nobody.
    """
    checks = database_checks() | storage_checks(settings.MEDIA_ROOT)
    ready = all(checks.values())
    told = {"checks": checks, "hours_since_backup": hours_since_backup()}
    return JsonResponse({"status": "ok" if ready else "not ready"} | told, status=200 if ready else 503)


def database_checks():
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": not waiting}


def storage_checks(media):
    try:
        media.mkdir(parents=True, exist_ok=True)
        return {
            "media": os.access(media, os.W_OK | os.X_OK),
            "disk": shutil.disk_usage(media).free >= LEAST_FREE_BYTES,
        }
    except OSError:
        return {"media": False, "disk": False}
