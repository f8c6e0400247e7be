"""What a form brings back as its page showed it is no edit: it follows what somebody else has stored meanwhile.

Of the fields that send along what the page showed (`show_hidden_initial`).
"""


def follow_stored(form):
    """Puts what is stored by now, the initial value, into each such field of a bound form that was left as shown.

    A page that shows the form again tells of every such field what is stored by now, so that going back is an edit.
    Gives the names of those that were edited while somebody else had stored another value.
    """
    edited, data, overtaken = form.changed_data, form.data.copy(), []
    for bound in [form[name] for name in form.fields if form[name].html_initial_name in form.data]:
        stored = bound.field.prepare_value(bound.initial)
        shown, by_now = data[bound.html_initial_name], as_sent(bound.field.hidden_widget(), stored)
        data[bound.html_initial_name] = by_now
        if bound.name not in edited:
            data[bound.html_name] = as_sent(bound.field.widget, stored)
        elif shown != by_now:
            overtaken.append(bound.name)
    form.data = data
    return overtaken


def as_sent(widget, value):
    """As the widget sends the value; a box that is not ticked says so."""
    sent = widget.format_value(value)
    if sent is None:
        return "" if value is None else str(value)
    return next(iter(sent), "") if isinstance(sent, list) else sent
