"""How many rows a register says it holds, without the cost of drawing them."""

from unittest.mock import patch

from django.template.response import TemplateResponse


def total_of(client, url):
    with patch.object(TemplateResponse, "rendered_content", ""):
        return client.get(url).context_data["total"]
