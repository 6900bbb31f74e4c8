# shellcheck shell=sh
# The engine of containers that a stack's guests begin in: docker or podman, as `engine` says. Where none runs, Docker's daemon is
# started for this stack, and ended with it.

#
# A daemon takes the bridge docker0, its addresses and chains of iptables for its own. So a machine has one daemon: none is started
# beside another, of whatever stack. Who starts one holds `engine_lock` meanwhile; the file says which bridge such a daemon has made.

engine_state=$home/engine
engine_lock=/run/slipway-engine.lock
daemon=dockerd
interfaces=/sys/class/net
# Seconds in which an engine is to answer.
engine_patience=20

engine_answers() {
	command -v "$engine" >/dev/null 2>&1 && timeout "$engine_patience" "$engine" info >/dev/null 2>&1
}

# use_engine: has what is started from here on find the daemon of this stack, when it is up.
use_engine() {
	if [ "$engine" = docker ] && is_up engine; then
		DOCKER_HOST=unix://$(cat "$engine_state/place")/docker.sock
		export DOCKER_HOST
	fi
}

# has_engine: whether containers can be started; Docker's daemon is started for that where it may be. `engine_lack` says why not.
has_engine() {
	engine_lack="$engine does not answer (\`$engine info\`)"
	use_engine
	if engine_answers; then
		return 0
	fi
	if [ "$engine" != docker ] || [ "$(id -u)" -ne 0 ] || ! is_there "$daemon"; then
		return 1
	fi
	engine_code=0
	(start_engine) >"$home/log/start-engine.log" 2>&1 || engine_code=$?
	case $engine_code in
	0) ;;
	75)
		engine_lack=$(tail -n 1 "$home/log/start-engine.log")
		return 1
		;;
	*)
		engine_lack="Docker's daemon does not start (\`$home/log/engine.log\`)"
		return 1
		;;
	esac
	use_engine
	engine_answers
}

# daemons: prints the pids of Docker's daemons in this machine's network, which they would share with another one.
daemons() {
	daemon_network=$(readlink /proc/self/ns/net)
	# None is an answer too; and a process may end while it is looked at.
	grep -lxF -- "$daemon" /proc/[0-9]*/comm 2>/dev/null | cut -d / -f 3 | while read -r daemon_pid; do
		if [ "$(readlink "/proc/$daemon_pid/ns/net")" = "$daemon_network" ] && ! is_zombie "$daemon_pid"; then
			echo "$daemon_pid"
		fi
	done
}

# start_engine: 75 when there is a daemon already. The daemon's sockets are in a folder with a short name: theirs may have 107 bytes.
start_engine() {
	exec 6>>"$engine_lock"
	flock -w 90 6 || {
		say "another stack has been starting Docker's daemon on this machine for 90 s"
		return 75
	}
	start_other=$(daemons | head -n 1)
	if [ -n "$start_other" ]; then
		start_folder=$(tr '\0' ' ' <"/proc/$start_other/cmdline" | sed -n 's/.*--data-root \([^ ]*\) .*/, \1/p')
		say "a daemon of Docker's runs on this machine already (process $start_other$start_folder), and two would take each other's network"
		return 75
	fi
	remove_bridge
	mkdir -p "$engine_state/data"
	sweep_engine
	mktemp -d /tmp/slipway-engine.XXXXXX >"$engine_state/place"
	engine_place=$(cat "$engine_state/place")
	echo '{}' >"$engine_place/daemon.json"
	start_bridge=$(bridge)
	PATH=$PATH:/usr/sbin:/sbin spawn engine "$daemon" --config-file "$engine_place/daemon.json" --data-root "$engine_state/data" \
		--exec-root "$engine_place/exec" --pidfile "$engine_place/pid" --host "unix://$engine_place/docker.sock"
	start_code=0
	await_part engine 60 timeout "$engine_patience" docker --host "unix://$engine_place/docker.sock" info >/dev/null || start_code=1
	[ -n "$start_bridge" ] || bridge >"$engine_lock"
	exec 6>&-
	[ "$start_code" -eq 0 ] || stop_engine
	return "$start_code"
}

# bridge: prints the number that docker0 has as long as it is there; nothing is an answer too.
bridge() {
	cat "$interfaces/docker0/ifindex" 2>/dev/null || true
}

# remove_bridge: the one that a stack's daemon has made, when nobody uses it any more; whoever calls this holds the lock.
remove_bridge() {
	if [ -z "$(daemons)" ] && [ -s "$engine_lock" ]; then
		[ "$(bridge)" != "$(cat "$engine_lock")" ] || ip link delete docker0
		: >"$engine_lock"
	fi
}

# unmount_below FOLDER: what a daemon that was killed has left mounted there.
unmount_below() {
	# One that is gone already is no fault, and what stays is told by whoever removes the folder.
	awk -v below="$(readlink -f "$1")/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r |
		xargs -r -n 1 umount -l || true
}

# The folder of a daemon that has ended, killed or not.
sweep_engine() {
	swept_place=$(cat "$engine_state/place" 2>/dev/null) || return 0
	case $swept_place in
	/tmp/slipway-engine.*)
		unmount_below "$swept_place"
		unmount_below "$engine_state/data"
		rm -rf --one-file-system "$swept_place" || say "Ending Docker's daemon: its folder \`$swept_place\` cannot be removed whole"
		;;
	esac
}

stop_engine() {
	[ -e "$engine_state/place" ] || return 0
	stop engine TERM 30
	sweep_engine
	rm -f "$engine_state/place"
	(
		exec 6>>"$engine_lock"
		# Who holds it for longer starts a daemon, which has the bridge then.
		! flock -w 5 6 || remove_bridge
	)
}

# stop_engines_below CHECKOUT: those of stacks whose home lies in a `target` folder of it, with every guest that they have.
stop_engines_below() {
	stop_home=$home
	while read -r stop_place; do
		[ -n "$stop_place" ] || continue
		engine_state=${stop_place%/place}
		home=${engine_state%/engine}
		stop_engine
	done <<-EOF
		$(find "$1"/*/target -maxdepth 3 -path '*/engine/place' 2>/dev/null)
	EOF
	home=$stop_home
	engine_state=$home/engine
}

# remove_containers FOLDER: those of guests whose run folder is below it. A runner ends its own; one that was killed does not.
remove_containers() {
	for engine in docker podman; do
		use_engine
		# The container of a network goes only after the one that uses it: what was refused goes the second time. An engine that
		# does not answer has none, and one may end meanwhile.
		for _ in 1 2; do
			remove_ids=$(containers_below "$1" 2>/dev/null) || break
			echo "$remove_ids" | xargs -r -n 1 timeout "$engine_patience" "$engine" rm -f >/dev/null 2>&1 || true
		done
	done
}

containers_below() {
	below_ids=$(timeout "$engine_patience" "$engine" ps -aq --filter label=slipway.guest) || return 1
	echo "$below_ids" | xargs -r timeout "$engine_patience" "$engine" inspect -f '{{.Id}} {{index .Config.Labels "slipway.guest"}}' |
		awk -v below="$1/" 'index($2, below) == 1 { print $1 }'
}
