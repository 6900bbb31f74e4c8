# shellcheck shell=sh
# The stack that `slipway chaos` breaks: in a folder of its own, whatever SLIPWAY_HOME says, because it is emptied. Read by the verb and
# by `bench/chaos/part`. CHAOS_GUESTS says which guests it has: `fake` or `real`.

SLIPWAY_HOME=$SLIPWAY_ROOT/target/chaos/home
# shellcheck source=bench/lib.sh
. "$SLIPWAY_ROOT/bench/lib.sh"

# How long a runner may be silent: short, so that runs are. Real guests keep the machine busy.
case $CHAOS_GUESTS in
fake) runners="runner-a runner-b" lease=6s time_limit=45s ;;
real) runners=runner lease=12s time_limit=30m ;;
*) die 64 "CHAOS_GUESTS is \`$CHAOS_GUESTS\`: \`fake\` and \`real\` are allowed" ;;
esac

# Every connection between parts goes through a port of the harness, which can cut it.
links="master-redis master-postgresql uploads"
for runner_name in $runners; do
    links="$links $runner_name-redis"
done

# What the functions of tools/lib start is to be reached that way.
# shellcheck disable=SC2034
lead_through_links() {
    master_redis="master-redis"
    master_postgresql="master-postgresql"
    runner_redis="runner-redis"
    master_settings="uploads.origin = http://127.0.0.1:$(port_of uploads)
job.lease = $lease
job.time-limit = $time_limit
job.overtime = 30s
job.attempts = 100
delivery.retry = 1s"
    runner_settings="heartbeat = 1s"
    SLIPWAY_SLOTS=2 SLIPWAY_GUEST_READY=0 SLIPWAY_CHECKPOINT_PERCENT=100 SLIPWAY_STANDBY=1s
}

# start_fake_runner NAME: a runner with fake guests, in a process of its own.
start_fake_runner() {
    if is_up "$1"; then
        return 0
    fi
    mkdir -p "$home/$1"
    need_enrolment "$1" "$home/$1/state"
    cat >"$home/$1/runner.properties" <<-EOF
		name = $1
		slots = 4
		redis.address = redis://127.0.0.1:$(port_of "$1-redis")
		redis.password = file:$(secret_file redis.password)
		images.folder = $home/$1/images
		state.folder = $home/$1/state
		logs.folder = $home/$1/logs
		guest.kind = fake
		guest.memory = 64
		checkpoint.percent = 100
		heartbeat = 1s
		drain = 1s
		standby.time = 1s
		$(enrolment_settings "$1")
	EOF
    spawn "$1" java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Djava.io.tmpdir=$home/tmp" \
        -cp "$SLIPWAY_ROOT/bench/target/slipway-bench.jar:$SLIPWAY_ROOT/bench/target/lib/*" \
        io.slipway.bench.FakeRunner "$home/$1/runner.properties"
    await_part "$1" 120 grep -qs 'takes orders' "$home/log/$1.log"
}
