from consult.models.append_only import AppendOnly, AppendOnlyQuerySet, AppendOnlyRecord, digest_of
from consult.models.base import LoadedData, Stamped, holding_on
from consult.models.calendar import CalendarDay, CalendarVersion
from consult.models.files import Import, OrderedFile
from consult.models.forms import LastSave, SentForm, TypedText
from consult.models.names import FormerNames
from consult.models.options import Setting, SettingChange
from consult.models.registers import RegisterSettings
from consult.models.trail import TrailEntry

__all__ = [
    "AppendOnly",
    "AppendOnlyQuerySet",
    "AppendOnlyRecord",
    "CalendarDay",
    "CalendarVersion",
    "FormerNames",
    "Import",
    "LastSave",
    "LoadedData",
    "OrderedFile",
    "RegisterSettings",
    "SentForm",
    "Setting",
    "SettingChange",
    "Stamped",
    "TrailEntry",
    "TypedText",
    "digest_of",
    "holding_on",
]
