# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole programs: boxsim serves a backlog, `boxwatch capture` stores it, and Box's Node SDK counts it.

Usage: capture.py FOLDER_OF_PROGRAMS. Prints one line of JSON per figure. BOXWATCH_BENCH_EVENTS sets
the size of the backlog (1,000,000), BOXWATCH_BENCH_RUNS how often each is run (5); medians count.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from programs import EVENTS, RUNS, capture, cpu_seconds, figure, median, simulator

SDK = pathlib.Path(__file__).resolve().parent.parent / "integration" / "node-sdk" / "run.sh"
RIVAL = "Box's Node SDK, only counting"


def captured(programs, server, folder, number):
    session = pathlib.Path(folder) / f"{number}.boxwatch"
    before = cpu_seconds(server["process"])
    run = capture(programs, server, session, EVENTS)
    run["server_cpu"] = cpu_seconds(server["process"]) - before
    session.unlink()
    return run


def counted(programs, server):
    """The same events, counted by the SDK. One simulator serves both."""
    output = subprocess.check_output(
        [str(SDK), str(programs.parent / "node-sdk"), "count.mjs", server["url"], str(EVENTS)],
        text=True)
    return json.loads(output.splitlines()[-1])


def main():
    programs = pathlib.Path(sys.argv[1])
    with simulator(programs, EVENTS, "--in-memory") as server, \
            tempfile.TemporaryDirectory() as folder:
        # Turn and turn about, so that both see the same moods of the machine.
        ours, theirs = [], []
        for number in range(RUNS):
            ours.append(captured(programs, server, folder, number))
            theirs.append(counted(programs, server))

    figure("capture into a session file", EVENTS / median(ours, "seconds"), "events/s",
           RIVAL, median(theirs, "events_per_s"))
    figure("memory of capture", median(ours, "rss_mb"), "MB", RIVAL, median(theirs, "rss_mb"),
           less_is_better=True)
    million = EVENTS / 1_000_000
    figure("CPU of capture", median(ours, "cpu") / million, "s per 1,000,000 events")
    figure("CPU of the simulator meanwhile", median(ours, "server_cpu") / million,
           "s per 1,000,000 events")
    figure("session file", median(ours, "bytes") / EVENTS, "bytes/event")


if __name__ == "__main__":
    main()
