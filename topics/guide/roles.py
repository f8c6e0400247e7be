"""The help pages: for each role what it does here, in the order of its work, with pictures of the real pages."""

from django.utils.translation import gettext_lazy as _

from members.models import Role
from topics.guide.new_term import NEW_TERM, NEW_TERM_ACCOUNTS, NEW_TERM_APPOINTMENTS
from topics.guide.part import Part
from topics.guide.parts_of_several import DECIDING, READING, SEARCHING, SECOND_STEP, WAITING
from topics.guide.setting_up import SETTING_UP

MEMBER, SETUP = "member", "setup"

GUIDES = {
    Role.COMMITTEE_STAFF: (
        WAITING,
        Part(
            _("Propose a topic"),
            _("Choose the source; each has its own proof. A draft may have gaps and is your unit's alone until it is "
              "proposed; while you type the title, similar topics are shown."),
            "propose",
            "topic_create",
        ),
        Part(
            _("Draft the plan"),
            _("Purpose, date, venue, agenda with its free dialogue. Submit it: the Party group decides first, then the "
              "presidium. A returned version is copied into the next one."),
            "plan",
            "plan_list",
        ),
        Part(
            _("Invite members"),
            _("“Invite members” on the plan opens the roster by committee, your own first: search, tick, invite. Once the "
              "session is scheduled they answer at home; decide on the leave that they ask for, and note what they say by phone."),
            "invite",
            "plan_list",
        ),
        Part(
            _("Log the session on your phone"),
            _("Show the code at the door or mark who is here, take photos, note opinions. Save as often as you like; "
              "complete the record at the desk. Of more than nine photos the first are kept and the others named."),
            "log",
            "session_list",
        ),
        Part(
            _("Conclude and follow up"),
            _("Turn the opinions into numbered recommendations and conclude. After the answers, note visits until what "
              "was promised is carried out."),
            "outcome",
            "topic_list",
        ),
        Part(
            _("Take back a step"),
            _("Under “What you can do”: withdraw a topic that is not screened, a plan or a revision that is not decided on; give "
              "up a record that was begun too early. Records that are complete and outcomes the office takes back, by a "
              "second person."),
            "",
            "topic_list",
        ),
        SEARCHING,
        SECOND_STEP,
    ),
    Role.OFFICE: (
        WAITING,
        Part(
            _("Screen what was proposed"),
            _("Accept, return or reject, one by one or several on one page. Similar topics stand beside; a merge keeps "
              "both histories."),
            "screening",
            "topic_list",
        ),
        Part(
            _("Prepare a review meeting"),
            _("Schedule it, put the plans that are ready on its agenda, print the papers, mark it as held. It closes when "
              "each plan is decided, deferred or taken down."),
            "meeting",
            "review_meeting_list",
        ),
        Part(
            _("Refer to departments and close"),
            _("Each recommendation gets a lead department and a due date. Decide on objections and on requests for "
              "more time, remind, close with an archive number when nothing is open."),
            "refer",
            "recommendation_list",
        ),
        Part(
            _("Take back a wrong entry"),
            _("On the page of the record, under “What you can do”: an acceptance, a return, a referral, a successor and much else "
              "is taken back with a reason while nothing was built on it, mostly by a second person. A button that is off says whose "
              "turn it is or what has to be undone first. Both lines stay in the history."),
            "",
            "topic_list",
        ),
        Part(
            _("Annual report"),
            _("Look its tables through on the screen, then take out the workbook to be sent upward, with all charts on a sheet of "
              "their own. Freeze what was sent: what differs later is shown cell by cell."),
            "",
            "annual_report",
        ),
        Part(
            _("The year's plan"),
            _("Collect candidates, draft the items, note the review and the approval, issue it jointly. “This year's plan” on your "
              "workspace counts what is done and names what should have begun. From December on “Finish the year” waits there: "
              "what was not done needs a reason."),
            "annual",
            "annual_plan_list",
        ),
        Part(
            _("Statistics and settings"),
            _("Every number of the statistics opens its list, each quarter and the last month are one click away. Deadlines, "
              "dictionaries and points are yours to set."),
            "",
            "statistics",
        ),
        *NEW_TERM,
        Part(
            _("A new name"),
            _("Whoever edits the name of a committee, department, township, venue or member enters the day under “New name from”: "
              "earlier records keep the former name, and both are found. “The former name was a mistake” puts it right everywhere."),
            "",
            "department_list",
        ),
        Part(
            _("Keep the working-day calendar"),
            _("Each November paste the State Council's notice of the next year's holidays, under the settings; look at what "
              "was read, and enter it. Open due dates in working days follow, and their histories say so."),
            "",
            "calendar",
        ),
        Part(
            _("Personal data of members"),
            _("What is taken out or printed says who took it and when. Under “More” on a member's page: the print of all that "
              "is held, and, years after leaving office, the anonymising, which a second person confirms and nobody takes back."),
            "",
            "member_list",
        ),
        SEARCHING,
        SECOND_STEP,
    ),
    Role.PARTY_GROUP: DECIDING,
    Role.PRESIDIUM: DECIDING,
    MEMBER: (
        Part(
            _("Answer an invitation"),
            _("It stands on your workspace: attend with one tap, or ask for leave with a reason. At the door scan the "
              "code to check in."),
            "invitation",
        ),
        Part(
            _("Recommend a topic"),
            _("What you hear among people becomes a topic: a title, the background, what to talk about, and the document "
              "it comes from. You see what becomes of it."),
            "propose",
            "topic_create",
        ),
        Part(
            _("Say whether an answer satisfies"),
            _("When a department has answered a recommendation from your topic, your verdict is asked once; “not "
              "satisfied” sends it back to the department."),
        ),
        Part(
            _("Follow up what was promised"),
            _("On a topic that you recommended or whose session you attended, note your visit once it was referred: what "
              "you found, files as evidence, when to look again. It counts in your duty record."),
            "",
            "topic_list",
        ),
        Part(
            _("Your duty record"),
            _("Sessions, leave, speeches, topics and what was adopted, over the term or by year, with your points; it "
              "prints on A4."),
            "duty",
        ),
        Part(
            _("What is held on you"),
            _("Your profile leads to a print of all that the platform holds on you: records, steps, files, and how often "
              "others read your private fields. It asks for your password first."),
            "",
            "profile",
        ),
        READING,
        SEARCHING,
        SECOND_STEP,
    ),
    Role.DEPARTMENT: (
        Part(
            _("Your inbox by due date"),
            _("What was referred to your department, the most urgent first. Receive several at once, name a handler, or "
              "object within the period if it is not yours. Contact the proposing unit by the day shown and note what "
              "was agreed; ask for more time, once, with a day and a reason."),
            "inbox",
            "recommendation_list",
        ),
        Part(
            _("Answer a recommendation"),
            _("Adopted, partly or not, with measures and dates or the reason; apart from it how far it is handled. Where "
              "your department has a head, the head checks the draft and sends it; co-departments countersign."),
            "answer",
            "recommendation_list",
        ),
        Part(
            _("Report progress"),
            _("Until what was adopted is carried out, report how it goes, with evidence."),
            "",
            "recommendation_list",
        ),
        SEARCHING,
        SECOND_STEP,
    ),
    Role.GOVERNMENT: (
        Part(
            _("Assign a topic"),
            _("Name the assigning body, the letter and its date; the CPPCC office screens it."),
            "",
            "topic_create",
        ),
        Part(
            _("Follow what was assigned"),
            _("Of a party-assigned topic you read everything from its proposal on: plans under review with what the bodies say, "
              "records and recommendations while they are written, internal files. Of other topics you see what members see. "
              "Who came to the sessions and what leaders instructed is told of party-assigned topics in registers of their own, above the sessions and the recommendations."),
            "",
            "topic_list",
        ),
        READING,
        SEARCHING,
        SECOND_STEP,
    ),
    Role.SYSADMIN: (
        Part(
            _("Accounts"),
            _("Make accounts, those of members all at once, and hand over their one-time links; unlock and close. You see no topic and grant no role."),
            "",
            "account_list",
        ),
        Part(
            _("A phone that is lost"),
            _("Make a one-time link on the page of the account and tick that the second step is taken off, too. That of your "
              "own account another system administrator takes off, or a command on the machine; those of the security "
              "administrator and the auditor the command alone."),
            "",
            "account_list",
        ),
        Part(
            _("What is set on the server"),
            _("One page shows what is in effect: version, database, sessions, passwords, limits of files, the age of the last "
              "backup and the free disk space, and by which variable or command each is changed."),
            "",
            "technical",
        ),
        NEW_TERM_ACCOUNTS,
        SECOND_STEP,
    ),
    Role.SECADMIN: (
        Part(
            _("Appointments"),
            _("Say who is what, from when to when. An appointment ends, it is never deleted; rights follow the day."),
            "",
            "appointment_list",
        ),
        NEW_TERM_APPOINTMENTS,
        SECOND_STEP,
    ),
    Role.AUDITOR: (
        Part(
            _("Histories"),
            _("Each topic tells who did what, when and for whom. You read everything and change nothing."),
            "topic",
            "topic_list",
        ),
        Part(
            _("Audit trail"),
            _("Who signed in, was refused, took a file out or changed accounts, roles, people and units: from where, when."),
            "",
            "trail",
        ),
        SEARCHING,
        SECOND_STEP,
    ),
    SETUP: SETTING_UP,
}  # fmt: skip


def label_of(role):
    return {MEMBER: _("member"), SETUP: _("setting up")}.get(role) or Role(role).label


def roles_of(user):
    """The roles of the guide that the user plays today, in its order."""
    held = {appointment.role for appointment in user.current_appointments} | ({MEMBER} if user.as_member else set())
    return [role for role in GUIDES if role in held]
