"""The whole job: `python -m duibiao_scale.job --help`."""

import argparse
import json
import sys
import time

from pyspark.sql import SparkSession

from . import blocks as cutting
from . import merge, pairs, read
from .program import Program
from .store import Store


def arguments(given=None):
    parser = argparse.ArgumentParser(
        description="Matches the tasks of very many notices on Apache Spark: rows as `duibiao match --all-pairs` gives them.",
        epilog="example: spark-submit --py-files duibiao_scale.zip run.py --notices s3://bucket/notices --out s3://bucket/job",
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--notices", help="folder of notices, or a bucket")
    source.add_argument("--tables", help="folder that `duibiao parse --format parquet` wrote, on the driver's disk")
    parser.add_argument("--out", required=True, help="folder or bucket that driver and executors reach")
    parser.add_argument("--rule", choices=sorted(cutting.RULES), default="kin", help="which lists may meet (default: kin)")
    parser.add_argument("--top", type=int, default=10, help="best matches a task (default: 10); 0 keeps all")
    parser.add_argument("--min-score", default="0.5")
    parser.add_argument("--block-tasks", type=int, default=3000, help="tasks a block (default: 3000)")
    parser.add_argument("--files", type=int, default=50, help="notices that an executor reads at a time (default: 50)")
    parser.add_argument("--at-once", type=int, default=4, help="pairs of blocks a Spark task (default: 4)")
    parser.add_argument("--duibiao", default="duibiao", help="the program, as executors find it")
    parser.add_argument("--fresh", action="store_true", help="throw away what an earlier job left in --out")
    return parser.parse_args(given)


def settings(own, program):
    """What the work of an earlier job must agree in to be taken over."""
    named = {name: getattr(own, name) for name in ("notices", "tables", "rule", "top", "min_score", "block_tasks", "files")}
    return {**named, "program": program.version()}


def run(spark, own):
    """Runs the job, or what is left of it; gives what was done and how long it took."""
    store, program = Store(own.out), Program(own.duibiao)
    if own.fresh:
        for name in ("read", "tasks", "blocks", "pairs", "matches", "overlap", "coverage", "figures", "themes", "theme_ranking"):
            store.remove(name)
        for name in ("job.json", "notices.json"):
            if store.exists(name):
                store.system.delete_file(store.path(name))
    wanted = settings(own, program)
    if store.exists("job.json") and store.read_json("job.json") != wanted:
        sys.exit(f"error: {own.out}: an earlier job had other settings; choose another --out, or --fresh to begin anew")
    store.write_json("job.json", wanted)
    seconds, start = {}, time.monotonic()

    def passed(what):
        nonlocal start
        seconds[what] = round(time.monotonic() - start, 2)
        start = time.monotonic()

    if own.notices:
        parts = read.read_notices(spark, own.notices, store.uri, program, own.files)
        notices, failures = read.number_all(spark, store.uri, parts)
    else:
        notices, failures = read.take_tables(store.uri, own.tables, program)
    passed("read")
    lists = spark.read.parquet(store.uri + "/tasks").groupBy("list_id", "level", "region", "parent", "year")
    lists = [row.asDict() for row in lists.agg({"number": "min", "*": "count"}).collect()]
    for row in lists:
        row["first"], row["tasks"] = row.pop("min(number)"), row.pop("count(1)")
    cut = cutting.cut(lists, own.block_tasks)
    pairs.write_blocks(spark, store.uri, cut)
    passed("blocks")
    wanted_pairs = cutting.pairs(cut, own.rule)
    options = [*cutting.RULES[own.rule], "--min-score", own.min_score, *(["--top", str(own.top)] if own.top else [])]
    accounts = pairs.match(spark, store.uri, wanted_pairs, program, options, own.at_once)
    passed("match")
    done = put_together(spark, store, own.top or None)
    passed("merge")
    account = {
        "notices": len(notices), "failures": len(failures), "tasks": sum(row["tasks"] for row in notices),
        "blocks": len(cut), "block_pairs": len(wanted_pairs), "computed": len(accounts),
        "program_seconds": round(sum(row["seconds"] for row in accounts), 1),
        "bytes_read": sum(row["bytes"] for row in accounts), "seconds": seconds, **done,
    }
    store.write_json("account.json", account)
    return account


def put_together(spark, store, top):
    """The best matches, partitioned by the left list's year; counts; themes."""
    found = spark.read.parquet(store.uri + "/pairs")
    tasks = merge.places(spark, store.uri).cache()
    matches = merge.best(found, top)
    year = tasks.select(tasks["number"].alias("left_number"), tasks["year"].alias("left_year"))
    out = matches.join(year, "left_number").repartition("left_year")
    out = out.sortWithinPartitions("left_number", out["score"].desc(), "right_number")
    out.write.mode("overwrite").partitionBy("left_year").parquet(store.uri + "/matches")
    matches = spark.read.parquet(store.uri + "/matches").select("left_number", "right_number", "score").cache()
    tables = {
        "overlap": merge.overlap(matches, tasks), "coverage": merge.coverage(matches, tasks),
        "figures": merge.figures(spark, store.uri),
    }
    tables["themes"], tables["theme_ranking"] = merge.themes(matches, tasks)
    for name, table in tables.items():
        table.write.mode("overwrite").parquet(f"{store.uri}/{name}")
    return {"matches": matches.count(), "themes": spark.read.parquet(store.uri + "/theme_ranking").count()}


def main(given=None):
    own = arguments(given)
    # zstd as the program's own files; Spark's snappy does not load on machines that have musl beside their libc
    builder = SparkSession.builder.appName("duibiao").config("spark.sql.parquet.compression.codec", "zstd")
    spark = builder.getOrCreate()
    try:
        print(json.dumps(run(spark, own), ensure_ascii=False, indent=1))
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
