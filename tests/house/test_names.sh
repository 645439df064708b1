#!/usr/bin/env bash
# Names of test cases that Catch2's discovery or CMake's lists would not pass on as they are, so that the case would not
# run alone or not at all: with ; \ [ or ], or starting with ~.  Usage: test_names.sh REPOSITORY
set -euo pipefail
cd "$1"
pattern='(TEST_CASE|rc::prop|SCENARIO|TEMPLATE_TEST_CASE)\("(~|[^"]*[][;\\])'
if grep -rnE --include='*.tests.cpp' "$pattern" tests; then
    echo "error: rename these: no ; \\ [ or ] in the name of a test, no ~ at its start"
    exit 1
fi
# The pattern itself must see what it is for.
for name in '~x' 'a;b' 'a\"b' 'in [0, 1)'; do
    grep -qE "$pattern" <<<"TEST_CASE(\"$name\") {" || { echo "error: the pattern lets '$name' pass"; exit 1; }
done
if grep -qE "$pattern" <<<'TEST_CASE("fine", "[tag]") {'; then echo "error: the pattern takes tags for names"; exit 1; fi
