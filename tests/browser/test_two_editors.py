"""Two people edit one record at the same time; the second keeps the own text and decides."""

from django.urls import reverse


def test_the_second_editor_loses_nothing(page, live_server, sign_in, office, department):
    sign_in(office)
    address = live_server.url + reverse("department_update", args=[department.pk])
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.fill("[name=phone]", "0818-1")
    other.click("main button.btn-primary")
    page.fill("[name=phone]", '0818-2 "<b>"\n')
    page.click("main button.btn-primary")

    shown = page.locator("table.difference td").all_inner_texts()
    page.click("button[name=look_again]")
    kept = page.input_value("[name=phone]")
    page.click("main button.btn-primary")

    department.refresh_from_db()
    assert shown == ["0818-1", '0818-2 "<b>"']
    assert kept == '0818-2 "<b>"'
    assert department.phone == '0818-2 "<b>"'
