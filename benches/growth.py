"""How `parse` and `match --kin` grow with the number of notices: made-up ones of scale/made.py.

    python benches/growth.py [--sizes 100 1000 10000] [--tasks 60] [--threads 2] [--duibiao PATH]

Prints a Markdown row a size and command: seconds, processor seconds, peak memory, and the time a notice beside that of the
size before.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scale"))
from made import make  # noqa: E402


def run(program, arguments):
    """Seconds, processor seconds and peak memory in MB of one process."""
    start = time.monotonic()
    child = os.posix_spawn(program, [program, *arguments], os.environ)
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(arguments)}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def commands(notices, out, threads):
    common = ["--quiet", "--threads", str(threads)]
    yield "parse", [*common, "parse", str(notices), "-o", str(out / "tables"), "--format", "parquet"]
    yield "match --kin", [*common, "match", str(notices), "--kin", "-o", str(out / "matches"), "--format", "parquet"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    arguments.add_argument("--tasks", type=int, default=60, help="tasks of a notice")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--duibiao", default=str(ROOT / "target/release/duibiao"))
    given = arguments.parse_args()
    print("| | notices | seconds | processor seconds | peak memory, MB | ms a notice | times that of the size before |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        last = {}
        for size in sorted(given.sizes):
            # each on its own: the first ones by name of many would be of few places, and all of these kin
            some = folder / str(size)
            make(some, size, given.tasks, given.duibiao)
            for name, command in commands(some, folder, given.threads):
                seconds, processor, memory = run(given.duibiao, command)
                each = processor / size * 1000
                ratio = f"{each / last[name]:.2f}" if name in last else "–"
                last[name] = each
                print(f"| `{name}` | {size:,} | {seconds:.1f} | {processor:.1f} | {memory:.0f} | {each:.1f} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
