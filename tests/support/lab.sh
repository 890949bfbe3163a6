# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# A laboratory of real DNS servers on loopback, for scripts in bash; for those in Python it is lab.py.
# Source it, then
#
#   lab_begin                     folder, network and trap; sets the variables below
#   lab_need PROGRAM...           skips the whole script (77) when one is missing; with CI=true it fails
#   lab_nsd HOST ZONEFILE...      an authoritative server at $lab_net.HOST; origins come from the SOA records
#   lab_unbound HOST SERVER ORIGIN...   a resolver at $lab_net.HOST that asks SERVER for these zones
#   lab_origin ZONEFILE           the name of its zone
#   lab_start NAME COMMAND...     any other server; its output goes to $lab/NAME.log
#   lab_wait_dns HOST [NAME]      until something answers there over UDP; fails after 10 s
#   lab_wait_line NAME TEXT       until $lab/NAME.log has a line that starts with TEXT; fails after 10 s
#   lab_stop NAME                 ends one server
#   lab_ok NAME, lab_not_ok NAME [FILE]   one result line; FILE is shown behind it
#   lab_end                       the exit code: 0, or 1 when something was not ok
#
# Set by lab_begin: top (source tree), build (build folder: $abs_top_builddir, else $BUILD, else build/),
# plugins, lab (work folder), lab_python (the system's, which sees its modules), lab_net (127.0.N),
# lab_port (the same for all servers). Scripts that run at the same time do not meet: N is locked, and for
# those that see no common lock (another root folder) the port is drawn from 10,000 and looked up first.
# It lies below the range of client sockets.
# Exactly the started processes are ended; their logs are shown when the script fails (lab_logs=no: not).

lab_begin() {
    # Servers live in sbin, which a user's PATH may lack.
    PATH=$PATH:/usr/sbin:/sbin
    top=${abs_top_srcdir:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
    build=${abs_top_builddir:-${BUILD:-$top/build}}
    build=$(cd "$build" 2>/dev/null && pwd) || lab_skip "no build folder: BUILD names it"
    # For the script that sourced this file.
    # shellcheck disable=SC2034
    plugins=$build/plugins
    lab=$(mktemp -d "${TMPDIR:-/tmp}/check_ses_lab.XXXXXX") || exit 99
    lab_failed=0
    lab_logs=yes
    lab_names=()
    declare -gA lab_pids=()
    lab_python=/usr/bin/python3
    [ -x "$lab_python" ] || lab_python=python3
    trap lab_finish EXIT
    trap 'exit 130' INT TERM HUP
    lab_lock_network
    lab_draw_port
}

lab_draw_port() {
    lab_port=$((10000 + SRANDOM % 10000))
    while grep -iqs "$(printf ':%04X ' "$lab_port")" /proc/net/udp /proc/net/tcp; do
        lab_port=$((10000 + SRANDOM % 10000))
    done
}

# Takes the first free third octet; the lock is a file descriptor, so it ends with this script.
lab_lock_network() {
    local octet start=$((10 + $$ % 240)) folder=${TMPDIR:-/tmp}/check_ses_lab_locks.$UID
    mkdir -p "$folder" || exit 99
    for ((octet = 0; octet < 240; octet++)); do
        lab_octet=$((10 + (start - 10 + octet) % 240))
        exec {lab_lock}>"$folder/$lab_octet" || exit 99
        if flock --nonblock "$lab_lock"; then
            lab_net=127.0.$lab_octet
            return
        fi
        exec {lab_lock}>&-
    done
    echo 'not ok - all networks 127.0.10 to 127.0.249 are taken' >&2
    exit 99
}

lab_skip() {
    echo "# $1"
    [ "${CI:-}" != true ] || { echo "not ok - $1"; exit 1; }
    exit 77
}

lab_need() {
    local program
    PATH=$PATH:/usr/sbin:/sbin
    for program in "$@"; do
        command -v "$program" >/dev/null || lab_skip "$program is missing"
    done
}

lab_finish() {
    local code=$? name
    for name in "${lab_names[@]}"; do lab_stop "$name"; done
    if [ "$lab_logs" = yes ] && [ $code != 0 ] && [ $code != 77 ]; then
        for name in "${lab_names[@]}"; do
            [ -s "$lab/$name.log" ] || continue
            echo "# --- log of $name"
            tail -n 20 "$lab/$name.log" | sed 's/^/# /'
        done
    fi
    rm -rf "$lab"
    exit "$code"
}

# All processes below a pid.
lab_children() {
    local children child
    read -ra children < <(cat "/proc/$1/task/"*/children 2>/dev/null | tr '\n' ' ')
    for child in "${children[@]}"; do
        echo "$child"
        lab_children "$child"
    done
}

# Ends a server and what it started, by their pids: TERM to the server first, KILL to what is left after
# 2 s. Its address is free only when all of them are gone.
lab_stop() {
    local pid=${lab_pids[$1]:-} tries=100 all
    [ -n "$pid" ] || return 0
    unset "lab_pids[$1]"
    mapfile -t all < <(lab_children "$pid")
    all+=("$pid")
    kill "$pid" 2>/dev/null
    while lab_any_alive "${all[@]}" && ((tries-- > 0)); do
        sleep 0.02
    done
    ((tries > 0)) || kill -9 "${all[@]}" 2>/dev/null
    wait "$pid" 2>/dev/null
    return 0
}

# Whether one of these is there and no zombie.
lab_any_alive() {
    local pid state
    for pid in "$@"; do
        state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$pid/status" 2>/dev/null)
        case $state in
        '' | Z | X) ;;
        *) return 0 ;;
        esac
    done
    return 1
}

lab_start() {
    local name=$1
    shift
    "$@" </dev/null >"$lab/$name.log" 2>&1 {lab_lock}>&- &
    lab_pids[$name]=$!
    lab_names+=("$name")
}

lab_alive() {
    kill -0 "${lab_pids[$1]:-0}" 2>/dev/null
}

# One question (CH TXT version.bind: answered from the server's own knowledge) over UDP; any reply
# will do. A closed port is reported at once, so a refused read is a no.
lab_ask() {
    local reply='' socket
    exec {socket}<>"/dev/udp/$1/$2" || return 1
    printf '\x5a\x5a\0\0\0\1\0\0\0\0\0\0\7version\4bind\0\0\x10\0\3' >&"$socket"
    LC_ALL=C IFS= read -r -t 0.5 -N 2 -u "$socket" reply 2>/dev/null
    exec {socket}>&-
    [ "$reply" = ZZ ]
}

# lab_wait_dns HOST [NAME]: NAME is the server that should answer; its end ends the wait.
lab_wait_dns() {
    local until=$((SECONDS + 10))
    until lab_ask "$lab_net.$1" "$lab_port"; do
        if [ -n "${2:-}" ] && ! lab_alive "$2"; then
            echo "not ok - $2 ended at its start"
            return 1
        fi
        if ((SECONDS >= until)); then
            echo "not ok - nothing answers at $lab_net.$1@$lab_port"
            return 1
        fi
        sleep 0.02
    done
    # What answers may be a stranger at an address that was to be ours.
    [ -z "${2:-}" ] || lab_alive "$2"
}

lab_wait_line() {
    local until=$((SECONDS + 10))
    until grep -q "^$2" "$lab/$1.log" 2>/dev/null; do
        if ! lab_alive "$1" || ((SECONDS >= until)); then
            echo "not ok - $1 did not say: $2"
            return 1
        fi
        sleep 0.02
    done
}

# lab_config WORD...: what server_config.py makes of these.
lab_config() {
    "$lab_python" -B "$top/tests/support/server_config.py" "$@"
}

lab_origin() {
    lab_config origin "$1"
}

lab_nsd() {
    lab_start_dns nsd "$@"
}

lab_unbound() {
    lab_start_dns unbound "$@"
}

lab_start_dns() {
    local program=$1 host=$2 name=$1-$2
    mkdir -p "$lab/$name" || return 1
    lab_config "$program" "$lab/$name" "$lab_net.$host" "$lab_port" "${@:3}" \
        >"$lab/$name/$program.conf" || return 1
    lab_start "$name" "$program" -d -c "$lab/$name/$program.conf"
    lab_wait_dns "$host" "$name"
}

lab_ok() {
    echo "ok - $1"
}

lab_not_ok() {
    echo "not ok - $1"
    lab_failed=1
    if [ -n "${2:-}" ] && [ -s "$2" ]; then
        head -n 40 "$2" | sed 's/^/# /'
    fi
}

lab_end() {
    exit "$lab_failed"
}
