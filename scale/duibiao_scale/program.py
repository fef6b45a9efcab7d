"""One call of the program. Everything that Duibiao decides is decided there; nothing here knows a score."""

import io
import os
import subprocess
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


class Failed(Exception):
    """The program ended with an error; its last words."""


class Program:
    """Where the program lies on every executor, and with how many threads it works."""

    def __init__(self, path="duibiao", threads=1):
        self.path = path
        self.threads = threads

    def call(self, *arguments, allowed=(0,)):
        done = subprocess.run(
            [self.path, "--quiet", "--threads", str(self.threads), *map(str, arguments)],
            capture_output=True,
            check=False,
        )
        if done.returncode not in allowed:
            words = done.stderr.decode(errors="replace").strip().splitlines()
            raise Failed(words[-1] if words else f"ended with {done.returncode}")
        return done.stderr.decode(errors="replace")

    def version(self):
        return subprocess.run([self.path, "--version"], capture_output=True, check=True).stdout.decode().strip()

    def tasks(self, files):
        """The tasks of some notices, `(path, bytes)` in order: a pair of tables, notices and tasks; and what failed.

        A notice on which the program stumbles costs itself only: the others are read without it.
        """
        with tempfile.TemporaryDirectory(prefix="duibiao-") as folder:
            folder = Path(folder)
            of = {}
            for place, (path, data) in enumerate(files):
                # a folder for each file keeps names, which tell places and years, and the order
                own = folder / "notices" / f"{place:08d}" / os.path.basename(path)
                own.parent.mkdir(parents=True)
                own.write_bytes(data)
                of[str(own)] = path
            try:
                words = self.call("parse", folder / "notices", "-o", folder / "tables", "--format", "parquet", allowed=(0, 1))
            except Failed as failed:
                if len(files) == 1:
                    return None, None, [(files[0][0], str(failed))]
                return self._halves(files)
            notices = pq.read_table(folder / "tables" / "notices.parquet")
            read = notices["source"].to_pylist()
            source = [of.get(path, path) for path in read]
            at = notices.schema.get_field_index("source")
            notices = notices.set_column(at, "source", pa.array(source, pa.string()))
            self.call("block", "tasks", folder / "tables", "-o", folder / "tasks.parquet", allowed=(0, 1))
            failed = [(of[path], reason(words, path)) for path in of if path not in set(read)]
            return notices, pq.read_table(folder / "tasks.parquet"), failed

    def _halves(self, files):
        half = len(files) // 2
        parts = [self.tasks(files[:half]), self.tasks(files[half:])]
        read = [part for part in parts if part[0] is not None]
        failed = [row for part in parts for row in part[2]]
        if not read:
            return None, None, failed
        return *(pa.concat_tables([part[at] for part in read]) for at in (0, 1)), failed

    def block(self, left, right, options):
        """The matches of two blocks, as bytes of Parquet; `right` is None within one block."""
        with tempfile.TemporaryDirectory(prefix="duibiao-") as folder:
            folder = Path(folder)
            (folder / "left.parquet").write_bytes(left)
            sides = ["--left", folder / "left.parquet"]
            if right is not None:
                (folder / "right.parquet").write_bytes(right)
                sides += ["--right", folder / "right.parquet"]
            self.call("block", *sides, "-o", folder / "matches.parquet", *options)
            return (folder / "matches.parquet").read_bytes()


def reason(words, path):
    """What the program said of a file."""
    lines = [line for line in words.splitlines() if path in line]
    return lines[-1] if lines else "not read"


def parquet(table):
    """A table as bytes of Parquet."""
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
