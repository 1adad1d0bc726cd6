# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks of whole programs share: a simulator, a capture, and how a figure is printed."""

import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

EVENTS = int(os.environ.get("BOXWATCH_BENCH_EVENTS", "1000000"))
RUNS = int(os.environ.get("BOXWATCH_BENCH_RUNS", "5"))


def figure(name, value, unit, rival=None, rival_value=None, less_is_better=False):
    line = {"name": name, "value": value, "unit": unit, "rival": rival, "ratio": None}
    if rival is not None:
        line["rival_value"] = rival_value
        line["ratio"] = rival_value / value if less_is_better else value / rival_value
    print(json.dumps(line), flush=True)


def median(runs, key):
    return statistics.median(run[key] for run in runs)


@contextlib.contextmanager
def simulator(programs, events, *options):
    """A boxsim with a backlog of so many events, all of which can be read; its address and token."""
    process = subprocess.Popen(
        [str(programs / "boxsim"), "--port", "0", "--seed", "1", "--backlog", str(events),
         "--rate", "0", "--short-chunks", "0", "--history-delay", "0", *options],
        stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(process.stdout.readline()) | {"process": process.pid}
    finally:
        process.terminate()
        process.wait()


def capture(programs, server, session, events):
    """Captures all of it into a file: seconds, CPU seconds, bytes of the file and peak memory."""
    session = pathlib.Path(session)
    command = [
        str(programs / "boxwatch"), "capture", "--to", str(session), "--stream", "admin_logs",
        "--from", "earliest", "--poll-interval", "0", "--api-url", server["api_url"],
        "--token-from", "env:BOXWATCH_BENCH_TOKEN", "--progress", "none",
    ]
    environment = dict(os.environ, BOXWATCH_BENCH_TOKEN=server["token"])
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"boxwatch capture ended with {process.returncode}")

    info = json.loads(subprocess.check_output(
        [str(programs / "boxwatch"), "info", "--json", str(session)]))
    if info["events"] != events:
        sys.exit(f"captured {info['events']} events instead of {events}")
    return {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "bytes": session.stat().st_size,
        "rss_mb": usage.ru_maxrss / 1024,
    }


def cpu_seconds(pid):
    """What a process that still runs has used so far, where the system tells."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
