# shellcheck shell=sh
# A stack of a benchmark's own; read by each.

SLIPWAY_HOME=${SLIPWAY_HOME:-$SLIPWAY_ROOT/target/bench/home}
export SLIPWAY_HOME
# shellcheck source=tools/lib/stack.sh
. "$SLIPWAY_ROOT/tools/lib/stack.sh"

# shellcheck disable=SC2317
on_exit() {
    trap '' INT TERM HUP
    step down "Ending the stack" bring_down
}

# From an empty database every time, so that figures can be compared.
begin_bench() {
    open_home
    bring_down
    rm -rf "$home/postgresql" "$home/redis" "$home/master" "$home/runner" "$home/bench"
    trap interrupted INT TERM HUP
    trap on_exit EXIT
}

# The stack without its runner.
bring_up_master() {
    need_disk
    need_packages stack
    build_programs
    # The tests are `./slipway test`'s; this only packs the programs.
    step build-bench "Building the bench" maven package -DskipTests -pl bench -am
    for part in http:master admin:master postgresql:postgresql redis:redis runner:runner ssh:runner; do
        claim_port "${part%:*}" "${part#*:}"
    done
    step start-postgresql "Starting PostgreSQL" start_postgresql
    step start-redis "Starting Redis" start_redis
    step start "Starting the master" start_master
    issue_token admin bench 1d JOBS:RW LOGS:RO >"$home/secret/bench.token"
}

# bench_java CLASS ARGUMENTS...
bench_java() {
    bench_class=$1
    shift
    java -Xmx512m -cp "$SLIPWAY_ROOT/bench/target/slipway-bench.jar:$SLIPWAY_ROOT/bench/target/lib/*" \
        "io.slipway.bench.$bench_class" "$@" 2>"$home/log/bench.log" || {
        tail -n 5 "$home/log/bench.log" >&2
        die 1 "The benchmark ended early: see \`$home/log/bench.log\` and what the servers say beside it"
    }
}

# The same template that the runner would make, so that it finds it.
make_warm_template() {
    MEMORY=${SLIPWAY_GUEST_MEMORY:-1024} SLIPWAY_GUEST_CPUS=2 SLIPWAY_IMAGES=$images SLIPWAY_TEMPLATES=$runner/state/templates \
        SLIPWAY_SANDBOX=$(cat "$home/sandbox") \
        "$images/control" debian/bookworm warm default
}
