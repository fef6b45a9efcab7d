"""Notices or tables -> tasks, numbered over all notices, on executors.

Out: `tasks` (a row a task, as `duibiao block tasks` writes them) and `failures` (path, reason) as Parquet, and
`notices.json` (path, id, number of tasks, number of the first).
"""

import pyarrow as pa
import pyarrow.parquet as pq

from .blocks import rename
from .program import parquet
from .store import Store


def read_notices(spark, folder, store_uri, program, files_a_part):
    """Reads the notices of a folder part by part; each part leaves its tasks in the store."""
    paths = Store(folder).files()
    parts = [(number, paths[at : at + files_a_part]) for number, at in enumerate(range(0, len(paths), files_a_part))]
    done = {name.removesuffix(".json") for name in Store(store_uri).names("read")}
    todo = [(number, own) for number, own in parts if f"{number:06d}" not in done]

    def run(batches):
        store, notices_store = Store(store_uri), Store(folder)
        for batch in batches:
            for row in batch.to_pylist():
                files = [(path, notices_store.read(path)) for path in row["paths"]]
                notices, tasks, failed = program.tasks(files)
                name = f"{row['part']:06d}"
                rows = [{"path": path, "failure": reason} for path, reason in failed]
                if notices is not None:
                    store.write(f"read/tasks/{name}.parquet", parquet(tasks))
                    counts = tasks["notice_id"].value_counts().to_pylist()
                    tasks_of = {count["values"]: count["counts"] for count in counts}
                    for path, own in zip(notices["source"].to_pylist(), notices["notice_id"].to_pylist()):
                        rows.append({"path": path, "notice_id": own, "tasks": tasks_of.get(own, 0)})
                # last: what has an account is done
                store.write_json(f"read/{name}.json", rows)
                yield pa.RecordBatch.from_pylist([{"part": row["part"]}], schema=pa.schema([("part", pa.int32())]))

    if todo:
        frame = spark.createDataFrame(todo, "part int, paths array<string>").repartition(len(todo))
        frame.mapInArrow(run, "part int").count()
    return [f"{number:06d}" for number, _ in parts]


def number_all(spark, store_uri, parts):
    """Gives tasks the ids and numbers that one run over all notices would give; leaves `tasks/` and `notices.json`."""
    store = Store(store_uri)
    rows = [(part, row) for part in parts for row in store.read_json(f"read/{part}.json")]
    failures = [row for _, row in rows if row.get("failure")]
    notices = [(part, row) for part, row in rows if not row.get("failure")]
    ids = rename((row["path"], row["notice_id"]) for _, row in notices)
    first, table, of_part = 0, [], {part: {} for part in parts}
    for part, row in sorted(notices, key=lambda own: own[1]["path"]):
        own = ids[row["path"], row["notice_id"]]
        table.append({"path": row["path"], "notice_id": own, "tasks": row["tasks"], "first": first})
        of_part[part][row["notice_id"]] = (own, first)
        first += row["tasks"]
    store.write_json("notices.json", table)
    store.write_json("failures.json", failures)
    done = {name.removesuffix(".parquet") for name in store.names("tasks")}
    todo = [(part, of_part[part]) for part in parts if of_part[part] and part not in done]

    def run(batches):
        own_store = Store(store_uri)
        for batch in batches:
            for row in batch.to_pylist():
                part = row["part"]
                tasks = pq.read_table(pa.BufferReader(own_store.read(f"read/tasks/{part}.parquet")))
                own = {entry["old"]: (entry["new"], entry["first"]) for entry in row["ids"]}
                own_store.write(f"tasks/{part}.parquet", parquet(renamed(tasks, own)))
                yield pa.RecordBatch.from_pylist([{"part": part}], schema=pa.schema([("part", pa.string())]))

    if todo:
        entries = [(part, [(old, new, at) for old, (new, at) in own.items()]) for part, own in todo]
        schema = "part string, ids array<struct<old:string,new:string,first:long>>"
        spark.createDataFrame(entries, schema).repartition(len(entries)).mapInArrow(run, "part string").count()
    return table, failures


def renamed(tasks, ids):
    """Tasks with the ids and numbers that `ids` gives for the ids of their notices: (new id, number of its first task)."""
    columns = {name: tasks[name].to_pylist() for name in ("notice_id", "list_id", "task_id")}
    next_of = {old: first for old, (_, first) in ids.items()}
    numbers = []
    for at, old in enumerate(columns["notice_id"]):
        new = ids[old][0]
        numbers.append(next_of[old])
        next_of[old] += 1
        columns["notice_id"][at] = new
        for name in ("list_id", "task_id"):
            columns[name][at] = new + columns[name][at][len(old) :]
    columns["number"] = numbers
    for name, values in columns.items():
        field = tasks.schema.field(name)
        tasks = tasks.set_column(tasks.schema.get_field_index(name), field, pa.array(values, field.type))
    return tasks


def take_tables(store_uri, folder, program):
    """Tables that `duibiao parse` wrote before: one part."""
    import tempfile
    from pathlib import Path

    store = Store(store_uri)
    if store.exists("notices.json"):
        return store.read_json("notices.json"), []
    with tempfile.TemporaryDirectory(prefix="duibiao-") as aside:
        made = Path(aside) / "tasks.parquet"
        program.call("block", "tasks", folder, "-o", made, allowed=(0, 1))
        data = made.read_bytes()
    tasks = pq.read_table(pa.BufferReader(data), columns=["notice_id"])
    store.write("tasks/000000.parquet", data)
    counts, order = {}, []
    for own in tasks["notice_id"].to_pylist():
        if own not in counts:
            order.append(own)
        counts[own] = counts.get(own, 0) + 1
    table, first = [], 0
    for own in order:
        table.append({"path": own, "notice_id": own, "tasks": counts[own], "first": first})
        first += counts[own]
    store.write_json("notices.json", table)
    return table, []
