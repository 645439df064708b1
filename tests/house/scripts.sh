#!/usr/bin/env bash
# The two set-up scripts on machines that are not ready: no network, no root, no Debian. Stand-ins for the system's
# programs go first in PATH, so nothing is installed.  Usage: scripts.sh REPOSITORY
# shellcheck disable=SC2016  # the stand-ins' bodies expand when they run
set -euo pipefail
repository=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tree/cmake"
cp "$repository"/cmake/{setup.sh,debian-packages.txt,debian-packages-check.txt} "$work/tree/cmake/"
lists="cmake/debian-packages.txt cmake/debian-packages-check.txt"

failures=0
fail() {
    printf 'FAILED: %s\n--- output:\n%s\n' "$1" "$output"
    failures=$((failures + 1))
}
expect() { grep -qF -- "$1" <<<"$output" || fail "expected: $1"; }

# A stand-in program. $1: name, $2: body
stand_in() {
    printf '#!/bin/bash\n%s\n' "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}
# A bin folder with only what the scripts need of a system, before the stand-ins.
fresh_bin() {
    rm -rf "${work:?}/bin"
    mkdir "$work/bin"
    local program
    for program in bash sed grep mkdir tail cat env; do ln -s "$(command -v "$program")" "$work/bin/$program"; done
}
# install_packages in the copied tree; sets output and status.
install() {
    status=0
    output=$(cd "$work/tree" && PATH=$work/bin bash -c 'set -euo pipefail; source cmake/setup.sh; install_packages '"$lists" \
        </dev/null 2>&1) || status=$?
}

# --- all there: nothing is run
fresh_bin
stand_in dpkg-query 'printf installed'
stand_in apt-get 'echo apt-get must not run; exit 1'
install
[[ $status -eq 0 ]] || fail "status $status when all packages are there"
expect "all $(sed -e 's/#.*//' -e '/^ *$/d' "$repository"/cmake/debian-packages{,-check}.txt | wc -l) are installed"

# --- no Debian
fresh_bin
install
[[ $status -ne 0 ]] || fail "success without apt-get"
expect "this is not a Debian system (no apt-get)"
expect "FRACBIT_SKIP_PACKAGES=1"

# --- one package missing and no network: it alone is named, with the command
fresh_bin
stand_in dpkg-query '[[ "${*: -1}" == libsystemc-dev ]] && exit 1; printf installed'
stand_in apt-get 'echo "E: cannot resolve deb.debian.org"; exit 100'
stand_in sudo 'shift; exec "$@"' # -n
install
[[ $status -ne 0 ]] || fail "success without a network"
expect "installing 1 of"
expect "these packages are needed and not installed: libsystemc-dev"
expect "apt-get install -y --no-install-recommends libsystemc-dev"
expect "E: cannot resolve deb.debian.org"

# --- neither root nor sudo (a user of our own making is not at hand, so only where this test is not root)
if [[ $EUID -ne 0 ]]; then
    rm "$work/bin/sudo"
    install
    [[ $status -ne 0 ]] || fail "success without root"
    expect "not root, and there is no sudo"
fi

# --- packages that get installed
fresh_bin
stand_in dpkg-query "[[ \"\${*: -1}\" == catch2 && ! -e $work/done ]] && exit 1; printf installed"
stand_in apt-get "echo \"\$@\" >>$work/calls; [[ \" \$* \" == *' install '* ]] && : >$work/done; exit 0"
stand_in sudo 'shift; exec "$@"'
install
[[ $status -eq 0 ]] || fail "status $status after an installation"
output=$(cat "$work/calls")
expect "install -y --no-install-recommends catch2"

# --- told not to look
status=0
output=$(cd "$work/tree" && FRACBIT_SKIP_PACKAGES=1 bash -c 'set -euo pipefail; source cmake/setup.sh; install_packages '"$lists") ||
    status=$?
[[ $status -eq 0 ]] || fail "status $status with FRACBIT_SKIP_PACKAGES=1"
expect "not looked at"

# --- the scripts are clean
if command -v shellcheck >/dev/null; then
    output=$(cd "$repository" && shellcheck -x quickstart check .ci/run cmake/setup.sh tests/house/*.sh) ||
        fail "shellcheck"
fi
for script in quickstart check .ci/run; do
    output=$(ls -l "$repository/$script")
    [[ -x $repository/$script ]] || fail "$script is not executable"
    bash -n "$repository/$script"
done

[[ $failures -eq 0 ]] && echo "all scripts behave"
exit "$failures"
