# Shared by ./quickstart and ./check, which source it: packages and builds. Expects `set -euo pipefail` and the repository
# root as the current directory. Nothing here asks questions.
# shellcheck shell=bash

say() { printf '== %s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }

# The packages that the lists "$@" name, one a line.
required_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$@"; }

# Those of "$@" that dpkg does not have installed, one a line.
missing_packages() {
    local package state
    for package in "$@"; do
        state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
        [[ $state == installed ]] || printf '%s\n' "$package"
    done
}

# Explains what is missing and how to go on; always fails. $1: why; the rest: package names.
give_up_on_packages() {
    local why=$1
    shift
    complain "error: these packages are needed and not installed: $*"
    complain "  why they could not be installed: $why"
    complain "  what to do: as root, with a network, run"
    complain "      apt-get update && apt-get install -y --no-install-recommends $*"
    complain "  or install the same libraries in another way and run this script with FRACBIT_SKIP_PACKAGES=1."
    return 1
}

# Runs apt-get as root without questions. A password is asked for only where somebody can type one.
apt_get() {
    local options=(-q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    if [[ $EUID -eq 0 ]]; then
        DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" "$@"
    elif [[ -t 0 ]]; then
        sudo env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" "$@"
    fi
}

# install_packages LIST...: files with a package a line.
install_packages() {
    local required missing still_missing log
    if [[ ${FRACBIT_SKIP_PACKAGES:-0} == 1 ]]; then
        say "packages: not looked at, FRACBIT_SKIP_PACKAGES=1"
        return
    fi
    mapfile -t required < <(required_packages "$@")
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        give_up_on_packages "this is not a Debian system (no apt-get)" "${required[@]}"
    fi
    mapfile -t missing < <(missing_packages "${required[@]}")
    if [[ ${#missing[@]} -eq 0 ]]; then
        say "packages: all ${#required[@]} are installed"
        return
    fi
    say "packages: installing ${#missing[@]} of ${#required[@]}: ${missing[*]}"
    if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
        give_up_on_packages "not root, and there is no sudo" "${missing[@]}"
    fi
    mkdir -p build
    log=build/packages.log
    # Old package lists may still do, so only the installation decides.
    apt_get update >"$log" 2>&1 || complain "warning: apt-get update failed ($log); trying with the lists there are"
    if ! apt_get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
        mapfile -t still_missing < <(missing_packages "${missing[@]}")
        complain "the end of $log:"
        tail -n 5 "$log" >&2
        [[ ${#still_missing[@]} -eq 0 ]] || give_up_on_packages "apt-get failed, see $log" "${still_missing[@]}"
    fi
    say "packages: done"
}

# build_preset PRESET [TARGET...]: configures and builds; the log stays in build/PRESET.log. Fails with the log's end.
build_preset() {
    local preset=$1 log=build/$1.log cache=build/$1/CMakeCache.txt fresh=() targets=()
    shift
    [[ $# -eq 0 ]] || targets=(--target "$@")
    # A tree that was copied or moved keeps a cache that belongs to the old place.
    if [[ -f $cache ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$cache"; then fresh=(--fresh); fi
    mkdir -p build
    say "build: preset $preset in build/$preset (log: $log)"
    if ! { cmake "${fresh[@]}" --preset "$preset" && cmake --build --preset "$preset" "${targets[@]}"; } >"$log" 2>&1; then
        grep -E -m 20 'error|FAILED|CMake Error' "$log" >&2 || true
        tail -n 20 "$log" >&2
        complain "error: the build of preset $preset failed; the whole log is $log"
        return 1
    fi
    # The configure summary names what was left out.
    grep -E '^--   missing' "$log" || true
}
