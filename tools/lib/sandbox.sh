# shellcheck shell=sh
# What a stack's guests begin in: containers, where the two images that they need are there or are to be made, else plain qemu in a
# closed network. The images are compiled from Debian's sources once, and again only when what they are made of changed. Where no
# engine of containers runs, Docker's daemon is started for this stack, and ended with it.

engine_state=$home/engine

# What the images are made of, as one hash.
sandbox_stamp() {
	(
		cd "$SLIPWAY_ROOT/images/qemu"
		sh ./base --stamp
		cat Dockerfile compile fence.Dockerfile fence
	) | sha256sum | cut -d ' ' -f 1
}

# Prints the file that both images are kept in, whether it is there or not.
sandbox_file() {
	echo "$image_cache/sandbox-$(sandbox_stamp).tar.gz"
}

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

# load_sandbox: has the engine hold the images of this checkout.
load_sandbox() {
	load_stamp=$(sandbox_stamp)
	for load_image in qemu slipway-fence; do
		if [ "$("$engine" image inspect -f '{{index .Config.Labels "slipway.stamp"}}' "$load_image" 2>/dev/null)" != "$load_stamp" ]; then
			gzip -dc "$(sandbox_file)" | "$engine" load -q
			[ "$engine" = podman ] || rename_images
			return
		fi
	done
}

# What Podman has made has a registry of its own before its name.
rename_images() {
	for renamed in qemu slipway-fence; do
		if "$engine" image inspect "localhost/$renamed" >/dev/null 2>&1; then
			"$engine" tag "localhost/$renamed" "$renamed"
			"$engine" rmi "localhost/$renamed"
		fi
	done
}

# compile_sandbox: makes both images, and keeps them in the cache. What the compiler needs is thrown away again.
compile_sandbox() {
	compile_file=$(sandbox_file)
	compile_stamp=$(sandbox_stamp)
	base_file=$home/tmp/sandbox-base.tar
	sh "$SLIPWAY_ROOT/images/qemu/base" "$base_file" 7>&- 9>&-
	"$engine" import "$base_file" "slipway-qemu-base:$compile_stamp"
	rm -f "$base_file"
	for compile_name in qemu slipway-fence; do
		case $compile_name in
		qemu) compile_recipe=Dockerfile ;;
		*) compile_recipe=fence.Dockerfile ;;
		esac
		(cd "$SLIPWAY_ROOT/images" && "$engine" build --build-arg "BASE=slipway-qemu-base:$compile_stamp" --label "slipway.stamp=$compile_stamp" \
			-t "$compile_name" -f "qemu/$compile_recipe" .)
	done
	save_sandbox "$base_file"
	gzip <"$base_file" >"$compile_file.new"
	rm -f "$base_file"
	mv "$compile_file.new" "$compile_file"
	"$engine" image prune -f --filter label=slipway.stage
	"$engine" rmi "slipway-qemu-base:$compile_stamp"
}

# save_sandbox FILE
save_sandbox() {
	if [ "$engine" = podman ]; then
		podman save -q -m -o "$1" qemu slipway-fence
	else
		"$engine" save -o "$1" qemu slipway-fence
	fi
}

# build_sandbox: has the engine hold both images, made if need be.
build_sandbox() {
	mkdir -p "$image_cache"
	exec 7>"$image_cache/sandbox.lock"
	if ! flock -n 7; then
		say "  Images of the sandbox: another stack is making them; waiting"
		flock 7
	fi
	if [ -f "$(sandbox_file)" ]; then
		say "  Images of the sandbox: nothing that they are made of changed; reused"
	else
		step sandbox "Compiling qemu for the sandbox (from Debian's sources)" compile_sandbox
	fi
	exec 7>&-
	step load-sandbox "Loading the images of the sandbox" load_sandbox
}

# choose_sandbox: writes down what the stack's guests begin in, docker, podman or qemu, for the runner's settings.
choose_sandbox() {
	find_sandbox
	echo "$stack_sandbox" >"$home/sandbox"
}

find_sandbox() {
	stack_sandbox=${SLIPWAY_SANDBOX:-}
	case $stack_sandbox in
	docker | podman)
		engine=$stack_sandbox
		has_engine || die 69 "Guests are to begin in containers of $engine, as SLIPWAY_SANDBOX says, and it does not answer (\`$engine info\`, \`$home/log/engine.log\`)"
		build_sandbox
		;;
	qemu) choose_qemu "as SLIPWAY_SANDBOX says" ;;
	'')
		engine=docker
		if [ -f "$(sandbox_file)" ] && has_engine; then
			stack_sandbox=docker
			build_sandbox
		else
			choose_qemu "since no container is there for it: \`./slipway sandbox\` makes one"
		fi
		;;
	*) die 64 "SLIPWAY_SANDBOX is \`$stack_sandbox\`: \`docker\`, \`podman\` and \`qemu\` are allowed" ;;
	esac
}

# choose_qemu WHY: the network of its guests is closed unless it is said that they may reach this machine.
choose_qemu() {
	stack_sandbox=qemu
	case ${SLIPWAY_HOST_ACCESS:-no} in
	yes)
		say "  Guests begin in plain qemu, $1, and reach this machine, as SLIPWAY_HOST_ACCESS says"
		;;
	*)
		SLIPWAY_SANDBOX=qemu SLIPWAY_HOST_ACCESS=no sh "$images/control" "$image" sandbox >"$home/log/sandbox.log" 2>&1 ||
			die 69 "$(cat "$home/log/sandbox.log"); SLIPWAY_HOST_ACCESS=yes lets guests reach this machine, SLIPWAY_SANDBOX=docker puts them into containers"
		say "  Guests begin in plain qemu, $1; their network does not reach this machine"
		;;
	esac
}

# Lines of a runner's settings.
sandbox_settings() {
	echo "guest.sandbox = $(cat "$home/sandbox")"
	case ${SLIPWAY_HOST_ACCESS:-no} in
	yes) echo "guest.host-access = true" ;;
	*) echo "guest.host-access = false" ;;
	esac
}
