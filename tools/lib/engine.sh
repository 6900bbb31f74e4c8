# shellcheck shell=sh
# The engine of containers that a stack's guests begin in: docker or podman, as `engine` says. Where none runs, Docker's daemon is
# started for this stack, and ended with it.

engine_state=$home/engine

engine_answers() {
	command -v "$engine" >/dev/null 2>&1 && timeout 20 "$engine" info >/dev/null 2>&1
}

# use_engine: has what is started from here on find the daemon of this stack, when it is up.
use_engine() {
	if [ "$engine" = docker ] && is_up engine; then
		DOCKER_HOST=unix://$(cat "$engine_state/place")/docker.sock
		export DOCKER_HOST
	fi
}

# has_engine: whether containers can be started; Docker's daemon is started for that where it may be.
has_engine() {
	use_engine
	if engine_answers; then
		return 0
	fi
	if [ "$engine" = docker ] && [ "$(id -u)" -eq 0 ] && is_there dockerd; then
		(start_engine) >"$home/log/start-engine.log" 2>&1 || return 1
		use_engine
		engine_answers
	else
		return 1
	fi
}

# The daemon's sockets are in a folder with a short name: theirs may have 107 bytes.
start_engine() {
	mkdir -p "$engine_state/data"
	sweep_engine
	mktemp -d /tmp/slipway-engine.XXXXXX >"$engine_state/place"
	engine_place=$(cat "$engine_state/place")
	echo '{}' >"$engine_place/daemon.json"
	[ -d /sys/class/net/docker0 ] || touch "$engine_state/made-bridge"
	PATH=$PATH:/usr/sbin:/sbin spawn engine dockerd --config-file "$engine_place/daemon.json" --data-root "$engine_state/data" \
		--exec-root "$engine_place/exec" --pidfile "$engine_place/pid" --host "unix://$engine_place/docker.sock"
	await_part engine 60 docker --host "unix://$engine_place/docker.sock" info >/dev/null || {
		stop_engine
		return 1
	}
}

# The folder of a daemon that was killed.
sweep_engine() {
	swept_place=$(cat "$engine_state/place" 2>/dev/null) || return 0
	case $swept_place in
	/tmp/slipway-engine.*) rm -rf --one-file-system "$swept_place" ;;
	esac
}

stop_engine() {
	stop engine TERM 30
	sweep_engine
	rm -f "$engine_state/place"
	if [ -e "$engine_state/made-bridge" ]; then
		# Nobody has it but the daemon that made it; it may be gone already.
		ip link delete docker0 2>/dev/null || true
		rm -f "$engine_state/made-bridge"
	fi
}

# remove_containers FOLDER: those of guests whose run folder is below it. A runner ends its own; one that was killed does not.
remove_containers() {
	for engine in docker podman; do
		use_engine
		# The container of a network goes only after the one that uses it: what was refused goes the second time. An engine that
		# does not answer has none, and one may end meanwhile.
		for _ in 1 2; do
			containers_below "$1" 2>/dev/null | xargs -r -n 1 "$engine" rm -f >/dev/null 2>&1 || true
		done
	done
}

containers_below() {
	"$engine" ps -aq --filter label=slipway.guest |
		xargs -r "$engine" inspect -f '{{.Id}} {{index .Config.Labels "slipway.guest"}}' |
		awk -v below="$1/" 'index($2, below) == 1 { print $1 }'
}
