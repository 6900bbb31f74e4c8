# shellcheck shell=sh
# What the verbs say, and the progress of what takes long. Everything but a verb's result goes to standard error.

say() {
	printf '%s\n' "$*" >&2
}

# die CODE SENTENCE…
die() {
	die_code=$1
	shift
	say "slipway: $*"
	exit "$die_code"
}

# Wrong use of a verb: its own usage, from the head of its file.
wrong_use() {
	say "slipway: $*"
	sed -n '2s/^# /usage: slipway /p' "$0" >&2
	exit 64
}

now() {
	date +%s
}

# Shows the last lines of a log, and says what they mean when that is known.
show_log() {
	say "slipway: the log is \`$1\`; its last lines:"
	tail -n 30 "$1" | sed 's/^/  | /' >&2
	if grep -q 'No space left on device' "$1"; then
		say "slipway: the disk that holds \`$home\` is full: $(df -Ph "$home" | awk 'NR == 2 { print $4 " of " $2 " are free" }')"
	fi
}

# Prints the line of a running step: rewritten every second on a terminal, else every half minute.
tick() {
	sleep 2
	tick_seconds=2
	while :; do
		if [ -t 2 ]; then
			printf '\r  %s … %s s ' "$1" "$tick_seconds" >&2
		elif [ $((tick_seconds % 30)) -eq 2 ]; then
			say "  $1 … $tick_seconds s"
		fi
		sleep 1
		tick_seconds=$((tick_seconds + 1))
	done
}

# step NAME WHAT COMMAND…: runs the command with its output in log/NAME.log; when it fails, shows the end of that log and exits.
step() {
	step_log=$home/log/$1.log
	step_what=$2
	shift 2
	step_began=$(now)
	(
		SLIPWAY_STEP=$$
		export SLIPWAY_STEP
		"$@"
	) >"$step_log" 2>&1 </dev/null &
	step_pid=$!
	tick "$step_what" 7>&- 8>&- 9>&- &
	tick_pid=$!
	step_code=0
	wait "$step_pid" || step_code=$?
	end_tick
	step_pid=
	[ ! -t 2 ] || printf '\r' >&2
	if [ "$step_code" -ne 0 ]; then
		say "slipway: $step_what: it ended with exit code $step_code after $(($(now) - step_began)) s"
		show_log "$step_log"
		exit "$failure_code"
	fi
	say "  $step_what: $(($(now) - step_began)) s"
}

end_tick() {
	if [ -n "${tick_pid:-}" ]; then
		# Not TERM: a verb that is ending ignores it, and what it starts then does too.
		# It may have ended by itself.
		kill -s KILL "$tick_pid" 2>/dev/null || true
		wait "$tick_pid" 2>/dev/null || true
		tick_pid=
	fi
}

# run COMMAND…: runs a command on the terminal so that a signal to this shell is heard at once, and gives its exit code.
run() {
	(
		SLIPWAY_STEP=$$
		export SLIPWAY_STEP
		"$@"
	) &
	step_pid=$!
	run_code=0
	wait "$step_pid" || run_code=$?
	step_pid=
	return "$run_code"
}

# Ends what runs in `step` or `run`, with every program it has started; for traps.
end_step() {
	end_tick
	if [ -n "${step_pid:-}" ]; then
		kill "$step_pid" 2>/dev/null || true
		kill_marked "SLIPWAY_STEP=$$"
		step_pid=
	fi
}
