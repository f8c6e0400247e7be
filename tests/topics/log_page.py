"""The page of a session's record as a browser sends it back: every field as shown, then what the test types."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import HiddenInput
from django.urls import reverse
from PIL import Image


def url_of(session):
    return reverse("session_log", args=[session.pk])


def shown(client, session):
    """The values of all fields of the page as its form would send them untouched, with what it says that it shows."""
    log = client.get(url_of(session)).context["log"]
    forms = [log.record, log.people, log.album]
    for rows in (log.guests, log.opinions, log.speeches):
        forms += [rows.management_form, *rows.forms]
    fields = [field for form in forms for field in form]
    page = {field.html_name: text for field in fields if (text := sent(field)) is not None}
    said = [field for field in fields if field.field.show_hidden_initial]
    return page | {field.html_initial_name: HiddenInput().format_value(field.value()) or "" for field in said}


def sent(field):
    """What a browser sends for the field: nothing for an empty box, an unchosen radio button or an empty list."""
    value = field.value()
    widget = field.field.widget
    if widget.__class__.__name__ in {"CheckboxInput", "RadioSelect", "MembersPicker"} and not value:
        return None
    if widget.__class__.__name__ == "CheckboxInput":
        return "on"
    return widget.format_value(value) if value is not None and widget.format_value(value) is not None else ""


def save(client, session, **typed):
    """Post the page with what is typed in it."""
    page = shown(client, session)
    return client.post(url_of(session), page | typed)


def picture(name="photo.jpg", size=(1200, 900), color="seagreen", format="JPEG", **options):
    stream = BytesIO()
    Image.new("RGB", size, color).save(stream, format, **options)
    return SimpleUploadedFile(name, stream.getvalue(), f"image/{format.lower()}")


def mark(session, place, status):
    row = session.attendances.all()[place]
    return {f"people-status_{row.pk}": status}


def reason(session, place, text):
    row = session.attendances.all()[place]
    return {f"people-reason_{row.pk}": text}


def marks_of(session):
    return list(session.attendances.values_list("status", "leave_reason"))


def anchors_of(response):
    """Where the errors of the page lead."""
    return [anchor for _words, anchor in response.context["log"].errors()]


def complete_text():
    texts = {"starts_at": "09:30", "ends_at": "11:00", "place": "示例院坝", "host": "示例主持人"}
    return texts | {"recorder": "示例记录人", "consensus": "示例共识"}
