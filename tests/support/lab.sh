# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# A laboratory of real DNS servers on loopback, for scripts in bash: source it, then
#
#   lab_begin                     folder, network and trap; sets the variables below
#   lab_need PROGRAM...           skips the whole script (77) when one is missing; with CI=true it fails
#   lab_nsd HOST ZONEFILE...      an authoritative server at $lab_net.HOST; origins come from the SOA records
#   lab_unbound HOST SERVER ORIGIN...   a resolver at $lab_net.HOST that asks SERVER for these zones
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

# Parts of names that unbound answers by itself unless told not to (its built-in local zones).
lab_local_zones=(test invalid onion home.arpa localhost 0.in-addr.arpa 10.in-addr.arpa
    127.in-addr.arpa 254.169.in-addr.arpa 168.192.in-addr.arpa 2.0.192.in-addr.arpa
    100.51.198.in-addr.arpa 113.0.203.in-addr.arpa 255.255.255.255.in-addr.arpa
    d.f.ip6.arpa 8.e.f.ip6.arpa 9.e.f.ip6.arpa a.e.f.ip6.arpa b.e.f.ip6.arpa
    8.b.d.0.1.0.0.2.ip6.arpa)
for lab_octet in {16..31}; do lab_local_zones+=("$lab_octet.172.in-addr.arpa"); done
for lab_octet in {64..127}; do lab_local_zones+=("$lab_octet.100.in-addr.arpa"); done
unset lab_octet

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

# The owner of the first SOA record of a zone file, with $ORIGIN applied, without the final dot.
lab_origin() {
    awk '
    BEGIN { IGNORECASE = 0; origin = "." }
    /^\$ORIGIN[ \t]/ { origin = full($2); next }
    /^[^ \t;(]/ && !/^\$/ { owner = full($1) }
    toupper($0) ~ /[ \t]SOA[ \t]/ {
        sub(/\.$/, "", owner)
        print tolower(owner == "" ? "." : owner)
        exit
    }
    function full(name) {
        if (name == "@") return origin
        if (name ~ /\.$/) return name
        return origin == "." ? name "." : name "." origin
    }' "$1"
}

lab_nsd() {
    local host=$1 name=nsd-$1 file
    shift
    mkdir -p "$lab/$name" || return 1
    {
        cat <<EOF
server:
  ip-address: $lab_net.$host@$lab_port
  username: ""
  chroot: ""
  zonesdir: "$lab/$name"
  database: ""
  pidfile: ""
  xfrdfile: ""
  zonelistfile: "$lab/$name/zone.list"
  xfrdir: "$lab/$name"
  server-count: 1
  rrl-ratelimit: 0
  minimal-responses: no
  verbosity: 0
remote-control:
  control-enable: no
EOF
        for file in "$@"; do
            printf 'zone:\n  name: "%s"\n  zonefile: "%s"\n' "$(lab_origin "$file")" "$(realpath "$file")"
        done
    } >"$lab/$name/nsd.conf"
    lab_start "$name" nsd -d -c "$lab/$name/nsd.conf"
    lab_wait_dns "$host" "$name"
}

# Only loopback may be asked: zones are full of addresses that belong to others. Names outside the
# zones would go to such an address, so they are SERVFAIL.
lab_unbound() {
    local host=$1 server=$2 name=unbound-$1 origin
    shift 2
    mkdir -p "$lab/$name" || return 1
    {
        cat <<EOF
server:
  interface: $lab_net.$host@$lab_port
  access-control: 127.0.0.0/8 allow
  outgoing-interface: $lab_net.$host
  do-ip6: no
  do-not-query-localhost: no
  username: ""
  chroot: ""
  directory: "$lab/$name"
  pidfile: ""
  use-syslog: no
  verbosity: 0
  num-threads: 1
  msg-cache-size: 1m
  rrset-cache-size: 1m
  infra-cache-numhosts: 100
  outgoing-range: 256
  num-queries-per-thread: 128
  module-config: "iterator"
  qname-minimisation: no
  prefetch: no
  rrset-roundrobin: no
  cache-min-ttl: 0
  minimal-responses: no
  aggressive-nsec: no
  harden-glue: yes
  infra-host-ttl: 1
  log-time-ascii: yes
  hide-version: no
EOF
        # All of the Internet but 127.0.0.0/8.
        for origin in 0.0.0.0/2 64.0.0.0/3 96.0.0.0/4 112.0.0.0/5 120.0.0.0/6 124.0.0.0/7 126.0.0.0/8 \
            128.0.0.0/1 ::/0; do
            echo "  do-not-query-address: $origin"
        done
        for origin in "${lab_local_zones[@]}"; do
            echo "  local-zone: \"$origin.\" nodefault"
        done
        printf 'forward-zone:\n  name: "."\n  forward-addr: 192.0.2.1\n'
        for origin in "$@"; do
            printf 'stub-zone:\n  name: "%s"\n  stub-addr: %s@%s\n' "$origin" "$server" "$lab_port"
        done
        printf 'remote-control:\n  control-enable: no\n'
    } >"$lab/$name/unbound.conf"
    lab_start "$name" unbound -d -c "$lab/$name/unbound.conf"
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
