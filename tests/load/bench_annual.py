"""How long the annual workbook takes and how much memory, for one, ten and a hundred demo counties: `make bench`.

The floor is measured in the same run: the same rows, iterated in the same way and written by XlsxWriter in
constant-memory mode without styles. Every measure is a process of its own, so that its peak memory is its own.
"""

import resource
import sys
import tempfile
import time

from tests.load.apart import answer, new_database, run

MODULE = "tests.load.bench_annual"
SCALES = (1, 10, 100)
MOST_TIME, MOST_MEMORY = 2.0, 1.5


def main():
    """Prints a line for each scale, and fails where a bar is not held."""
    measured = {}
    print(f"{'counties':>9} {'rows':>8} {'figures s':>9} {'writing s':>9} {'floor s':>8} {'ratio':>6} {'peak MB':>8}")
    for scale in SCALES:
        with tempfile.TemporaryDirectory() as place:
            run(MODULE, "fill", scale, place)
            repeats = 3 if scale < 100 else 1
            written, floor = (min((run(MODULE, what, scale, place) for _each in range(repeats)), key=seconds)
                              for what in ("write", "floor"))  # fmt: skip
        ratio = written["seconds"] / floor["seconds"]
        measured[scale] = (ratio, written["peak"])
        print(f"{scale:>9} {written['rows']:>8} {written['figures']:>9.2f} {written['seconds']:>9.2f} "
              f"{floor['seconds']:>8.2f} {ratio:>6.2f} {written['peak']:>8.1f}", flush=True)  # fmt: skip
    growth = measured[SCALES[-1]][1] / measured[SCALES[0]][1]
    worst = max(ratio for ratio, _peak in measured.values())
    print(f"time to the floor: {worst:.2f} (bar {MOST_TIME})")
    print(f"memory at {SCALES[-1]} to that at 1: {growth:.2f} (bar {MOST_MEMORY})")
    return 0 if worst <= MOST_TIME and growth <= MOST_MEMORY else 1


def seconds(measure):
    return measure["seconds"]


def fill(scale):
    from tests.load.crowd import fill as fill_rows

    return new_database(lambda: fill_rows(scale))


def gathered():
    """The report, its figures counted and its sums checked, and how long that took."""
    from members.models import User
    from tests.load.crowd import YEAR
    from topics.reports.annual import AnnualReport
    from topics.statistics.period import Period

    start = time.perf_counter()
    report = AnnualReport(User.objects.get(username="office"), Period.year(YEAR))
    report.check()
    return report, time.perf_counter() - start


def write(scale):
    from topics.reports.annual_book import write_tables

    report, figures = gathered()
    start = time.perf_counter()
    with tempfile.TemporaryFile() as file:
        write_tables(report, list(report.tables.values()), file, "bench")
    return measure(report, figures, time.perf_counter() - start)


def floor(scale):
    import xlsxwriter

    from topics.reports.annual_book import plain_cell

    report, figures = gathered()
    start = time.perf_counter()
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        for table in report.tables.values():
            sheet = book.add_worksheet()
            for at, row in enumerate(table.rows()):
                for place, value in enumerate(row):
                    value = plain_cell(value)
                    if isinstance(value, int | float):
                        sheet.write_number(at, place, value)
                    else:
                        sheet.write_string(at, place, str(value or ""))
        book.close()
    return measure(report, figures, time.perf_counter() - start)


def measure(report, figures, spent):
    rows = sum(table.count or 0 for table in report.tables.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": rows, "figures": figures, "seconds": spent, "peak": peak}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    answer({"fill": fill, "write": write, "floor": floor})
