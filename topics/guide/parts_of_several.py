"""Parts of the help that several roles have in common."""

from django.utils.translation import gettext_lazy as _

from topics.guide.part import Part

WAITING = Part(
    _("Begin at the workspace"),
    _("What waits for you stands there first, by due date: since when, why it was sent back, and its button. A tile opens "
      "the list it counts."),
    "home",
)  # fmt: skip
SEARCHING = Part(
    _("Search everything at once"),
    _("The field at the top, on the phone the magnifying glass, searches topics, recommendations, plans, sessions, members "
      "and units by words and numbers, names of members by pinyin too. The number beside each part opens its register, where "
      "filters narrow it down."),
    "search",
    "search",
)  # fmt: skip
READING = Part(
    _("Find a topic and read it"),
    _("The register filters by year, source, stage, organiser and words; a filter can be kept under a name. The page of "
      "a topic shows where it stands, who acts next and by when, and its whole history."),
    "topic",
    "topic_list",
)  # fmt: skip
SECOND_STEP = Part(
    _("Second step at sign-in"),
    _(
        "After the password the platform can ask for a code of your phone: set it up in your profile, print the ten recovery "
        "codes and lock them away. Phone lost? A recovery code lets you in; else ask the system administrator."
    ),
    "",
    "profile",
)
OF_EVERY_ROLE = (WAITING, SEARCHING, SECOND_STEP)
DECIDING = (
    WAITING,
    Part(
        _("Read the papers"),
        _("A review meeting shows the plans of its agenda with what changed since your body last saw them."),
        "papers",
        "review_meeting_list",
    ),
    Part(
        _("Record the decisions"),
        _("On the decision sheet each plan has its row: choose the conclusion, write the opinion where one is needed, "
          "record all at once. Who drafted a plan, or recorded for the other body, does not record on it."),
        "sheet",
        "review_meeting_list",
    ),
    Part(
        _("Correct a wrong entry"),
        _("A second person of the body opens the sheet and corrects the entry with a reason, while nothing was built on "
          "it. Both lines stay in the history."),
        "",
        "review_meeting_list",
    ),
    SEARCHING,
    SECOND_STEP,
)  # fmt: skip
