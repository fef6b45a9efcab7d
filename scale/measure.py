"""One machine and a cluster of two executors on the same notices: time, memory, bytes, and whether the rows are the same.

    DUIBIAO=path/to/duibiao python measure.py -n 200 [--tasks 60] [--rule kin] [--block-tasks 3000]

The notices are made (made.py). Prints one object of JSON.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from cluster import Cluster
from duibiao_scale import blocks
from made import make
from test import PROGRAM, finish, table


def one_machine(notices, out, rules):
    """Seconds, seconds of processors and the largest memory of `match`, reading included."""
    start = time.monotonic()
    command = [PROGRAM, "-q", "match", notices, "--all-pairs", "--top", "10", *rules, "-o", out, "--format", "parquet"]
    own = subprocess.Popen(command)
    _, status, used = os.wait4(own.pid, 0)
    assert status == 0, status
    return {
        "seconds": round(time.monotonic() - start, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "memory_mb": used.ru_maxrss // 1024,
    }


def shuffled(logs):
    """Bytes that tasks handed to each other through Spark."""
    events = (json.loads(line) for log in logs.iterdir() for line in log.open())
    tasks = (event.get("Task Metrics") or {} for event in events if event["Event"] == "SparkListenerTaskEnd")
    return sum(task.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0) for task in tasks)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=60)
    parser.add_argument("--rule", choices=sorted(blocks.RULES), default="kin")
    parser.add_argument("--block-tasks", type=int, default=3000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duibiao-scale-") as folder:
        folder = Path(folder)
        (folder / "logs").mkdir()
        make(folder / "notices", given.n, given.tasks, PROGRAM)
        local = one_machine(folder / "notices", folder / "local", blocks.RULES[given.rule])
        cluster = Cluster(folder / "cluster")
        try:
            log = [f"spark.eventLog.dir=file://{folder}/logs", "spark.eventLog.enabled=true"]
            log += ["spark.eventLog.compress=false", "spark.eventLog.rolling.enabled=false"]
            job = ["--notices", folder / "notices", "--out", folder / "job", "--rule", given.rule]
            job += ["--duibiao", os.path.abspath(PROGRAM), "--block-tasks", given.block_tasks]
            start = time.monotonic()
            account = finish(cluster.submit(*job, settings=log))
            account["all_seconds"] = round(time.monotonic() - start, 1)
        finally:
            cluster.stop()
        account["shuffle_bytes"] = shuffled(folder / "logs")
        same = table(folder / "local" / "matches.parquet") == table(folder / "job" / "matches")
        told = {"n": given.n, "rule": given.rule, "one_machine": local, "cluster": account, "same_rows": same}
        print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
