#!/usr/bin/env bash
# Makes .venv with everything the project needs, and installs missing Debian packages where it may.
# Running it again is quick and changes nothing. Exit codes: 0 ready, 3 the machine lacks something (said how to mend it).
# SOHOA_SETUP_SYSTEM=no leaves Debian packages alone; PYTHON=... chooses the interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly venv=.venv stamp=.venv/.ready list=build/debian-packages.txt
missing_runtime=()

say() { printf '%s\n' "$*" >&2; }

# --- Debian packages ---------------------------------------------------------------------------------------------

packages() {  # the packages of one section of the list
    awk -v section="[$1]" '/^\[/ { on = ($0 == section); next } on && NF && !/^#/ { print $1 }' "$list"
}

missing() {  # those of its arguments that are neither installed nor provided by an installed package
    dpkg-query -W -f='${db:Status-Status} ${Package} ${Provides}\n' 2>/dev/null |
        awk -v wanted="$*" '
            $1 == "installed" { gsub(/\([^)]*\)|,/, " "); for (i = 2; i <= NF; i++) have[$i] = 1 }
            END { n = split(wanted, want, " "); for (i = 1; i <= n; i++) if (!(want[i] in have)) print want[i] }'
}

may_install() { [ "${SOHOA_SETUP_SYSTEM:-yes}" = yes ] && command -v apt-get >/dev/null && as_root true 2>/dev/null; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    say "Installing Debian packages: $*"
    as_root apt-get -qq update >&2 || say "apt-get update failed; going on with the lists at hand"
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" >&2
}

system_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "Not a Debian system: make sure the equivalents of $list are installed (sohoa doctor looks for them)."
        return
    fi
    local runtime test_only
    mapfile -t runtime < <(missing $(packages runtime))
    mapfile -t test_only < <(missing $(packages test))
    [ $((${#runtime[@]} + ${#test_only[@]})) -gt 0 ] || return 0
    if may_install && apt_install "${runtime[@]}" "${test_only[@]}"; then
        return
    fi
    missing_runtime=("${runtime[@]}")
    if [ ${#test_only[@]} -gt 0 ]; then
        say "Missing Debian packages that only tests need: ${test_only[*]}"
        say "  sudo apt-get install --no-install-recommends ${test_only[*]}"
    fi
}

# --- Python ------------------------------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$candidate" >/dev/null && new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found. On Debian 12: sudo apt-get install python3 python3-venv"
    exit 3
}

make_venv() {
    [ -x "$venv/bin/python" ] && new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null && may_install; then
        apt_install python3-venv
    fi
    say "Making $venv with $("$python" --version)"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv --clear "$venv"
    elif "$python" -m pip --version >/dev/null 2>&1 && "$python" -m venv --clear --without-pip "$venv"; then
        "$python" -m pip --python "$venv/bin/python" install -q pip
    else
        say "Python's venv module is incomplete here. On Debian: sudo apt-get install python3-venv"
        exit 3
    fi
}

fingerprint() {  # changes when anything that the installed state depends on changes
    { pwd && cat requirements.lock pyproject.toml build/setup.sh && "$venv/bin/python" --version; } | sha256sum | cut -d' ' -f1
}

python_packages() {
    make_venv
    local wanted
    wanted=$(fingerprint)
    [ -x "$venv/bin/sohoa" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    say "Installing Python packages into $venv (some minutes the first time)"
    local pip=("$venv/bin/python" -m pip --disable-pip-version-check --no-input install --quiet --quiet --no-deps)
    "${pip[@]}" --require-hashes --requirement requirements.lock
    "${pip[@]}" --no-build-isolation --editable .
    printf '%s\n' "$wanted" >"$stamp"
}

# --- An independent tus server, for tests only -------------------------------------------------------------------

tus_peer() {
    local home=.cache/tus-peer
    cmp -s build/tus-peer/package-lock.json "$home/package-lock.json" && [ -d "$home/node_modules" ] && return
    if ! command -v npm >/dev/null; then
        say "npm is missing; the tests against @tus/server will fail: sudo apt-get install nodejs npm"
        return
    fi
    say "Installing @tus/server into $home"
    rm -rf "$home" && mkdir -p "$home"
    cp build/tus-peer/package.json build/tus-peer/package-lock.json "$home"
    (cd "$home" && npm ci --no-audit --no-fund --ignore-scripts --omit=optional --loglevel=error >&2) ||
        { rm -rf "$home/node_modules"; say "@tus/server could not be installed; only tests need it"; }
}

# --- Everything, one at a time -----------------------------------------------------------------------------------

finish() {
    local status=$?
    if [ ${#missing_runtime[@]} -gt 0 ]; then
        say "Missing Debian packages, without which sohoa does not work:"
        say "  sudo apt-get install --no-install-recommends ${missing_runtime[*]}"
        [ "$status" -ne 0 ] || status=3
    fi
    exit "$status"
}

mkdir -p .cache
if command -v flock >/dev/null; then
    exec 9>.cache/setup.lock
    flock 9
fi
trap finish EXIT
system_packages
python_packages
tus_peer
