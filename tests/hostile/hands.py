"""What the attacks have in common: a page as somebody sees it, a file of a topic."""

from django.core.files.base import ContentFile
from django.urls import reverse

from topics.models import Document


def page(client, user, name, *args, **query):
    client.force_login(user)
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def document(topic, by, **fields):
    file = ContentFile(b"x", "scan.pdf")
    return Document.objects.create(
        topic=topic, title="示例附件", file=file, name="a.pdf", size=1, uploaded_by=by, **fields
    )
