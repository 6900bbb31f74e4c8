# shellcheck shell=sh
# The runner: its WAR on Payara Micro, beside the master on this machine.

runner=$home/runner

# Whether the runner of this state folder has keys and a password that a master knows: then it needs no token any more.
is_enrolled() {
	ls "$1"/keys/*/enrolment >/dev/null 2>&1 && ls "$1"/keys/*/redis.password >/dev/null 2>&1
}

# need_enrolment NAME STATE: has the master, which must be up, make a token for a runner that is not enrolled yet.
need_enrolment() {
	if is_enrolled "$2"; then
		rm -f "$home/secret/enrol.$1"
	else
		(umask 077 && client enrolment-token "$(origin)" admin "$(secret_file admin.password)" "$1" >"$home/secret/enrol.$1")
	fi
}

# enrolment_settings NAME: prints the lines by which that runner enrols, if it is to.
enrolment_settings() {
	if [ -s "$home/secret/enrol.$1" ]; then
		echo "master.address = $(origin)"
		echo "enrol.token = file:$home/secret/enrol.$1"
	fi
}

# Who breaks the stack on purpose sets `runner_redis`, the name of the port by which the runner reaches Redis, and `runner_settings`,
# more lines.
write_runner_settings() {
	cat >"$runner/runner.properties" <<-EOF
		name = local
		slots = ${SLIPWAY_SLOTS:-1}
		$(enrolment_settings local)
		redis.address = redis://127.0.0.1:$(port_of "${runner_redis:-redis}")
		redis.enrolled = true
		images.folder = $images
		state.folder = $runner/state
		logs.folder = $runner/logs
		guest.memory = ${SLIPWAY_GUEST_MEMORY:-1024}
		guest.await = ${SLIPWAY_GUEST_AWAIT:-10m}
		guest.warm = ${SLIPWAY_GUEST_WARM:-true}
		checkpoint.percent = ${SLIPWAY_CHECKPOINT_PERCENT:-5}
		guest.ready = ${SLIPWAY_GUEST_READY:-2}
		drain = ${SLIPWAY_DRAIN:-0s}
		standby.time = ${SLIPWAY_STANDBY:-10m}
		ssh.address = ${SLIPWAY_ADDRESS:-127.0.0.1}
		ssh.port = $(port_of ssh)
		$(sandbox_settings)
		${runner_settings:-}
	EOF
}

start_runner() {
	if is_up runner; then
		return 0
	fi
	engine=$(cat "$home/sandbox")
	use_engine
	mkdir -p "$runner"
	need_enrolment local "$runner/state"
	write_runner_settings
	# Micro unpacks itself at every start and leaves that behind when it is killed.
	rm -rf "$runner/micro"
	mkdir -p "$runner/micro/unpacked" "$runner/micro/root"
	echo "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1" \
		>"$runner/preboot.commands"
	spawn runner java "-Xmx${SLIPWAY_RUNNER_MEMORY:-256m}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
		"-Djava.io.tmpdir=$home/tmp" "-Dslipway.runner.settings=$runner/runner.properties" \
		-jar "$(kit_file payara-micro)" --nohazelcast --rootdir "$runner/micro/root" --unpackdir "$runner/micro/unpacked" \
		--prebootcommandfile "$runner/preboot.commands" --port "$(port_of runner)" --deploy "$war"
	await_part runner 300 grep -qsE 'Payara Micro .*ready in|PayaraMicroServer.*ready' "$home/log/runner.log"
}

# The runner ends its guests itself when it is asked to stop; what it did not end is swept by its mark.
stop_runner() {
	stop runner TERM 20
}
