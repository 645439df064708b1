#!/bin/bash
# An exploration as a Slurm array job, one task killed half-way and requeued, gives the front of a single process.
# usage: array_job.sh FRACBIT EXAMPLES_FOLDER SPACE
set -eu
fracbit=$1 examples=$2 space=$3
here=$(cd "$(dirname "$0")" && pwd)
. "$here/slurm_cluster.sh"
work=$(mktemp -d /tmp/fracbit-slurm-XXXXXX)
trap 'status=$?; stop_slurm; [ $status = 0 ] || tail -n 40 "$work"/*.log "$work"/cluster/*.log; rm -rf "$work"; exit $status' EXIT

start_slurm "$work/cluster"
cd "$work"
field() { "$fracbit" report "$1" --json - | sed -n "s/^  \"$2\": \(.*[^,]\),\{0,1\}$/\1/p"; }
half_way() { [ -f results/shard-1.sqlite ] && [ "$(field results/shard-1.sqlite points)" -gt 0 ]; }
queue_empty() { [ -z "$(squeue -h)" ]; }

job=$(FRACBIT=$fracbit sbatch --parsable --array=0-3 "$examples/slurm/explore.sbatch" "$space" results)
slurm_wait 120 half_way
scontrol requeue "${job}_1"
before=$(field results/shard-1.sqlite points)
[ "$(field results/shard-1.sqlite complete)" = false ] || { echo "task 1 was done before it could be killed" >&2; exit 1; }
slurm_wait 60 scontrol update jobid="${job}_1" starttime=now # requeued jobs wait two minutes otherwise
slurm_wait 300 queue_empty

grep -q 'start 1' "fracbit-explore-${job}_1.log" || { echo "task 1 was not started again" >&2; exit 1; }
"$fracbit" merge results/shard-*.sqlite --out merged.sqlite --json merged.json > /dev/null
"$fracbit" explore "$space" --out single.sqlite > /dev/null
[ "$(field merged.sqlite complete)" = true ] || { echo "the merged store has gaps" >&2; exit 1; }
for name in merged single; do "$fracbit" report $name.sqlite --csv $name.csv --sample-csv $name-sample.csv > /dev/null; done
cmp merged.csv single.csv
cmp merged-sample.csv single-sample.csv
[ "$(field merged.sqlite points)" = "$(field single.sqlite points)" ]
echo "4 tasks, one requeued after $before points: front of $(($(wc -l < single.csv) - 1)) points, as of a single process"
