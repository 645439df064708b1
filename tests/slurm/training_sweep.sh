#!/bin/bash
# A sweep over rates as a Slurm array job: each task trains its rate and leaves a row of an accuracy table.
# usage: training_sweep.sh FRACBIT EXAMPLES_FOLDER
set -eu
fracbit=$1 examples=$2
here=$(cd "$(dirname "$0")" && pwd)
. "$here/slurm_cluster.sh"
work=$(mktemp -d /tmp/fracbit-slurm-XXXXXX)
trap 'status=$?; stop_slurm; [ $status = 0 ] || tail -n 40 "$work"/*.log "$work"/cluster/*.log; rm -rf "$work"; exit $status' EXIT

# Images of 2 x 2 in the format of MNIST, a bright pixel per class.
mkdir "$work/data"
put_images() { # put_images PREFIX FOURS
  local count
  count="\\$(printf %o $((4 * $2)))" # one byte, as an escape
  printf "\\0\\0\\10\\3\\0\\0\\0$count\\0\\0\\0\\2\\0\\0\\0\\2" > "$work/data/$1-images-idx3-ubyte"
  printf "\\0\\0\\10\\1\\0\\0\\0$count" > "$work/data/$1-labels-idx1-ubyte"
  for ((i = 0; i < $2; ++i)); do
    printf '\310\0\0\0\0\310\0\0\0\0\310\0\0\0\0\310' >> "$work/data/$1-images-idx3-ubyte"
    printf '\0\1\2\3' >> "$work/data/$1-labels-idx1-ubyte"
  done
}
put_images train 50
put_images t10k 10
printf '%s\n' name,kind,channels,height,width,out_channels,relu fc1,linear,1,2,2,16,1 fc2,linear,16,,,4, > "$work/net.csv"
printf '%s\n' 'format_version = 1' 'name = "sweep"' '[network]' 'shapes = "net.csv"' '[data]' 'dataset = "mnist"' '[weights]' \
  'n_out = 10' '[training]' 'epochs = 3' 'batch_size = 20' > "$work/sweep.toml"

start_slurm "$work/cluster"
cd "$work"
queue_empty() { [ -z "$(squeue -h)" ]; }
FRACBIT=$fracbit sbatch --array=4,8 "$examples/slurm/train_rates.sbatch" sweep.toml data results --full-precision 100 > /dev/null
slurm_wait 300 queue_empty
for n in 4 8; do
  grep -q "^\"net\",\"mnist\",1,$n,10,2,0,," results/n_in-$n/measured.csv
  "$fracbit" infer --model results/n_in-$n/model.h5 --data-dir data > /dev/null
done
echo "2 rates trained, a row of an accuracy table each"
