from consult.rules import holds, signed_in

runs_the_office = holds("office")

RULES = {
    "committees.list_imports": runs_the_office,
    "committees.view_committee": signed_in,
    "committees.add_committee": runs_the_office,
    "committees.change_committee": runs_the_office,
    "committees.view_township": signed_in,
    "committees.add_township": runs_the_office,
    "committees.change_township": runs_the_office,
    "committees.view_venue": signed_in,
    "committees.add_venue": runs_the_office,
    "committees.change_venue": runs_the_office,
    "committees.view_department": signed_in,
    "committees.add_department": runs_the_office,
    "committees.change_department": runs_the_office,
}
