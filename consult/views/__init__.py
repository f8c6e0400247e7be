from consult.views.dictionaries import NotedChanges, RetiredOrDeleted
from consult.views.edits import (
    AddedRecord,
    EditWithVersion,
    FormOfRecord,
    MadeOnce,
    VisibleRecord,
    conflict_page,
    is_sent,
    next_version,
    remember_save,
)
from consult.views.errors import bad_request, csrf_failure, page_not_found, permission_denied, server_error
from consult.views.health import healthz, keepalive, readyz
from consult.views.lists import ListPage
from consult.views.ticks import ListAction
from consult.views.typed_text import language, typed_forget, typed_keep

__all__ = [
    "AddedRecord",
    "EditWithVersion",
    "FormOfRecord",
    "ListAction",
    "ListPage",
    "MadeOnce",
    "NotedChanges",
    "RetiredOrDeleted",
    "VisibleRecord",
    "bad_request",
    "conflict_page",
    "csrf_failure",
    "healthz",
    "is_sent",
    "keepalive",
    "language",
    "next_version",
    "page_not_found",
    "permission_denied",
    "readyz",
    "remember_save",
    "server_error",
    "typed_forget",
    "typed_keep",
]
