"""Measures in processes and databases of their own, so that none pays for what another has left in memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def run(module, what, scale, place):
    """What `answer` of that module prints for one measure, with its database in the folder `place`."""
    environment = os.environ | {"CONSULT_VAR": place, "DJANGO_SETTINGS_MODULE": "consult.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", module, what, str(scale)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def answer(measures):
    """In such a process: takes the measure that the command line asks for and prints it."""
    import django

    django.setup()
    print(json.dumps(measures[sys.argv[1]](int(sys.argv[2]))))


def new_database(fill):
    """Its tables and the rows that `fill` writes, as the planner finds them: nobody has counted them for it."""
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        fill()
    return {}
