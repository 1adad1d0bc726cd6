# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening saved sessions, each time in a process of its own: how long until rows are there, and how much
memory they take.

Usage: open.py FOLDER_OF_PROGRAMS. Prints one line of JSON per figure. BOXWATCH_BENCH_EVENTS sets the size
of the session (1,000,000), BOXWATCH_BENCH_RUNS how often each is opened (5); medians count. A session of
ten times that size is opened too where 6 GB of disk are free, or BOXWATCH_BENCH_LARGE is 1, and not if
that is 0.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from programs import EVENTS, RUNS, capture, figure, median, simulator

ROOM = 6_000_000_000


def opened(programs, session):
    return json.loads(subprocess.check_output([str(programs / "bench_open"), str(session)]))


def measure(programs, folder, events):
    session = pathlib.Path(folder) / f"{events}.boxwatch"
    with simulator(programs, events) as server:
        capture(programs, server, session, events)
    # A capture without a window leaves no columns in the file; the first to open it makes them.
    first = opened(programs, session)
    runs = [opened(programs, session) for _ in range(RUNS)]

    size = f"{events:,} events"
    figure(f"open a session for the first time, first rows, {size}", first["first_s"], "s")
    figure(f"open a session for the first time, all rows, {size}", first["all_s"], "s")
    figure(f"open a session, first rows, {size}", median(runs, "first_s"), "s")
    figure(f"open a session, all rows, {size}", median(runs, "all_s"), "s")
    for run in runs:
        run["each"] = (run["memory"] - run["memory_before"]) / run["events"]
    figure(f"memory per event, {size}", median(runs, "each"), "bytes/event")
    figure(f"memory with a session open, {size}", median(runs, "memory") / 1e6, "MB")
    session.unlink()


def main():
    programs = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        measure(programs, folder, EVENTS)
        large = os.environ.get("BOXWATCH_BENCH_LARGE")
        if large == "1" or (large != "0" and shutil.disk_usage(folder).free > ROOM):
            measure(programs, folder, EVENTS * 10)


if __name__ == "__main__":
    main()
