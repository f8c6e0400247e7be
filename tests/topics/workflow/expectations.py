"""Who may take which step from which stage, written by hand from the regulations and never from the code.

A row: name, the stages it starts from, and the parts that may take it ("—" for what only another record's step causes).
What starts from no stage is a line that a page writes about what was made there; its rights are asked on that page.
"""

DOCUMENTS = [
    ("add_document", "", "office proposer organiser lead co visitor"),
    ("remove_document", "", "everybody who sees it"),
]

TOPIC = [
    ("recount", "", "office"),
    ("propose", "draft returned", "proposer"),
    ("accept", "proposed", "office"),
    ("return", "proposed", "office"),
    ("merge", "proposed accepted plan_review", "office"),
    ("reject", "proposed", "office"),
    ("withdraw", "proposed returned", "proposer"),
    ("pass_on", "returned", "passer"),
    ("review", "accepted", "—"),
    ("unreview", "plan_review", "—"),
    ("approve", "plan_review", "—"),
    ("unapprove", "approved", "—"),
    ("consult", "approved", "—"),
    ("conclude", "consulting", "organiser"),
    ("another_round", "concluded", "organiser"),
    ("end_round", "consulting", "organiser"),
    ("refer", "concluded", "office"),
    ("answer", "referred", "—"),
    ("follow_on", "referred", "—"),
    ("rework", "answered tracking", "—"),
    ("unrework", "referred", "—"),
    ("track", "concluded answered", "organiser office"),
    ("close", "concluded answered tracking", "office"),
    ("reopen", "closed", "office"),
    ("research", "accepted plan_review approved consulting", "organiser"),
    ("instruct", "concluded referred answered tracking", "organiser office"),
    ("visit", "referred answered tracking", "organiser office visitor"),
    ("strike", "accepted plan_review approved consulting concluded referred answered tracking", "striker"),
    ("suspend", "accepted", "office"),
    ("resume", "suspended", "office"),
    (
        "hand_over",
        "accepted plan_review approved consulting concluded referred answered tracking suspended",
        "office",
    ),
    ("stop", "accepted suspended approved consulting", "office"),
    (
        "edit",
        "accepted plan_review approved consulting concluded referred answered tracking suspended",
        "organiser office",
    ),
    ("amend_outcome", "concluded", "organiser"),
    ("record", "draft", "office"),
    ("correct_record", "recorded", "office"),
    ("unrecord", "recorded", "office"),
    (
        "absorb",
        "proposed accepted plan_review approved consulting concluded referred answered tracking suspended",
        "—",
    ),
    (
        "release",
        "draft proposed returned accepted plan_review approved consulting concluded referred answered tracking closed"
        " rejected merged suspended stopped withdrawn recorded",
        "—",
    ),
    ("plan_in", "accepted plan_review approved consulting concluded referred answered tracking suspended closed", "—"),
    ("plan_out", "accepted plan_review approved consulting concluded referred answered tracking suspended closed", "—"),
    ("reinstate", "rejected merged stopped withdrawn", "office"),
    ("unaccept", "accepted", "office"),
    ("unreturn", "returned", "office"),
    ("unrefer", "referred", "office"),
    ("unconclude", "concluded", "office"),
    ("untrack", "tracking", "tracker"),
    ("unclose", "closed", "office"),
    ("unreopen", "tracking", "reopener"),
    *DOCUMENTS,
]

PLAN = [
    ("submit", "draft", "organiser"),
    ("submit_revision", "draft", "organiser"),
    ("confirm_party_group", "revised", "office"),
    ("confirm_presidium", "revised", "office"),
    ("refuse_revision", "revised", "office"),
    ("withdraw_revision", "draft revised", "reviser"),
    ("unconfirm", "party_passed approved", "confirmer"),
    ("withdraw", "submitted party_passed", "organiser"),
    ("reinstate", "withdrawn", "office"),
    ("drop", "draft submitted party_passed revised", "—"),
    ("supersede", "party_passed approved", "—"),
    ("restore", "superseded", "—"),
    ("pass_party_group", "submitted", "party_group"),
    ("return_party_group", "submitted", "party_group"),
    ("refuse_party_group", "submitted", "party_group"),
    ("defer_party_group", "submitted", "party_group"),
    ("pass_presidium", "party_passed", "presidium"),
    ("return_presidium", "party_passed", "presidium"),
    ("refuse_presidium", "party_passed", "presidium"),
    ("defer_presidium", "party_passed", "presidium"),
    ("revoke_party_group", "submitted party_passed returned refused", "party_group"),
    ("revoke_presidium", "party_passed approved returned refused", "presidium"),
]

REVIEW_MEETING = [
    ("schedule", "", "office"),
    ("hold", "planned", "office body"),
    ("postpone", "planned", "office"),
    ("reschedule", "postponed", "office"),
    ("cancel", "planned postponed", "office"),
    ("reinstate", "cancelled", "office"),
    ("close", "held", "office body"),
    ("unhold", "held", "office"),
    ("reopen", "closed", "office body"),
    ("edit", "planned postponed held", "office"),
    ("put_on", "planned held", "office"),
    ("reorder", "planned held", "office"),
    ("take_down", "planned postponed held", "office"),
]

ANNUAL_PLAN = [
    ("begin", "", "office"),
    ("take_in", "drafting", "office"),
    ("leave_out", "drafting", "office"),
    ("put_back", "drafting", "office"),
    ("submit", "drafting", "office"),
    ("withdraw", "submitted", "office"),
    ("pass", "submitted", "presidium"),
    ("return", "submitted", "presidium"),
    ("approve", "presidium_reviewed", "office"),
    ("send_back", "presidium_reviewed", "office"),
    ("unsend_back", "drafting", "recaller"),
    ("issue", "committee_approved", "office"),
    ("issue_adjustment", "presidium_reviewed", "office"),
    ("adjust", "issued", "office"),
    ("supersede", "issued", "—"),
    ("restore", "adjusted", "—"),
    ("finish", "issued", "office"),
    ("abandon", "drafting", "office"),
    ("revoke_review", "presidium_reviewed", "presidium"),
    ("correct", "committee_approved issued finished abandoned", "office"),
]

SESSION = [
    ("begin_record", "planned", "organiser"),
    ("unbegin_record", "drafted", "organiser"),
    ("complete", "drafted", "organiser"),
    ("postpone", "planned", "organiser"),
    ("reschedule", "postponed", "organiser"),
    ("cancel", "planned postponed drafted", "organiser"),
    ("drop", "planned postponed drafted", "—"),
    ("reopen", "completed", "office"),
    ("reinstate", "cancelled", "office"),
    ("schedule", "", "organiser"),
    ("edit", "planned postponed", "organiser"),
    ("grant_leave", "", "organiser"),
    ("note_coming", "", "organiser"),
    ("note_leave", "", "organiser"),
    ("invite_in_place", "", "organiser"),
    ("decline_leave", "", "organiser"),
    *DOCUMENTS,
]

RECOMMENDATION = [
    ("refer", "listed", "—"),
    ("unrefer", "referred", "—"),
    ("recount", "", "office"),
    ("recount_countersigns", "", "office"),
    ("remind", "", "office"),
    ("unremind", "", "office"),
    ("receive", "referred", "lead"),
    ("answer", "referred received reworking", "lead"),
    ("submit_draft", "referred received reworking", "drafter"),
    ("return_draft", "referred received reworking", "head"),
    ("withdraw_draft", "referred received reworking", "submitter"),
    ("countersign", "referred received reworking", "signer"),
    ("assign", "referred received reworking answered evaluated", "lead co"),
    ("answer_on_behalf", "referred received reworking", "office"),
    ("object", "referred received", "lead co"),
    ("reassign", "objected", "office"),
    ("withdraw_objection", "objected", "objector"),
    ("reassign_share", "objected", "sharer"),
    ("relieve", "objected", "sharer"),
    ("unrelieve", "referred received", "reliever"),
    ("unreassign", "referred received", "reliever"),
    ("succeed", "referred received reworking", "office"),
    ("unsucceed", "referred", "returner"),
    ("succeed_share", "referred received reworking", "successor"),
    ("unsucceed_share", "referred received reworking answered evaluated carried_out", "returner"),
    ("uphold", "objected", "office"),
    ("unuphold", "referred received", "upholder"),
    ("ask_extension", "referred received reworking", "lead"),
    ("withdraw_request", "referred received reworking", "asker"),
    ("extend", "referred received reworking", "office"),
    ("decline_extension", "referred received reworking", "decider"),
    ("correct_extension", "referred received reworking", "extender"),
    ("evaluate", "answered", "proposer"),
    ("send_back", "answered", "proposer"),
    ("lapse", "answered", "office"),
    ("contact", "referred received reworking answered evaluated", "lead office"),
    ("strike_contact", "referred received objected reworking answered evaluated", "striker"),
    ("report", "referred received reworking answered evaluated", "lead office"),
    ("report_share", "referred received reworking answered evaluated", "co"),
    ("strike", "referred received objected reworking answered evaluated", "striker"),
    ("carry_out", "answered evaluated", "organiser office"),
    ("correct", "reworking answered evaluated carried_out", "office"),
    *DOCUMENTS,
]

TABLES = {
    "annual_plan": ANNUAL_PLAN,
    "topic": TOPIC,
    "plan": PLAN,
    "review_meeting": REVIEW_MEETING,
    "session": SESSION,
    "recommendation": RECOMMENDATION,
}

OFFICE = {"office", "office2"}
EVERYWHERE = {
    "office": OFFICE,
    "party_group": {"party_group", "party_group2"},
    "presidium": {"presidium", "presidium2"},
    "—": set(),
}
# Nobody here heads a department, no co-department objected or was relieved, no objection was upheld,
# no successor named, no follow-up begun, nothing reopened or sent back, no time extended or asked for,
# no revision confirmed, and nothing noted.
# The draft of the own recommendation is submitted, another one is being drafted.
ABSENT = (
    *("drafter", "submitter", "signer", "head", "upholder", "objector", "sharer", "extender", "striker", "confirmer"),
    *("asker", "decider", "passer", "tracker", "reopener", "reliever", "returner", "recaller", "visitor", "reviser"),
)
DRAFTS = {part: set() for part in (*ABSENT, "successor")}
OWN = {"proposer": {"clerk"}, "organiser": {"clerk"}, "lead": {"dept_user"}, "co": {"dept2_user"}}
# Who plays which part for a record, by whose record it is.
PARTS = {
    "own": OWN | {"passer": OFFICE, "submitter": {"dept_user"}, "signer": {"dept2_user"}, "successor": OFFICE},
    "drafted": OWN | {"drafter": {"dept_user"}, "successor": OFFICE},
    "foreign": {"passer": OFFICE, "proposer": {"clerk2"}, "organiser": {"clerk2"}, "lead": {"dept2_user"}, "co": set()},
    "county": {"proposer": OFFICE, "organiser": OFFICE, "lead": {"dept_user"}, "co": set()},
    "assigned": {"proposer": {"government"}, "organiser": {"clerk2"}, "lead": {"dept_user"}, "co": set()},
    "members": {
        **{"proposer": {"member_user"}, "visitor": {"member_user"}, "organiser": {"clerk2"}},
        **{"lead": {"dept_user"}, "co": set()},
    },
    "annual": {},
    "party_group": {"body": {"party_group", "party_group2"}},
    "presidium": {"body": {"presidium", "presidium2"}},
}
KINDS = {
    "annual_plan": ["annual"],
    "topic": ["own", "foreign", "county", "assigned", "members"],
    "plan": ["own", "foreign", "county"],
    "review_meeting": ["party_group", "presidium"],
    "session": ["own", "foreign", "county"],
    "recommendation": ["own", "drafted", "foreign", "county", "assigned", "members"],
}
UNNUMBERED = {"draft", "proposed", "returned", "rejected", "withdrawn", "recorded"}


def starting_somewhere(lifecycle):
    """The rows of the steps that start from a stage."""
    return [row for row in TABLES[lifecycle] if row[1]]


def allowed(lifecycle, kind, stage):
    """The steps from a stage by hand: name → who of the cast may take it; only those that start there."""
    parts = EVERYWHERE | DRAFTS | PARTS[kind]
    starting = [row for row in TABLES[lifecycle] if stage in row[1].split()]
    return {name: set().union(*(parts[part] for part in who.split())) for name, _stages, who in starting}
