"""What people do on the platform, in the words of the field; each step is clicked and typed in the browser.

Everybody finds the own work at home, where what waits for them stands; `title` is the title of the topic concerned.
"""

from django.utils import timezone

from tests import factories
from tests.browser.forms import choose, enter, follow, send
from tests.topics.log_page import picture


def today():
    return timezone.localdate().isoformat()


def committee_of(clerk):
    """The name under which the clerk's committee stands in lists."""
    return str(clerk.current_appointments[0].committee)


def department_of(officer):
    return str(officer.current_appointments[0].department)


def members_of(cast):
    """The two members of the cast."""
    return [cast["member_user"].as_member, cast["member2_user"].as_member]


def sign_in(page, account):
    """Sign out whoever sits at the screen and sign the account in."""
    if page.locator("details.who").count():
        page.locator("details.who summary").click()
        send(page, "details.who form[action$='/logout/'] button")
    else:
        page.goto("/accounts/login/")
    page.fill("[name=username]", account.username)
    page.fill("[name=password]", factories.PASSWORD)
    send(page, "main button[type=submit]")


def take_up(page, words):
    """Press the button of the first matter at home that bears these words."""
    if page.locator(".todo .btn").count() == 0:
        follow(page, ".bar-brand")
    with page.expect_navigation():
        page.locator(".todo", has_text=words).first.locator(".btn").click()


def go_home(page):
    follow(page, ".bar-brand")


def press(page, step):
    """Press the button of a step among what I can do on this page."""
    follow(page, f".moves a[href$='/{step}/']")


def take(page, step, **answers):
    """Take a step on its page of questions."""
    press(page, step)
    enter(page, **answers)
    send(page)


def propose(page, source, **facts):
    """Begin a topic of the source at home, fill in its form and propose it."""
    follow(page, ".page-head a[href='/topics/add/']")
    if not page.url.endswith(f"/{source}/"):
        follow(page, f"a[href='/topics/add/{source}/']")
    enter(page, **facts)
    send(page, "[name=propose]")


def accept(page, title, organiser, **answers):
    take_up(page, title)
    take(page, "accept", organiser=organiser, is_planned="yes", **answers)


def draft_plan(page, title, members, **facts):
    """Begin the plan of a topic or of its next round, fill it in, and invite the members."""
    take_up(page, title)
    send(page)
    fill_plan(page, members, **facts)


def fill_plan(page, members, **facts):
    """The form of a draft, saved on the way to the roster, where the members are ticked."""
    enter(page, **facts)
    if not members:
        return send(page)
    send(page, "[name=invite]")
    for member in members:
        unfold(page.locator(".roster-part", has_text=member.name).last)
        page.locator(".roster li", has_text=member.name).locator("[name=member]").check()
    send(page, "#ticked [name=done]")


def unfold(part):
    if part.get_attribute("open") is None:
        part.locator("summary").click()


def revise_plan(page, title, **facts):
    """The revision that answers the condition of a body, for the office to confirm."""
    take_up(page, title)
    follow(page, ".page-head a[href$='/revise/']")
    send(page)
    fill_plan(page, [], **facts)
    take(page, "submit_revision")


def schedule(page, body, **facts):
    """Schedule a meeting of the body for today."""
    follow(page, ".side a[href='/review-meetings/']")
    follow(page, f"main a[href$='/review-meetings/add/?body={body}']")
    enter(page, meets_on=today(), **facts)
    send(page)


def put_on_agenda(page, title):
    page.locator(".roster li", has_text=title).locator("[name=plan]").check()
    send(page, "form[action$='/agenda/add/'] button[type=submit]")


def hold_meeting(page, body, title):
    """Schedule a meeting of the body, put the plan on its agenda and mark the meeting as held."""
    schedule(page, body, place="政协机关会议室")
    put_on_agenda(page, title)
    take(page, "hold")


def decide(page, title, conclusion, opinion=""):
    """Record the body's conclusion on the sheet of the meeting that waits for it."""
    if "/sheet/" not in page.url:
        follow(page, ".todo .btn[href$='/sheet/']")
    row = page.locator("table.sheet tbody tr", has_text=title)
    choose(page, row.locator("[type=radio]").first.get_attribute("name"), conclusion)
    row.locator("textarea").fill(opinion)
    send(page, "button[form=sheet].btn-primary")


def close_meeting(page, minutes_number):
    """Close the meeting whose sheet is decided, with the number of its minutes."""
    follow(page, ".page-head a.btn-primary")
    take(page, "close", minutes_number=minutes_number)


def plan_session(page, title, **facts):
    take_up(page, title)
    enter(page, held_on=today(), **facts)
    send(page)


def log_session(page, present, opinions=(), photos=(), **facts):
    """Log the session whose page is open: who is here, then what was said; saved as a draft."""
    follow(page, ".page-head a[href$='/log/']")
    for member in present:
        mark(page, member, "present")
    note(page, opinions, photos, starts_at="09:30", ends_at="11:30", **facts)


def note(page, opinions=(), photos=(), **facts):
    """Opinions, photos and facts of the record that is open; saved as a draft."""
    enter(page, **facts, **{f"opinions-{number}-text": text for number, text in enumerate(opinions)})
    if photos:
        page.set_input_files("[name=new-photos]", photos)
    send(page, ".log-bar button:not([name])")


def mark(page, member, status):
    page.locator(".check-in", has_text=member.name).locator(f"label.mark-{status}").click()


def photo(name="现场照片.jpg", color="seagreen"):
    """A photo as a phone takes it, to be chosen in a form."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture(name, (1600, 1200), color).read()}


def scan(name="复函扫描件.png"):
    """A scanned letter, to be chosen in a form."""
    return {"name": name, "mimeType": "image/png", "buffer": picture(name, (600, 800), format="PNG").read()}


def complete_session(page):
    send(page, ".log-bar [name=complete]")
    send(page)


def hold_session(page, title, present, **facts):
    """Plan the session of an approved plan for today, log it and complete its record."""
    plan_session(page, title)
    log_session(page, present, **facts)
    complete_session(page)


def conclude(page, title, number):
    """Draw the outcome of the round; the opinions noted in its sessions become its recommendations."""
    take_up(page, title)
    enter(page, number=number, issued_on=today())
    send(page, "[name=conclude]")


def refer(page, title, department, letter_number):
    """Refer all recommendations of a topic to one lead department."""
    take_up(page, title)
    enter(page, letter_number=letter_number)
    for lead in page.locator("select[name$='-lead']").all():
        lead.select_option(label=department)
    send(page)


def answer(page, **facts):
    """Answer the recommendation whose page is open: adopted, with measures and the planned date."""
    adopted = {"decision": "adopted", "handling_result": "B", "measures": "列入本年度实施计划", "planned_on": today()}
    take(page, "answer", **adopted | facts)


def evaluate(page, words, verdict, comment=""):
    """The proposing unit's verdict on the first answer that waits for it and bears these words."""
    take_up(page, words)
    enter(page, verdict=verdict, comment=comment)
    send(page)


def open_recommendation(page, text):
    """From the register of recommendations, whether or not it waits for me."""
    follow(page, ".side a[href='/recommendations/']")
    follow(page, f"main a:has-text('{text}')")


def add_document(page, title, file):
    """Add a file to the record whose page is open."""
    follow(page, "#documents a[href*='/documents/add/']")
    enter(page, title=title, file=file)
    send(page)


def close(page, title, archive_number):
    take_up(page, title)
    take(page, "close", archive_number=archive_number)


def history_of(topic):
    """The names of all steps of the topic, its plans, sessions and recommendations, in their order."""
    return list(topic.steps.order_by("sequence").values_list("transition", flat=True))
