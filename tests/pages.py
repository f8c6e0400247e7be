"""What every page answers to everybody, written by hand from docs/rules.md and read by `tests/test_pages.py`.

A row: the URL's name, its arguments, and the status for each of WHO, in their order; one status alone is everybody's.
The arguments are words for records that `tests/worlds.py` makes (`plan-draft` is its "plan draft"), `?row=proposed` is
a query. The records are those of the first unit: `clerk`, `member_user` and `dept_user` are at home, `clerk2`,
`member2_user` and `dept2_user` are not.

404: not visible. 403: visible, but not theirs to do. 405: only by POST, with a row in POSTED too. A new URL gets its
row in the area in whose world its record is; where the same statuses stand already, their name says whose page it is.
"""

WHO = [
    "office",
    "clerk",
    "clerk2",
    "party_group2",
    "presidium",
    "member_user",
    "member2_user",
    "dept_user",
    "dept2_user",
    "government",
    "sysadmin",
    "secadmin",
    "auditor",
    "outsider",
]

ALL = "200"
OFFICE = "200 403 403 403 403 403 403 403 403 403 403 403 403 403"
OFFICE_SEES = "200 404 404 404 404 404 404 404 404 404 404 404 404 404"
SYSADMIN = "404 404 404 404 404 404 404 404 404 404 200 404 404 404"
ONLY_BY_POST = "405"

#               off clk cl2 pty prs mem mm2 dpt dp2 gov sys sec aud out
SYSADMIN_LIST = "403 403 403 403 403 403 403 403 403 403 200 403 403 403"
SECADMIN_LIST = "403 403 403 403 403 403 403 403 403 403 403 200 403 403"
SECADMIN = "     404 404 404 404 404 404 404 404 404 404 404 200 404 404"
READERS = "      200 200 200 200 200 404 404 404 404 404 404 404 200 404"
ASSIGNED = "     200 200 200 200 200 404 404 404 404 200 404 404 200 404"
ORGANISER = "    403 200 403 403 403 403 403 404 404 403 404 404 403 404"
OWN_DRAFT = "    404 200 404 404 404 404 404 404 404 404 404 404 404 404"
PLAN_DRAFT = "   403 200 404 404 404 404 404 404 404 404 404 404 404 404"
PLAN_SEEN = "    403 200 403 403 403 404 404 404 404 404 404 404 403 404"
OF_ASSIGNED = "  403 200 403 403 403 404 404 404 404 403 404 404 403 404"
OF_MEETING = "   200 403 403 403 403 404 404 404 404 404 404 404 403 404"
REFERRED = "     200 200 200 200 200 200 200 200 404 200 404 404 200 404"
SESSION = "      200 200 200 200 200 200 200 404 404 200 404 404 200 404"
HAS_TOPICS = "   200 200 200 200 200 200 200 200 200 200 403 403 200 403"
BROWSES = "      200 200 200 200 200 200 200 403 403 200 403 403 200 403"
INSIDE_SOME = "  200 200 200 200 200 403 403 403 403 200 403 403 200 403"
INSIDE = "       200 200 200 200 200 403 403 403 403 403 403 403 200 403"
RECORD = "       200 200 200 200 200 200 403 403 403 403 403 403 403 403"
SCREENED = "     200 403 403 403 403 403 403 404 404 403 404 404 403 404"

PEOPLE = [
    ("set_language", "", ONLY_BY_POST),
    ("keepalive", "", "204"),
    ("typed_keep", "", ONLY_BY_POST),
    ("typed_forget", "", ONLY_BY_POST),
    ("healthz", "", ALL),
    ("readyz", "", ALL),
    ("login", "", "302"),
    ("second_step", "", "302"),
    ("second_factor_set_up", "", ALL),
    ("second_factor_end", "", "302"),  # there is none yet
    ("recovery_codes", "", ALL),
    ("recovery_codes_renew", "", "302"),
    ("password_change", "", ALL),
    ("password_again", "", ALL),
    ("one_time_password", "account-key token", ALL),
    ("profile", "", ALL),
    ("guide", "", ALL),
    ("end_other_sessions", "", ALL),
    ("home", "", ALL),
    ("search", "?q=示例", ALL),
    ("committee_list", "", ALL),
    ("committee_create", "", OFFICE),
    ("committee_detail", "committee", ALL),
    ("committee_update", "committee", OFFICE),
    ("committee_end", "committee", OFFICE),
    ("topics_hand_over", "committee", OFFICE),
    ("venues_hand_over", "committee", OFFICE),
    ("township_list", "", ALL),
    ("township_create", "", OFFICE),
    ("township_update", "township", OFFICE),
    ("venue_list", "", ALL),
    ("venue_create", "", OFFICE),
    ("venue_detail", "venue", ALL),
    ("venue_update", "venue", OFFICE),
    ("venue_haves", "venue", OFFICE),
    ("venue_file", "venue-file", ALL),
    ("venue_end", "venue", OFFICE),
    ("department_list", "", ALL),
    ("department_create", "", OFFICE),
    ("department_detail", "department", ALL),
    ("department_update", "department", OFFICE),
    ("department_end", "department", OFFICE),
    ("recommendations_succeed", "department", OFFICE),
    ("account_list", "", SYSADMIN_LIST),
    ("account_create", "", SYSADMIN_LIST),
    ("accounts_create", "", SYSADMIN_LIST),
    ("account_members", "", SYSADMIN_LIST),
    ("account_links", "", SYSADMIN_LIST),
    ("account_detail", "account", SYSADMIN),
    ("account_update", "account", SYSADMIN),
    ("account_link", "account", ONLY_BY_POST),
    ("account_link_shown", "account", SYSADMIN),
    ("account_close", "account", SYSADMIN),
    ("account_reopen", "account", ONLY_BY_POST),
    ("account_unlock", "account", ONLY_BY_POST),
    ("appointment_list", "", SECADMIN_LIST),
    ("trail", "", "                        403 403 403 403 403 403 403 403 403 403 403 403 200 403"),
    ("appointment_create", "", SECADMIN_LIST),
    ("appointments_create", "", SECADMIN_LIST),
    ("appointments_end", "?row=appointment", SECADMIN_LIST),
    ("appointment_end", "appointment", SECADMIN),
    ("member_list", "", ALL),
    ("member_create", "", OFFICE),
    ("member_detail", "member", ALL),
    ("member_held", "member", "             200 403 403 403 403 200 403 403 403 403 403 403 403 403"),
    ("duty_record", "member", RECORD),
    ("duty_print", "member", RECORD),
    ("official_paper", "duty-file member", RECORD),
    ("official_paper", "no-such-paper member", "404"),
    ("official_papers", "no-such-papers member", "404"),
    ("member_photo", "member", "404"),  # there is no photo of this member
    ("member_photo_update", "member", OFFICE),
    ("member_update", "member", OFFICE),
    ("member_move", "member", OFFICE),
    ("members_move", "committee", OFFICE),
    ("member_mandate", "member", OFFICE),
    ("member_leave", "member", OFFICE),
    ("member_anonymise", "member", OFFICE),
    ("member_anonymise_confirm", "member", ONLY_BY_POST),
    ("member_anonymise_withdraw", "member", ONLY_BY_POST),
    ("term_list", "", ALL),
    ("term_create", "", OFFICE),
    ("term_update", "term", OFFICE),
    ("term_leave", "term", OFFICE),
    ("sectors_create", "term", OFFICE),
    ("sector_create", "", OFFICE),
    ("sector_update", "sector", OFFICE),
    ("sector_remove", "sector", OFFICE),
    ("import_list", "", OFFICE),
    *(("import_create", kind, OFFICE) for kind in ("members", "committees", "townships", "venues", "departments")),
    ("import_create", "topics", OFFICE),
    ("import_template", "members", OFFICE),
    ("import_detail", "import", OFFICE_SEES),
    ("import_meanings", "import", ONLY_BY_POST),
    ("import_carry_out", "import", ONLY_BY_POST),
    ("import_undo", "import", OFFICE_SEES.replace("200", "409")),  # it is not carried out yet
    ("import_marked", "import", OFFICE_SEES),
    ("my_files", "", ALL),
    ("ordered_file", "ordered", OFFICE_SEES),
    ("ordered_file_download", "ordered", OFFICE_SEES.replace("200", "409")),  # it is not made yet
    ("ordered_file_again", "ordered", ONLY_BY_POST),
    ("annual_report", "", INSIDE),
    ("frozen_report_create", "", OFFICE),
    ("instruction_list", "", INSIDE_SOME),
    ("plan_item_list", "", HAS_TOPICS),
    ("settings", "", OFFICE),
    ("technical", "", SYSADMIN_LIST),
    ("calendar", "", OFFICE),
    ("calendar_notice", "", OFFICE),
    ("calendar_add", "", OFFICE),
    ("calendar_recount", "", ONLY_BY_POST),
    ("calendar_remove", "holiday", OFFICE),
    ("entry_create", "category", OFFICE),
    ("entry_update", "entry", OFFICE),
    ("entry_remove", "entry", OFFICE),
    ("logout", "", ONLY_BY_POST),
]

#                                          off clk cl2 pty prs mem mm2 dpt dp2 gov sys sec aud out
PLANNING = [
    ("topic_list", "", HAS_TOPICS),
    ("batch_list", "", OFFICE),
    ("batch_create", "screen ?row=proposed", OFFICE),
    ("batch_detail", "batch", OFFICE_SEES),
    ("batch_undo", "batch", OFFICE_SEES),
    ("topic_board", "", HAS_TOPICS),
    ("topic_create", "", "                 200 200 200 403 403 302 302 403 403 302 403 403 403 403"),
    ("topic_draft", "cppcc_selected", "    200 200 200 403 403 403 403 403 403 403 403 403 403 403"),
    ("topic_draft", "party_assigned", "    200 403 403 403 403 403 403 403 403 200 403 403 403 403"),
    ("topic_draft", "member_recommended", "200 200 200 403 403 200 200 403 403 403 403 403 403 403"),
    ("topic_similar", "", ONLY_BY_POST),
    ("topic_record", "", OFFICE),
    ("topic_detail", "draft", "            404 200 404 404 404 404 404 404 404 404 404 404 404 404"),
    ("topic_detail", "proposed", "         200 200 200 200 200 404 404 404 404 404 404 404 200 404"),
    ("topic_detail", "accepted", "         200 200 200 200 200 200 200 404 404 200 404 404 200 404"),
    ("topic_print", "accepted", "          200 200 200 200 200 200 200 404 404 200 404 404 200 404"),
    ("official_paper", "proposal-form draft", OWN_DRAFT),
    ("official_paper", "topic-file accepted", "   200 200 200 200 200 200 200 404 404 200 404 404 200 404"),
    ("official_paper", "adoption-forms accepted", "404"),  # nothing was referred
    ("official_papers", "topic-papers accepted", "200 200 200 200 200 200 200 404 404 200 404 404 200 404"),
    ("topic_update", "draft", OWN_DRAFT),
    ("topic_update", "accepted", "         200 200 403 403 403 403 403 404 404 403 404 404 403 404"),
    ("topic_delete", "draft", OWN_DRAFT),
    ("topic_detail", "draft-of-nobody", OFFICE_SEES),
    ("topic_update", "draft-of-nobody", "    403 404 404 404 404 404 404 404 404 404 404 404 404 404"),
    ("topic_delete", "draft-of-nobody", OFFICE_SEES),
    ("draft_hand_over", "draft-of-nobody", OFFICE_SEES),
    ("draft_hand_over", "draft", "           404 403 404 404 404 404 404 404 404 404 404 404 404 404"),
    ("topic_delete", "accepted", "         403 403 403 403 403 403 403 404 404 403 404 404 403 404"),
    ("document_upload", "accepted", "      200 200 403 403 403 403 403 404 404 403 404 404 403 404"),
    ("step", "topic accepted suspend", SCREENED),
    ("step", "topic proposed accept", "    200 403 403 403 403 404 404 404 404 404 404 404 403 404"),
    ("plan_list", "", BROWSES),
    ("plan_create", "accepted", ORGANISER),
    ("plan_detail", "plan", READERS),
    ("plan_detail", "plan-draft", "        200 200 404 404 404 404 404 404 404 404 404 404 404 404"),
    ("plan_print", "plan", READERS),
    ("official_paper", "approval-form plan", READERS),
    ("official_paper", "approval-form plan-draft", "200 200 404 404 404 404 404 404 404 404 404 404 404 404"),
    ("plan_changes", "plan plan-before", READERS),
    ("plan_update", "plan-draft", PLAN_DRAFT),
    ("plan_invite", "plan-draft", PLAN_DRAFT),
    ("plan_delete", "plan-draft", PLAN_DRAFT),
    ("plan_copy", "plan-returned", PLAN_SEEN),
    ("plan_revise", "plan-conditional", PLAN_SEEN),
    ("plan_detail", "assigned-plan", ASSIGNED),
    ("plan_print", "assigned-plan", ASSIGNED),
    ("official_paper", "approval-form assigned-plan", ASSIGNED),
    ("plan_copy", "assigned-plan", OF_ASSIGNED),
    ("plan_detail", "assigned-plan-draft", "200 200 404 404 404 404 404 404 404 404 404 404 404 404"),
]

#                                          off clk cl2 pty prs mem mm2 dpt dp2 gov sys sec aud out
ANNUAL = [
    ("frozen_report_detail", "frozen", READERS),
    ("frozen_report_download", "frozen", READERS),
    ("annual_plan_list", "", "             200 200 200 200 200 200 200 200 200 200 403 403 200 403"),
    ("annual_plan_begin", "", OFFICE),
    ("annual_plan_detail", "issued", "     200 200 200 200 200 200 200 200 200 200 404 404 200 404"),
    ("annual_plan_detail", "annual-draft", READERS),
    ("annual_plan_detail", "adjustment", READERS),
    ("annual_plan_print", "issued", "      200 200 200 200 200 200 200 200 200 200 404 404 200 404"),
    ("annual_plan_print", "annual-draft", READERS),
    ("annual_plan_finish", "issued", "     200 403 403 403 403 403 403 403 403 403 404 404 403 404"),
    ("plan_item_create", "annual-draft", OF_MEETING),
    ("plan_item_order", "annual-draft", ONLY_BY_POST),
    ("plan_item_update", "item", OF_MEETING),
    ("plan_item_update", "item-issued", "  409 403 403 403 403 403 403 403 403 403 404 404 403 404"),
    ("plan_item_remove", "item", OF_MEETING),
    ("plan_item_keep", "item", ONLY_BY_POST),
    ("annual_plan_candidates", "annual-draft", READERS),
    ("candidate_leave_out", "annual-draft ?candidate=candidate", OF_MEETING),
    ("candidate_put_back", "annual-draft ?candidate=candidate", f"404 {OF_MEETING.strip()[4:]}"),
    ("candidate_create", "", "             200 200 200 403 403 403 403 403 403 200 403 403 403 403"),
    ("candidate_update", "candidate", "    403 200 403 403 403 404 404 404 404 404 404 404 403 404"),
    ("candidate_delete", "candidate", "    403 200 403 403 403 404 404 404 404 404 404 404 403 404"),
]

#                                          off clk cl2 pty prs mem mm2 dpt dp2 gov sys sec aud out
MEETINGS = [
    ("review_meeting_list", "", INSIDE),
    ("review_meeting_create", "", OFFICE),
    ("review_meeting_detail", "held", READERS),
    ("review_meeting_update", "meeting", OF_MEETING),
    ("agenda_add", "held", ONLY_BY_POST),
    ("agenda_order", "held", ONLY_BY_POST),
    ("agenda_remove", "held ?plan=plan-pending", OF_MEETING),
    ("papers", "held", READERS),
    ("official_paper", "meeting-agenda held", READERS),
    ("official_paper", "meeting-minutes held", READERS),
    ("official_paper", "meeting-minutes meeting", "404"),  # it has not met
    ("official_papers", "meeting-papers held", READERS),
    ("decision_sheet", "held", READERS),
    ("decision_sheet_print", "held", READERS),
    ("decision_correct", "held ?item=item-decided", "403 403 403 200 403 404 404 404 404 404 404 404 403 404"),
]

#                                          off clk cl2 pty prs mem mm2 dpt dp2 gov sys sec aud out
OUTCOMES = [
    ("session_list", "", BROWSES),
    ("session_create", "plan-approved", ORGANISER),
    ("session_detail", "session", SESSION),
    ("session_detail", "completed", SESSION),
    ("session_print", "completed", SESSION),
    ("official_paper", "session-minutes completed", SESSION),
    ("official_paper", "session-minutes session", "404"),  # nothing is recorded yet
    ("session_update", "session", ORGANISER),
    ("session_log", "session", ORGANISER),
    ("session_answer", "session", "        404 404 404 404 404 200 200 404 404 404 404 404 404 404"),
    ("session_invitations", "session", "   200 200 200 200 200 403 403 404 404 403 404 404 200 404"),
    ("sign_in_sheet", "session", ORGANISER),
    ("attendance_workbook", "session", ORGANISER),
    ("attendance_workbook_file", "session", ORGANISER),
    ("session_in_place", "session", ORGANISER),
    ("session_door", "session", ORGANISER),
    ("session_door_code", "session", ORGANISER),
    ("session_door_renew", "session", ONLY_BY_POST),
    ("check_in", "code", ALL),
    ("session_detail", "assigned-recording", ASSIGNED),
    ("session_print", "assigned-recording", ASSIGNED),
    ("official_paper", "session-minutes assigned-recording", ASSIGNED),
    ("session_log", "assigned-recording", OF_ASSIGNED),
    ("session_invitations", "assigned-session", "200 200 200 200 200 403 403 404 404 200 404 404 200 404"),
    ("recommendation_detail", "assigned-recommendation", ASSIGNED),
    ("document_download", "assigned-document", ASSIGNED),
    ("document_delete", "assigned-document", "200 200 403 403 403 404 404 404 404 403 404 404 403 404"),
    ("outcome", "concluded", ORGANISER),
    ("refer", "concluded", SCREENED),
    ("topic_detail", "referred", REFERRED),
    ("topic_print", "referred", REFERRED),
    ("document_upload", "referred", "      200 200 403 403 403 403 403 200 404 403 404 404 403 404"),
    ("answer", "recommendation", "         403 403 403 403 403 403 403 200 404 403 404 404 403 404"),
    ("receive_several", "", ONLY_BY_POST),
    ("step_list", "", "                    200 403 403 403 403 403 403 403 403 403 403 403 200 403"),
    ("recommendation_list", "", HAS_TOPICS),
    ("answer_workbook", "", "              403 403 403 403 403 403 403 200 200 403 403 403 403 403"),
    ("answer_workbook_file", "", "         403 403 403 403 403 403 403 200 200 403 403 403 403 403"),
    ("attendance_list", "", INSIDE_SOME),
    ("guest_list", "", INSIDE_SOME),
    ("statistics", "", INSIDE),
    ("recommendation_detail", "recommendation", REFERRED),
    ("official_paper", "referral-letters referred", REFERRED),
    ("official_paper", "referral-letter recommendation", REFERRED),
    ("official_paper", "adoption-form answered", REFERRED),
    ("official_papers", "topic-papers referred", REFERRED),
    ("evaluate", "answered", "             403 200 403 403 403 403 403 403 404 403 404 404 403 404"),
    ("document_download", "document", READERS),
    ("document_delete", "document", "      200 200 403 403 403 404 404 404 404 404 404 404 403 404"),
    ("photo", "photo small", SESSION),
    ("photo", "photo full", SESSION),
]

AREAS = {"people": PEOPLE, "annual": ANNUAL, "planning": PLANNING, "meetings": MEETINGS, "outcomes": OUTCOMES}

# Open to everybody, signed in or not.
PUBLIC = {"set_language", "healthz", "readyz", "login", "one_time_password", "check_in"}

# What is done by POST alone, with an empty form.
#                                off clk cl2 pty prs mem mm2 dpt dp2 gov sys sec aud out
POSTED = {
    "ordered_file_again": OFFICE_SEES.replace("200", "302"),
    "set_language": "302",
    "typed_keep": "200",
    "typed_forget": "302",
    "topic_similar": "           200 200 200 403 403 200 200 403 403 200 403 403 403 403",
    "receive_several": "         403 403 403 403 403 403 403 302 302 403 403 403 403 403",
    "account_link": "            404 404 404 404 404 404 404 404 404 404 302 404 404 404",
    "account_reopen": "          404 404 404 404 404 404 404 404 404 404 302 404 404 404",
    "account_unlock": "          404 404 404 404 404 404 404 404 404 404 302 404 404 404",
    # Without the version of the calendar that was seen.
    "calendar_recount": "        409 403 403 403 403 403 403 403 403 403 403 403 403 403",
    "import_meanings": "         302 404 404 404 404 404 404 404 404 404 404 404 404 404",
    "import_carry_out": "        302 404 404 404 404 404 404 404 404 404 404 404 404 404",
    # Who is in office cannot be anonymised, and nobody proposed it.
    "member_anonymise_confirm": OFFICE.replace("200", "302"),
    "member_anonymise_withdraw": OFFICE.replace("200", "409"),
    "agenda_add": "              409 403 403 403 403 404 404 404 404 404 404 404 403 404",
    "plan_item_order": "         404 403 403 403 403 404 404 404 404 404 404 404 403 404",
    "plan_item_keep": "          302 403 403 403 403 404 404 404 404 404 404 404 403 404",
    "agenda_order": "            302 403 403 403 403 404 404 404 404 404 404 404 403 404",
    "logout": "302",
    "session_door_renew": "      403 302 403 403 403 403 403 404 404 403 404 404 403 404",
}
