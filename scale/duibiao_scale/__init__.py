"""Duibiao on Apache Spark: the same matches as on one machine, for corpora that one machine does not hold.

read.py     notices or tables   -> tasks, numbered over all notices
blocks.py   lists               -> blocks, and the pairs of blocks that the rules ask for
pairs.py    pairs of blocks     -> a file of matches each, by `duibiao block` on executors
merge.py    files of matches    -> the best of each task, partitioned; counts; themes
store.py    files of a folder or an object store
program.py  one call of the program
job.py      all of these, resumable
"""
