"""Pairs of blocks -> a file of matches each, by `duibiao block` on executors.

A pair that has its file is not computed again: a job that was stopped goes on where it was, and what an executor that died
had finished stays. Files are whole or not there; two executors that work on one pair write the same bytes.
"""

import time

import pyarrow as pa
import pyarrow.parquet as pq

from .program import parquet
from .store import Store

ACCOUNT = pa.schema([("pair", pa.string()), ("rows", pa.int64()), ("seconds", pa.float64()), ("bytes", pa.int64())])


def name_of(pair):
    return f"{pair[0]:06d}-{pair[1]:06d}"


def unsigned(table):
    """Spark has no unsigned numbers; the program's tables have."""
    for name in ("number", "figure_start", "printed"):
        at, field = table.schema.get_field_index(name), table.schema.field(name)
        wanted = pa.list_(pa.uint32()) if pa.types.is_list(field.type) else pa.uint32()
        table = table.set_column(at, name, table[name].cast(wanted))
    return table


def write_blocks(spark, store_uri, blocks):
    """A file of tasks for each block, in the order of their numbers."""
    store = Store(store_uri)
    done = store.names("blocks")
    todo = [block for block in blocks if f"{block['block']:06d}.parquet" not in done]
    if not todo:
        return
    of = [(own["list_id"], block["block"]) for block in todo for own in block["lists"]]
    chosen = spark.createDataFrame(of, "list_id string, block int")
    tasks = spark.read.parquet(store.uri + "/tasks").join(chosen, "list_id")

    def write(table):
        block = table["block"][0].as_py()
        table = unsigned(table.drop_columns(["block"]).sort_by("number"))
        Store(store_uri).write(f"blocks/{block:06d}.parquet", parquet(table))
        return pa.table({"block": pa.array([block], pa.int32())})

    tasks.groupBy("block").applyInArrow(write, "block int").count()


def match(spark, store_uri, pairs, program, options, at_once):
    """Computes the pairs that have no file yet; gives the accounts of these: pair, rows, seconds, bytes read."""
    store = Store(store_uri)
    done = store.names("pairs")
    todo = [pair for pair in pairs if f"{name_of(pair)}.parquet" not in done]
    if not todo:
        return []

    def run(batches):
        own = Store(store_uri)
        held = {}
        for batch in batches:
            for row in batch.to_pylist():
                left, right = row["left"], row["right"]
                # the left block of one pair is mostly that of the next
                held = {block: held.get(block) or own.read(f"blocks/{block:06d}.parquet") for block in {left, right}}
                start = time.monotonic()
                data = program.block(held[left], None if left == right else held[right], options)
                own.write(f"pairs/{name_of((left, right))}.parquet", data)
                rows = pq.read_metadata(pa.BufferReader(data)).num_rows
                account = {
                    "pair": name_of((left, right)),
                    "rows": rows,
                    "seconds": time.monotonic() - start,
                    "bytes": sum(map(len, held.values())),
                }
                yield pa.RecordBatch.from_pylist([account], schema=ACCOUNT)

    # short tasks: what dies with an executor is little, and the last ones end together
    parts = max(1, -(-len(todo) // at_once))
    frame = spark.createDataFrame(todo, "left int, right int").coalesce(1).repartitionByRange(parts, "left", "right")
    return [row.asDict() for row in frame.mapInArrow(run, "pair string, rows long, seconds double, bytes long").collect()]
