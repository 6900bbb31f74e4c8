# shellcheck shell=sh
# Everything that a verb needs; sourced by each. SLIPWAY_HOME names the folder that holds a whole stack.

home=${SLIPWAY_HOME:-$SLIPWAY_ROOT/.slipway}
case $home in
/*) ;;
*) home=$PWD/$home ;;
esac
# The exit code of a verb when a step of its own does not work.
failure_code=${failure_code:-69}
lib=$SLIPWAY_ROOT/tools/lib

# shellcheck source=tools/lib/say.sh
. "$lib/say.sh"
# shellcheck source=tools/lib/process.sh
. "$lib/process.sh"
# shellcheck source=tools/lib/ports.sh
. "$lib/ports.sh"
# shellcheck source=tools/lib/secrets.sh
. "$lib/secrets.sh"
# shellcheck source=tools/lib/packages.sh
. "$lib/packages.sh"
# shellcheck source=tools/lib/build.sh
. "$lib/build.sh"
# shellcheck source=tools/lib/postgresql.sh
. "$lib/postgresql.sh"
# shellcheck source=tools/lib/redis.sh
. "$lib/redis.sh"
# shellcheck source=tools/lib/image.sh
. "$lib/image.sh"
# shellcheck source=tools/lib/engine.sh
. "$lib/engine.sh"
# shellcheck source=tools/lib/sandbox.sh
. "$lib/sandbox.sh"
# shellcheck source=tools/lib/master.sh
. "$lib/master.sh"
# shellcheck source=tools/lib/runner.sh
. "$lib/runner.sh"
# shellcheck source=tools/lib/check.sh
. "$lib/check.sh"

# Every path goes through command files of other programs; not all of them can quote.
case $SLIPWAY_ROOT$home in
*[!A-Za-z0-9._/~+@=,-]*) die 64 "Using the folders \`$SLIPWAY_ROOT\` and \`$home\`: their names may hold letters, digits and \`. _ ~ + @ = , -\` only" ;;
esac

make_home() {
	mkdir -p "$home" "$home/run" "$home/log" "$home/kit" "$home/tmp" 2>/dev/null ||
		die 69 "Making the stack's folder \`$home\`: it cannot be made or written"
	chmod 700 "$home"
}

# Keeps other verbs from changing the same stack meanwhile.
open_home() {
	make_home
	exec 9>"$home/lock"
	flock -n 9 || die 69 "Another \`slipway\` is changing the stack in \`$home\`: wait for it to end"
}

# A full disk shows itself in strange ways; better to say so before.
need_disk() {
	disk_free=$(df -Pk "$home" | awk 'NR == 2 { print int($4 / 1024) }')
	[ "$disk_free" -ge "${SLIPWAY_LEAST_DISK:-3000}" ] ||
		die 69 "Starting a stack in \`$home\`: its disk has $disk_free MB free; ${SLIPWAY_LEAST_DISK:-3000} MB are needed (SLIPWAY_LEAST_DISK says how many)"
}

# What Ctrl-C does, whatever is going on; a verb that has more to end has a trap on EXIT.
interrupted() {
	trap '' INT TERM HUP
	say ""
	end_step
	exit 130
}

bring_up() {
	need_disk
	need_packages stack
	build_programs
	build_image
	choose_sandbox
	for part in http:master admin:master postgresql:postgresql redis:redis runner:runner ssh:runner submit:master; do
		claim_port "${part%:*}" "${part#*:}"
	done
	step start-postgresql "Starting PostgreSQL" start_postgresql
	step start-redis "Starting Redis" start_redis
	step start "Starting master and runner" start_programs
}

# Side by side, since each of them mostly waits for one thread of its own; but a runner that is new needs a token of the master's,
# and one that Redis does not know is let in by the master.
start_programs() {
	if is_enrolled "$runner/state" && knows_runner local; then
		start_runner &
		start_runner=$!
		start_master
		wait "$start_runner"
	else
		start_master
		start_runner
	fi
}

bring_down() {
	for part in runner master redis postgresql; do
		[ ! -f "$home/run/$part.pid" ] || "stop_$part"
	done
	remove_containers "$home"
	stop_engine
	kill_marked "SLIPWAY_STACK=$home"
	rm -rf "$home/tmp" "$runner/micro"
	mkdir -p "$home/tmp"
}
