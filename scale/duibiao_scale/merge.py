"""Files of matches -> the best of each task, counts, themes.

Taking the best of each task is associative: each file holds the best of its pair of blocks, and no match among the best of
all is missing from its file. The order of equal scores is that of one run: the smaller numbers first.
"""

from pyspark.sql import Window
from pyspark.sql import functions as f

# As `src/analysis/overlap.rs` has it: of all pairs of tasks, from which share on two lists are about one topic.
TOPIC_SHARE = 0.15
FEWEST_PAIRS = 100


def best(matches, top):
    """Keeps a match while it is among the `top` best of either of its tasks."""
    if top is None:
        return matches
    sides = matches.select(
        f.explode(f.array("left_number", "right_number")).alias("task"), "score", "left_number", "right_number"
    )
    order = Window.partitionBy("task").orderBy(f.desc("score"), "left_number", "right_number")
    kept = sides.withColumn("rank", f.row_number().over(order)).where(f.col("rank") <= top)
    kept = kept.select("left_number", "right_number").distinct()
    return matches.join(kept, ["left_number", "right_number"], "left_semi")


def places(spark, store_uri):
    """Of each task: number, list, region, year, level, section, first function."""
    tasks = spark.read.parquet(store_uri + "/tasks")
    return tasks.select(
        "number", "list_id", "region", "year", "level", f.get("section", f.lit(0)).alias("section"),
        f.get("functions", f.lit(0)).alias("function"),
    )


def overlap(matches, tasks):
    """As the table `overlap`, over all functions; pairs of lists without a match are left out here."""
    sizes = tasks.groupBy("list_id").agg(f.count("*").alias("of"))
    both = matches.select("left_number", "right_number").unionByName(
        matches.select(f.col("right_number").alias("left_number"), f.col("left_number").alias("right_number"))
    )
    of = tasks.select("number", "list_id")
    both = both.join(of.select(f.col("number").alias("left_number"), f.col("list_id").alias("left_list")), "left_number")
    both = both.join(of.select(f.col("number").alias("right_number"), f.col("list_id").alias("right_list")), "right_number")
    counts = both.groupBy("left_list", "right_list").agg(
        f.countDistinct("left_number").alias("found"), f.count("*").alias("pairs")
    )
    counts = counts.join(sizes.withColumnRenamed("list_id", "left_list"), "left_list")
    counts = counts.join(sizes.select(f.col("list_id").alias("right_list"), f.col("of").alias("others")), "right_list")
    all_pairs = f.col("of") * f.col("others")
    counts = counts.withColumn("pair_share", f.col("pairs") / all_pairs)
    topic = (all_pairs >= FEWEST_PAIRS) & (f.col("pair_share") > TOPIC_SHARE)
    counts = counts.withColumn("relation", f.when(topic, "shared_topic").otherwise("counted"))
    counts = counts.withColumn("found", f.when(topic, None).otherwise(f.col("found")))
    counts = counts.withColumn("share", f.col("found") / f.col("of"))
    return counts.select("left_list", "right_list", "found", "of", "share", "pair_share", "relation")


def coverage(matches, tasks):
    """Of each list's first headings and functions: tasks found in any list of each other place and year."""
    rows = []
    for own, other in (("left_number", "right_number"), ("right_number", "left_number")):
        rows.append(matches.select(f.col(own).alias("number"), f.col(other).alias("other")))
    found = rows[0].unionByName(rows[1])
    against = tasks.select(f.col("number").alias("other"), f.col("list_id").alias("against"))
    found = found.join(against, "other").select("number", "against").distinct().join(tasks, "number")
    parts = []
    for by in ("section", "function"):
        sizes = tasks.groupBy("list_id", by).agg(f.count("*").alias("of"))
        counts = found.groupBy("list_id", "against", by).agg(f.count("*").alias("found")).join(sizes, ["list_id", by])
        parts.append(
            counts.select(
                "list_id", "against", f.lit(by).alias("by"), f.col(by).alias("name"), "found", "of",
                (f.col("found") / f.col("of")).alias("share"),
            )
        )
    return parts[0].unionByName(parts[1])


def figures(spark, store_uri):
    """Figures by place, year and indicator, for a panel: how many, the least, the greatest; and the tasks that hold them."""
    tasks = spark.read.parquet(store_uri + "/tasks")
    zipped = f.arrays_zip("figure_indicator_id", "figure_op", "figure_value", "figure_measure", "figure_horizon")
    rows = tasks.select("task_id", "region", "level", "year", f.explode(zipped).alias("own"))
    rows = rows.select("task_id", "region", "level", "year", "own.*")
    rows = rows.where((f.col("figure_indicator_id") != "") & (f.col("figure_horizon") == "year"))
    keys = ["region", "level", "year", "figure_indicator_id", "figure_measure"]
    return rows.groupBy(*keys).agg(
        f.count("*").alias("targets"), f.min("figure_value").alias("low"), f.max("figure_value").alias("high"),
        f.sort_array(f.collect_set("task_id")).alias("task_ids"),
    )


def themes(matches, tasks):
    """Groups of tasks around the tasks with most matches.

    Each task weighs what its matches' scores sum up to. A task that outweighs all tasks that it matches is a centre; its
    members are tasks that match it, each at the centre that it is nearest to. No theme grows from member to member, so none
    drifts; all of it is joins and sums over the merged matches.
    """
    ends = [("left_number", "right_number"), ("right_number", "left_number")]
    sides = [matches.select(f.col(a).alias("task"), f.col(b).alias("other"), "score") for a, b in ends]
    edges = sides[0].unionByName(sides[1])
    weights = edges.groupBy("task").agg(f.round(f.sum("score"), 3).alias("weight"))
    around = edges.join(weights.select(f.col("task").alias("other"), f.col("weight").alias("other_weight")), "other")
    around = around.groupBy("task").agg(f.max(f.struct("other_weight", (-f.col("other")).alias("back"))).alias("most"))
    own = f.struct(f.col("weight").alias("other_weight"), (-f.col("task")).alias("back"))
    centres = weights.join(around, "task").where(own > f.col("most")).select(f.col("task").alias("centre"))
    members = edges.join(centres, edges["other"] == centres["centre"]).select("centre", f.col("task"), "score")
    nearest = Window.partitionBy("task").orderBy(f.desc("score"), "centre")
    members = members.withColumn("rank", f.row_number().over(nearest)).where("rank = 1").drop("rank")
    members = members.unionByName(centres.select("centre", f.col("centre").alias("task"), f.lit(1.0).alias("score")))
    members = members.join(tasks.withColumnRenamed("number", "task"), "task")
    wide = members.groupBy("centre").agg(
        f.countDistinct("region").alias("regions"), f.countDistinct("year").alias("years"),
        f.countDistinct("list_id").alias("lists"), f.count("*").alias("tasks"),
    )
    return members.select("centre", "task", "score", "list_id", "region", "year"), wide.where("lists > 1")
