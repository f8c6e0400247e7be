"""Parts of the help on the change of term 换届: what the office and two of the administrators do for it."""

from django.utils.translation import gettext_lazy as _

from topics.guide.part import Part

NEW_TERM = (
    Part(
        _("When a new term begins: before the day"),
        _("Under “Terms and sectors” edit the old term to give it its last day, then “Add a term” and “Add several sectors”: those of "
          "the old term stand there to be changed. Review meetings scheduled after the last day wait in your workspace. Add new "
          "committees with their first day and their townships, which go over on it. Then import the whole roster with the first day "
          "of the term under “From”: who is re-elected keeps the member number, the record and, where the cell is empty, the post; new "
          "directors may stand beside those who leave. Until the day they are “yet to take office”."),
        "",
        "term_list",
    ),
    Part(
        _("When a new term begins: from the day on"),
        _("Your workspace counts who is in office still by the old term: “Members leaving with this term” lets them leave at once. Who "
          "holds an appointment besides is ticked by hand and keeps it or not. Then hand over what a committee has and end it, or give "
          "it a new name. Review meetings count from 1 again; one that was put off into the new term gets that under “Edit” first. What "
          "the old Party group passed goes on to the new presidium. Your workspace counts open topics whose leading vice-chair has left: "
          "tick them in the register and “Change who leads”. Take members who left off the drafts of plans; for an approved plan the "
          "page of the session names them and leads to inviting others instead. Former members: filter by “left office”."),
        "",
        "member_list",
    ),
)  # fmt: skip
NEW_TERM_APPOINTMENTS = Part(
    _("When a new term begins"),
    _("Ahead of the day filter the appointments by role, tick those that end and choose “End the ticked ones” with their last day; then "
      "“Appoint several people” from the first day on. Your workspace names what ends within 30 days and which committee nobody serves. "
      "A member who left may keep an appointment: the office says so, and you end it when it is to end."),
    "",
    "appointment_list",
)  # fmt: skip
NEW_TERM_ACCOUNTS = Part(
    _("When a new term begins"),
    _("Some days ahead “Add several accounts” for new staff who are no members, and “Accounts for members without one”: who is yet to take "
      "office stands there, too, and the links hold for the days that the page names. Who leaves office loses the account by the "
      "office's step; one kept for an appointment you close when that has ended."),
    "",
    "account_list",
)  # fmt: skip
