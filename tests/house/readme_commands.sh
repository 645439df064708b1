#!/usr/bin/env bash
# readme_commands.sh ROOT PROGRAM: runs every whole `fracbit ...` command of README.md and those that ./quickstart ends with, on the
# repository's own digits where they say DIR and on an architecture where they say FILE. Commands that begin with "..." continue another
# and are left out.
# What they write goes to a folder that is removed.
# shellcheck disable=SC2016  # the backquotes are Markdown's
set -euo pipefail
root=$1
program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$root/examples" "$work/examples"
cd "$work"
count=0
while read -r command; do
    command=${command//DIR/examples/digits}
    command=${command//FILE/examples/arch/edge.toml}
    read -ra words <<<"$command"
    echo "$command"
    if [[ ${words[1]} == gui ]]; then # a window stays: it is looked at without a screen, then sent away
        [[ -x $(dirname "$program")/fracbit-gui ]] || continue
        status=0
        QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$work HOME=$work timeout 3 "$program" "${words[@]:1}" >/dev/null 2>&1 || status=$?
        ((status == 124)) || { echo "fracbit gui ended with status $status" >&2; exit 1; }
        continue
    fi
    "$program" "${words[@]:1}" >/dev/null
    count=$((count + 1))
done < <(grep -oE '`fracbit [a-z][^`]*`' "$root/README.md" | tr -d '`'
    sed -n 's|^  build/release/bin/fracbit|fracbit|p' "$root/quickstart")
# infer, simulate, inspect, and two of quickstart
if ((count < 5)); then
    echo "found only $count commands in README.md and quickstart" >&2
    exit 1
fi
