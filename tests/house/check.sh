#!/usr/bin/env bash
# What ./check makes of builds and test runs, with stand-ins for cmake and ctest that say what real ones say.
# Usage: check.sh REPOSITORY
# shellcheck disable=SC2016  # the stand-ins' bodies expand when they run
set -euo pipefail
repository=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tree/cmake" "$work/bin"
cp "$repository/check" "$work/tree/"
cp "$repository"/cmake/{setup.sh,debian-packages.txt,debian-packages-check.txt} "$work/tree/cmake/"

stand_in() {
    printf '#!/bin/bash\n%s\n' "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}
# cmake --preset P | cmake --build --preset P
stand_in cmake 'preset=${*: -1}; mkdir -p "build/$preset"; printf "a_tests\nb_tests\n" >"build/$preset/test-programs.txt"
if [[ $BREAK == "$preset" && $1 == --build ]]; then echo "x.cpp:1: error: broken"; exit 1; fi'
# ctest --preset P -N | ctest --preset P --timeout N
stand_in ctest 'if [[ $3 == -N ]]; then cat "$LISTING"; else cat "$RESULTS"; fi; exit 8'

failures=0
# run NAME EXPECTED_STATUS EXPECTED_LAST_LINE [MORE EXPECTED LINES...]; BREAK, the listing and the results are set before.
run() {
    local name=$1 expected_status=$2 expected_line=$3 output status=0 line
    shift 3
    output=$(cd / && PATH=$work/bin:$PATH FRACBIT_SKIP_PACKAGES=1 BREAK=${BREAK:-} LISTING=$work/listing \
        RESULTS=$work/results "$work/tree/check" 2>&1) || status=$?
    for line in "$@"; do
        grep -qF -- "$line" <<<"$output" && continue
        printf 'FAILED: %s: no line "%s"\n%s\n' "$name" "$line" "$output"
        failures=$((failures + 1))
    done
    if [[ $status -ne $expected_status || ${output##*$'\n'} != "$expected_line" ]]; then
        printf 'FAILED: %s: status %s, expected %s and "%s"\n%s\n' "$name" "$status" "$expected_status" "$expected_line" \
            "$output"
        failures=$((failures + 1))
    fi
}
listing() { cat >"$work/listing"; }
results() { cat >"$work/results"; }

listing <<'END'
  Test #1: a_tests/one is a fact
  Test #2: a_tests/two ends in Passed 1 sec
  Test #3: b_tests/three

Total Tests: 3
END
results <<'END'
    Start 1: a_tests/one is a fact
1/3 Test #1: a_tests/one is a fact ...............   Passed    0.01 sec
2/3 Test #3: b_tests/three .......................   Passed    0.01 sec
3/3 Test #2: a_tests/two ends in Passed 1 sec ....   Passed   10.02 sec
END
run "all pass" 0 "6 passed, 0 failed, 0 skipped"

results <<'END'
1/3 Test #1: a_tests/one is a fact ...............   Passed    0.01 sec
2/3 Test #2: a_tests/two ends in Passed 1 sec ....***Failed    0.01 sec
a test may print anything: 9/9 Test #9: x ...   Passed    0.01 sec
3/3 Test #3: b_tests/three .......................***Skipped   0.01 sec

The following tests FAILED:
	  2 - a_tests/two ends in Passed 1 sec (Failed)
END
run "one fails, one is skipped" 1 "2 passed, 2 failed, 2 skipped" "2 - a_tests/two ends in Passed 1 sec (Failed)" \
    "  release: b_tests/three" "  asan: b_tests/three"

results <<'END'
1/3 Test #1: a_tests/one is a fact ...............   Passed    0.01 sec
2/3 Test #2: a_tests/two ends in Passed 1 sec ....***Timeout   0.01 sec
END
run "a run that breaks off counts the rest as failed" 1 "2 passed, 4 failed, 0 skipped"

results <<'END'
1/3 Test #1: a_tests/one is a fact ...............***Skipped   0.01 sec
2/3 Test #2: a_tests/two ends in Passed 1 sec ....***Skipped   0.01 sec
3/3 Test #3: b_tests/three .......................***Skipped   0.01 sec
END
run "nothing but skipped tests is a failure" 1 "0 passed, 0 failed, 6 skipped" "error: no test passed"

results <<'END'
1/3 Test #1: a_tests/one is a fact ...............   Passed    0.01 sec
2/3 Test #2: a_tests/two ends in Passed 1 sec ....   Passed    0.01 sec
3/3 Test #3: b_tests/three .......................   Passed    0.01 sec
END
BREAK=asan
run "a build that fails is one failure" 1 "3 passed, 1 failed, 0 skipped" "x.cpp:1: error: broken" \
    "error: the build of preset asan failed; the whole log is build/asan.log"
BREAK=''

listing <<'END'
  Test #1: a_tests/one is a fact
  Test #2: a_tests/two ends in Passed 1 sec
  Test #3: a_tests/b_tests/three

Total Tests: 3
END
run "a program without tests is a failure" 1 "6 passed, 2 failed, 0 skipped" \
    "FAILED: no tests were found in build/release/bin/b_tests: does it start?"

printf '\nTotal Tests: 0\n' | listing
printf 'No tests were found!!!\n' | results
run "no tests at all is a failure" 1 "0 passed, 4 failed, 0 skipped" "error: no test passed"

[[ $failures -eq 0 ]] && echo "check counts right"
exit "$failures"
