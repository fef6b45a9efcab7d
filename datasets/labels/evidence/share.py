#!/usr/bin/env python3
"""How often `duibiao match` shows clauses that a reader named.

    share.py clauses.jsonl MATCHES.jsonl …

MATCHES are the matches of the pairs of reports that the labels name (`duibiao match --format jsonl A B -o DIR`, one run a pair: a
score and so a match hang on the two lists only, but nothing else is needed). Prints right and all, for pairs that are one
commitment and for the others, and for the half that was looked at while clauses were chosen and the half that was not.
"""
import json, sys

labels = [json.loads(line) for line in open(sys.argv[1], encoding='utf-8')]
shown = {}
for path in sys.argv[2:]:
    for line in open(path, encoding='utf-8'):
        row = json.loads(line)
        shown[row['left_task_id'], row['right_task_id']] = [row['left_clause'], row['right_clause']]
count = {}
for label in labels:
    own = shown.get((label['left'], label['right']))
    if own is None:
        continue
    key = label['half'], 'right match' if label['right_match'] else 'wrong match'
    right, all_ = count.get(key, (0, 0))
    count[key] = right + (own in label['clauses']), all_ + 1
for key, (right, all_) in sorted(count.items()):
    print(*key, f'{right}/{all_}', sep='\t')
