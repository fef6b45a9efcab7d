"""Tests of the job on a cluster of two executors on this machine.

    DUIBIAO=path/to/duibiao python test.py [-n 200] [--tasks 60]
    DUIBIAO=path/to/duibiao python test.py --short

Rows are held against `duibiao match --all-pairs` on the same notices: the same ids, scores, clauses and signals, row by row.
One executor is killed on the way; one notice is none; the job is run again on what it left. `--short` is one job of few
notices, one of them none.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from cluster import Cluster
from duibiao_scale import blocks
from made import make

PROGRAM = os.environ.get("DUIBIAO", "duibiao")


def local(notices, out, *rules):
    """The matches of one machine, as rows."""
    start = time.monotonic()
    subprocess.run([PROGRAM, "-q", "match", notices, "--all-pairs", "--top", "10", *rules, "-o", out, "--format", "parquet"])
    return table(out / "matches.parquet"), time.monotonic() - start


def table(path):
    """Rows in the order of their ids, without what only the job needs."""
    own = pq.read_table(path)
    extra = [name for name in own.column_names if name in ("left_number", "right_number", "left_year")]
    own = own.drop_columns(extra)
    rows = own.to_pylist()
    return sorted(rows, key=lambda row: (row["left_task_id"], row["right_task_id"]))


def check(what, is_so):
    print(("ok    " if is_so else "WRONG ") + what, flush=True)
    if not is_so:
        sys.exit(1)


def finish(process):
    out, words = process.communicate(timeout=1800)
    if process.returncode != 0:
        print(words[-2000:], out[-4000:], file=sys.stderr)
    check("the job ends", process.returncode == 0)
    return json.loads(out[out.index("{") :])


def cutting():
    """Blocks and pairs, without a cluster."""
    own = lambda at, region, parent, year, level: {  # noqa: E731
        "list_id": f"l{at}", "region": region, "parent": parent, "year": year, "level": level, "tasks": 10, "first": at * 10,
    }
    lists = [own(0, "甲市", "", 2020, "city"), own(1, "甲市乙区", "甲市", 2020, "district"),
             own(2, "丙市丁区", "丙市", 2020, "district"), own(3, "甲市乙区", "甲市", 2021, "district")]
    cut = blocks.cut(lists, 10)
    names = [[row["list_id"] for row in block["lists"]] for block in cut]
    of = {name: at for at, own in enumerate(names) for name in own}
    check("each list is in one block", sorted(sum(names, [])) == ["l0", "l1", "l2", "l3"])
    pairs = {rule: set(blocks.pairs(cut, rule)) for rule in blocks.RULES}
    pair = lambda a, b: tuple(sorted((of[a], of[b])))  # noqa: E731
    check("kin meet", pair("l0", "l1") in pairs["kin"] and pair("l1", "l3") in pairs["kin"])
    check("strangers do not", pair("l0", "l2") not in pairs["kin"] and pair("l0", "l3") not in pairs["same-year"])
    check("levels", pair("l1", "l2") in pairs["same-level"] and pair("l0", "l1") not in pairs["same-level"])
    check("all meet all", len(pairs["all"]) == 10)
    ids = blocks.rename([("b", "甲-2020"), ("a", "甲-2020"), ("c", "甲-2020~2")])
    check("ids are unique in path order", ids == {("a", "甲-2020"): "甲-2020", ("b", "甲-2020"): "甲-2020~2", ("c", "甲-2020~2"): "甲-2020~3"})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=60)
    parser.add_argument("--short", action="store_true", help="one job of 24 notices of 20 tasks")
    given = parser.parse_args()
    if given.short:
        given.n, given.tasks = 24, 20
    cutting()
    with tempfile.TemporaryDirectory(prefix="duibiao-scale-") as folder:
        folder = Path(folder)
        notices = folder / "notices"
        make(notices, given.n, given.tasks, PROGRAM)
        cluster = Cluster(folder / "cluster")
        try:
            # some ten blocks, so that pairs of them are many
            common = ["--notices", notices, "--duibiao", os.path.abspath(PROGRAM), "--files", max(1, given.n // 8)]
            common += ["--block-tasks", max(1, given.n * given.tasks // 10)]
            (short if given.short else story)(folder, notices, cluster, common)
        finally:
            cluster.stop()


def short(folder, notices, cluster, common):
    want, seconds = local(notices, folder / "local-kin", "--kin")
    (notices / "坏市-2020.pdf").write_bytes(b"%PDF-1.7\nno pdf")
    done = finish(cluster.submit(*common, "--out", folder / "kin", "--rule", "kin"))
    print(f"      one machine {seconds:.1f} s; cluster {done}")
    check("there are pairs of blocks", done["block_pairs"] > 1)
    check(f"kin: {len(want)} rows as on one machine", want and table(folder / "kin" / "matches") == want)
    check("a bad notice costs itself only", done["failures"] == 1)


def story(folder, notices, cluster, common):
    want, seconds = local(notices, folder / "local-kin", "--kin")
    done = finish(cluster.submit(*common, "--out", folder / "kin", "--rule", "kin"))
    print(f"      one machine {seconds:.1f} s; cluster {done}")
    check(f"kin: {len(want)} rows as on one machine", table(folder / "kin" / "matches") == want)

    want, seconds = local(notices, folder / "local-year", "--same-year")
    job = [*common, "--out", folder / "year", "--rule", "same-year", "--at-once", "1"]
    process = cluster.submit(*job)
    killed = kill_one(cluster, folder / "year" / "pairs")
    done = finish(process)
    print(f"      one machine {seconds:.1f} s; cluster {done}")
    check("an executor was killed on the way", killed)
    check(f"same year: {len(want)} rows as on one machine", table(folder / "year" / "matches") == want)

    pair = sorted((folder / "year" / "pairs").glob("*.parquet"))[0]
    pair.unlink()
    done = finish(cluster.submit(*job))
    check("what is finished is not computed again", done["computed"] == 1)
    check("and the rows are the same", table(folder / "year" / "matches") == want)

    bad = notices / "坏市-2020.pdf"
    bad.write_bytes(b"%PDF-1.7\nno pdf")
    done = finish(cluster.submit(*common, "--out", folder / "bad", "--rule", "kin"))
    failures = json.loads((folder / "bad" / "failures.json").read_text())
    check("a bad notice costs itself only", done["failures"] == 1 and failures[0]["path"].endswith(bad.name))
    check("and says why", len(failures[0]["failure"]) > 10)
    check("the others are matched", table(folder / "bad" / "matches") == table(folder / "kin" / "matches"))
    for name in ("overlap", "coverage", "figures", "themes", "theme_ranking"):
        check(f"{name} has rows", pq.read_table(folder / "kin" / name).num_rows > 0)


def kill_one(cluster, pairs):
    """Kills an executor once some pairs are done and others are not."""
    end = time.monotonic() + 600
    while time.monotonic() < end:
        if pairs.is_dir() and len(list(pairs.glob("*.parquet"))) >= 2:
            running = cluster.executors()
            if running:
                os.kill(running[0], signal.SIGKILL)
                return True
        time.sleep(0.05)
    return False


if __name__ == "__main__":
    main()
