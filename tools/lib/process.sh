# shellcheck shell=sh
# The servers of a stack as processes: each in a session of its own, with a file `run/NAME.pid` that holds its pid and its
# start time, so that a pid which another program got in the meantime is never taken for ours. Each carries SLIPWAY_STACK in
# its environment and hands it on to what it starts (a guest's qemu); what still carries it at the end is swept.
# A process that has ended before it was asked to is no failure: hence `|| true` behind every kill and every search.

# The start time of a process in clock ticks since boot; nothing when there is no such process.
start_time() {
	sed -n 's/^.*) //p' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# spawn NAME COMMAND…
spawn() {
	spawn_name=$1
	shift
	env -u SLIPWAY_STEP SLIPWAY_STACK="$home" setsid "$@" </dev/null >"$home/log/$spawn_name.log" 2>&1 6>&- 9>&- &
	echo "$! $(start_time $!)" >"$home/run/$spawn_name.pid"
}

# Prints the pid of a part that runs.
pid_of() {
	[ -f "$home/run/$1.pid" ] || return 1
	read -r part_pid part_start <"$home/run/$1.pid" || return 1
	[ -n "$part_start" ] && [ "$(start_time "$part_pid")" = "$part_start" ] || return 1
	is_zombie "$part_pid" && return 1
	echo "$part_pid"
}

is_zombie() {
	case $(sed -n 's/^.*) //p' "/proc/$1/stat" 2>/dev/null) in
	Z*) return 0 ;;
	*) return 1 ;;
	esac
}

is_up() {
	pid_of "$1" >/dev/null
}

# stop NAME SIGNAL SECONDS: asks the part to end, and ends its whole process group when it has not after so many seconds.
stop() {
	if stop_pid=$(pid_of "$1"); then
		# It may have ended by itself since it was looked for.
		kill -s "$2" "$stop_pid" 2>/dev/null || true
		stop_tries=$(($3 * 10))
		while is_up "$1" && [ "$stop_tries" -gt 0 ]; do
			sleep 0.1
			stop_tries=$((stop_tries - 1))
		done
		# As a rule nothing of its group is left to be killed.
		kill -s KILL -- "-$stop_pid" 2>/dev/null || true
	fi
	rm -f "$home/run/$1.pid"
}

# Pids of all processes with NAME=VALUE in their environment.
marked() {
	# That there are none is an answer; and processes end while they are looked at.
	grep -lzxF -- "$1" /proc/[0-9]*/environ 2>/dev/null | sed 's|^/proc/||; s|/environ$||' || true
}

# Ends what runs for stacks whose home lies in a `target` folder of a checkout: tests begin such.
kill_marked_below() {
	below=$(printf '%s' "$1" | sed 's/[.+]/\\&/g')
	# None may be left, and one may end before it is killed.
	grep -lzE "^SLIPWAY_STACK=$below/([^/]+/)?target/" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3 |
		xargs -r kill -s KILL 2>/dev/null || true
}

# Ends them all; what they start meanwhile too.
kill_marked() {
	for kill_round in 1 2 3; do
		kill_pids=$(marked "$1")
		[ -n "$kill_pids" ] || return 0
		for kill_pid in $kill_pids; do
			# It may have ended since it was listed; the next round looks again.
			kill -s KILL "$kill_pid" 2>/dev/null || true
		done
		sleep "0.$kill_round"
	done
}

# await_part NAME SECONDS COMMAND…: until the command says yes; no when the part has ended or the time is over.
await_part() {
	await_name=$1
	await_tries=$(($2 * 5))
	shift 2
	until "$@"; do
		if ! is_up "$await_name" || [ "$await_tries" -le 0 ]; then
			say "Starting $await_name: it ended or was not ready in time; its own log \`$home/log/$await_name.log\` ends with:"
			tail -n 20 "$home/log/$await_name.log"
			return 1
		fi
		await_tries=$((await_tries - 1))
		sleep 0.2
	done
}
