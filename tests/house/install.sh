#!/usr/bin/env bash
# install.sh ROOT BUILD CMAKE: what `cmake --install` leaves works where it is moved to: programs, examples, links of the pages.
set -euo pipefail
root=$1
build=$2
cmake=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() {
    printf '%s\n' "$*" >&2
    exit 1
}

# As README.md says it.
command='cmake --build --preset release --target programs && cmake --install build/release --prefix ~/.local'
grep -qxF "$command" "$root/README.md" || complain "README.md does not say: $command"
"$cmake" --build "$build" --target programs -- -n >/dev/null
"$cmake" --install "$build" --prefix "$work/usr" >/dev/null
mv "$work/usr" "$work/moved"
share=$work/moved/share/fracbit

for name in fracbit fracbit-train fracbit-gui; do
    [[ -e $build/bin/$name ]] || continue
    [[ $(QT_QPA_PLATFORM=offscreen "$work/moved/bin/$name" --version) == fracbit* ]] || complain "$name --version fails"
done
cd "$work"
PATH=$work/moved/bin:$PATH
fracbit simulate --network "$share/examples/networks/lenet5.csv" --arch "$share/examples/arch/edge.toml" --engine timing |
    grep -q cycles
fracbit infer --model "$share/examples/models/lenet5_q1_8x20_tap2.h5" --dataset mnist \
    --data-dir "$share/examples/digits" --count 4 | grep -q "4 of 4"
if [[ -e $build/bin/fracbit-gui ]]; then
    fracbit report "$share/example.sqlite" | grep -q "front: "
fi

# Nothing to compile, and nothing that a page points to is missing.
if find "$work/moved" -name CMakeLists.txt -o -name '*.[ch]pp' | grep .; then complain "these were installed, too"; fi
pages=0
while read -r page; do
    pages=$((pages + 1))
    while read -r link; do
        [[ -e $(dirname "$page")/$link ]] || complain "$page: the link $link leads nowhere"
    done < <(grep -oE '\]\([^)#]+' "$page" | sed 's/^](//' | grep -vE '^https?://')
done < <(find "$share" -name '*.md')
((pages > 20)) || complain "found only $pages pages"
