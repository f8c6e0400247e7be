import re

from topics.forms.documents import DocumentForm


def test_every_field_of_a_document_has_a_chinese_name(journey, cast):
    topic = journey.planned_session().topic

    form = DocumentForm(topic, cast["office"])

    assert [str(field.label) for field in form if re.search("[A-Za-z]", str(field.label))] == []
