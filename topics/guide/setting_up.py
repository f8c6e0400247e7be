"""The help on setting up an installation: who does what, in which order."""

from django.utils.translation import gettext_lazy as _

from members.models import Role
from topics.guide.part import Part

SETTING_UP = (
    Part(
        _("System administrator: the first accounts"),
        _("The office's first, then at least two people for each of the Party group and the presidium, so that a second "
          "one can correct a wrong entry. Type or paste them, one on each line; the links come as one workbook and are "
          "handed over in person."),
        "", "account_list", Role.SYSADMIN,
    ),
    Part(
        _("Security administrator: who is what"),
        _("Appoint them, several at once, a line each. The home page names the roles and units that nobody holds. Nobody "
          "acts before the first day of the appointment."),
        "", "appointment_list", Role.SECADMIN,
    ),
    Part(
        _("Office: the county's name and the deadlines"),
        _("In the settings: the name as it stands in titles and workbooks, the deadlines, the dictionaries and the points."),
        "", "settings", Role.OFFICE,
    ),
    Part(
        _("Office: terms and sectors"),
        _("The term that runs, with its first day, then its sectors, pasted one on each line. Members and meetings need them."),
        "", "term_list", Role.OFFICE,
    ),
    Part(
        _("Office: townships, committees, venues, departments"),
        _("In this order, by hand or as the workbook you have: its headings may differ and titles may stand above. The "
          "preview shows each row before anything is saved, and an import can be undone. The five haves come in with the "
          "venues, in columns of their own."),
        "", "import_list", Role.OFFICE,
    ),
    Part(
        _("Office: the members"),
        _("With member number, sector and committee. The column of posts makes the chair, the vice-chairs and the "
          "secretary-general, who can lead topics; the post in the committee makes its director."),
        "", "member_list", Role.OFFICE,
    ),
    Part(
        _("System administrator: everybody else's accounts"),
        _("Staff of committees and departments one on each line; those of all members at once, with the member number as "
          "user name."),
        "", "account_list", Role.SYSADMIN,
    ),
    Part(
        _("Security administrator: staff and liaisons"),
        _("Appoint them for their committees and departments; where a department's head checks its answers, appoint the head too. "
          "Members need no appointment."),
        "", "appointment_list", Role.SECADMIN,
    ),
    Part(
        _("Office: the annual plan and earlier topics"),
        _("Begin the annual plan before topics are accepted, so that each can name its item; a plan on paper can be entered with the "
          "days of that paper, its items as the workbook you have. Topics of earlier years are recorded one by one or imported."),
        "", "annual_plan_list", Role.OFFICE,
    ),
)  # fmt: skip
