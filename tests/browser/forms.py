"""How a person fills in and sends a form: fields by their names, whatever control they have."""


def enter(page, **values):
    """Type or choose each value in the field of that name; a list of words goes into a field that takes several."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']:not([type=hidden])").first
        kind = field.get_attribute("type") or field.evaluate("field => field.tagName.toLowerCase()")
        if kind == "radio":
            choose(page, name, value)
        elif kind == "checkbox":
            field.set_checked(value)
        elif kind == "file":
            field.set_input_files(value)
        elif kind == "select":
            select(page, field, value)
        else:
            field.fill(str(value))


def choose(page, name, value):
    """One of a row of choices, by the label that people see."""
    radio = page.locator(f"main [name='{name}'][value='{value}']")
    page.locator(f"main label[for='{radio.get_attribute('id')}']").click()


def select(page, field, words):
    """Options by their words: in the list itself, or in the picker with a search that scripts put in its place."""
    words = words if isinstance(words, list) else [words]
    if "tomselected" not in (field.get_attribute("class") or ""):
        field.select_option(label=words)
        return
    control = page.locator(f"#{field.get_attribute('id')}-ts-control")
    for word in words:
        control.focus()
        control.fill(word)
        page.locator(".ts-dropdown:visible .option", has_text=word).first.click()
    page.keyboard.press("Escape")


def send(page, button="main .footbar button[type=submit]"):
    """Press the button; the form must be accepted."""
    with page.expect_navigation():
        page.locator(button).first.click()
    assert page.locator(".error-summary").all_inner_texts() == []


def follow(page, link):
    """Click a link and wait for its page."""
    with page.expect_navigation():
        page.locator(link).first.click()
