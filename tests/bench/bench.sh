# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the benchmarks share, sourced behind lab.sh: who takes part, and how each is measured. They all run
# in a network namespace of their own, where 127.0.0.1 is the resolver.
# shellcheck disable=SC2154,SC2034 # here and counted are the script's, the others lab.sh's

# bench_enter SCRIPT ARGUMENT...: runs the script again inside the namespace, and ends.
bench_enter() {
    local script=$1
    shift
    "$here/../support/own_resolver" true || { echo '# no namespaces here: nothing is measured'; exit 77; }
    "$here/../support/own_resolver" "$script" --inside "$@"
    exit
}

# shellcheck disable=SC2034 # lab.sh reads them
bench_begin() {
    lab_begin
    read -ra compiler <<<"${CC:-gcc}"
    # Here 127.0.0.1 is ours alone, and port 53, too.
    lab_net=127.0.0
    lab_port=53
    names=()
    commands=()
    "${compiler[@]}" -std=c17 -O2 -o "$lab/peak" "$here/peak.c" || exit 1
}

# contender NAME COMMAND: one row of the tables.
contender() {
    names+=("$1")
    commands+=("$2")
}

# contender_builds PLUGIN ARGUMENTS STATIC-BUILD: the contenders "shared" and "static", those that are there.
contender_builds() {
    local shared=$plugins/$1 static=${3:-$top/build/static}/plugins/$1
    if is_static "$shared"; then
        static=$shared
    else
        contender shared "$shared $2"
    fi
    if [ -x "$static" ] && is_static "$static"; then
        contender static "$static $2"
    fi
}

is_static() {
    ! ldd "$1" | grep -q libldns
}

# words COMMAND: into the array `words`, as a shell would split it.
words() {
    mapfile -t words < <(xargs -n 1 <<<"$1")
}

# Instructions and memory of those in $counted: NAME TAB MILLIONS TAB KIB, a line each.
count_instructions() {
    local index words
    for index in "${!names[@]}"; do
        case " $counted " in
        *" ${names[index]} "*) ;;
        *) continue ;;
        esac
        words "${commands[index]}"
        valgrind --tool=callgrind --callgrind-out-file="$lab/${names[index]}.callgrind" "${words[@]}" \
            >"$lab/valgrind.out" 2>"$lab/valgrind.err"
        printf '%s\t%s\t%s\n' "${names[index]}" \
            "$(sed -n 's/^==.* Collected *: *\([0-9]*\).*/\1/p' "$lab/valgrind.err")" \
            "$("$lab/peak" "${words[@]}")"
    done >"$lab/counts"
}

# command_of NAME: its command.
command_of() {
    local index
    for index in "${!names[@]}"; do
        [ "${names[index]}" != "$1" ] || echo "${commands[index]}"
    done
}

# What our builds load and run: no libcurl, no initialisation of OpenSSL (it costs more than the check).
inspect_ours() {
    local build words forbidden found
    forbidden='RAND_bytes|OSSL_DECODER_[A-Za-z_]*|CONF_modules_load[A-Za-z_]*|OPENSSL_init_crypto'
    for build in shared static; do
        [ -f "$lab/$build.callgrind" ] || continue
        words "$(command_of "$build")"
        echo "# $build loads:$(ldd "${words[0]}" | awk '{ n = split($1, part, "/"); printf " %s", part[n] }')"
        if ldd "${words[0]}" | grep -Eq 'libcurl|libssl.*not found'; then
            lab_not_ok "$build loads no libcurl"
        else
            lab_ok "$build loads no libcurl"
        fi
        found=$(grep -Eo "^c?fn=\([0-9]+\) ($forbidden)(@[^ ]*)?$" "$lab/$build.callgrind" | sort -u)
        if [ -n "$found" ]; then
            echo "$found" >"$lab/found"
            lab_not_ok "$build does not initialise OpenSSL" "$lab/found"
        else
            lab_ok "$build does not initialise OpenSSL"
        fi
        "${words[@]}" --output json >"$lab/$build.json"
    done
}

# race FILE ARGUMENT...: one call of hyperfine for all.
race() {
    local file=$1
    shift
    hyperfine -N --style none --ignore-failure --export-json "$file" "$@" "${commands[@]}" \
        >"$lab/hyperfine.log" 2>&1 || { cat "$lab/hyperfine.log"; exit 1; }
}

# bench_near ZONE...: everything that is measured beside the servers.
bench_near() {
    lab_nsd 1 "$@" || exit 1
    count_instructions
    inspect_ours
    race "$lab/near.json" --warmup 20
    lab_stop nsd-1
}

# bench_far ZONE...: the same servers, 100 ms away.
bench_far() {
    lab_port=5300
    lab_nsd 2 "$@" || exit 1
    lab_start proxy "$lab_python" -B "$top/tests/support/delay_proxy.py" 127.0.0.1 53 127.0.0.2 5300 100
    lab_wait_line proxy ready || exit 1
    race "$lab/far.json" --warmup 1 --runs 5
    lab_stop proxy
    lab_stop nsd-2
    lab_port=53
}

# bench_judge PLUGIN PEER: the table, and the targets.
bench_judge() {
    printf '%s\n' "${names[@]}" >"$lab/names"
    "$lab_python" -B "$here/table.py" "$lab" "$1" "$2" || lab_failed=1
}
