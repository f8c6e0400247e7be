"""What the charts show: the numbers of the tables beside them, as plain lists for the script that draws."""


def chart_of_table(found, filled):
    """Bars of the first columns of the table by its rows; None where it is not charted."""
    table = filled.table
    if not table.charted or not any(number.value for number in filled.total[: table.charted]):
        return None
    columns = table.columns[: table.charted]
    return {
        "kind": "bars",
        "labels": [str(label) for label, _cells in filled.rows],
        "series": [
            {"name": str(found.period_of(column)), "values": [cells[at].value for _label, cells in filled.rows]}
            for at, column in enumerate(columns)
        ],
    }


def chart_of_section(found, section):
    """The charted figures side by side, or as parts of one bar for each period; None where there is nothing."""
    lines = found.lines(section.charted)
    if not any(line.now.value or line.before.value for line in lines):
        return None
    labels, names = [str(line.counted.label) for line in lines], [str(period) for period in found.periods]
    values = [[line.now.value for line in lines], [line.before.value for line in lines]]
    if section.kind == "parts":
        labels, names, values = names, labels, [list(both) for both in zip(*values, strict=True)]
    series = [{"name": name, "values": numbers} for name, numbers in zip(names, values, strict=True)]
    return {"kind": section.kind, "labels": labels, "series": series}
