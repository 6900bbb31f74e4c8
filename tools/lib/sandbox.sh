# shellcheck shell=sh
# What a stack's guests begin in: containers, where the two images that they need are there or are to be made, else plain qemu in a
# closed network. The images are compiled from Debian's sources once, and again when what they are made of changed,
# as far as this machine's apt knows.

# What the images are made of, as one hash, or what SLIPWAY_SANDBOX_STAMP says that it is: apt may hear of an update between two
# stacks that are to begin guests in the same images.
sandbox_stamp() {
	if [ -n "${SLIPWAY_SANDBOX_STAMP:-}" ]; then
		echo "$SLIPWAY_SANDBOX_STAMP"
		return
	fi
	(
		cd "$SLIPWAY_ROOT/images/qemu"
		sh ./base --stamp
		cat Dockerfile compile fence.Dockerfile fence
	) | sha256sum | cut -d ' ' -f 1
}

# Prints the file that both images are kept in, whether it is there or not. Those that were made anew have the time in their name.
sandbox_file() {
	file_found=$image_cache/sandbox-$(sandbox_stamp)
	for file_anew in "$file_found"-*.tar.gz "$file_found.tar.gz"; do
		[ ! -f "$file_anew" ] || break
	done
	echo "$file_anew"
}

# sandbox_label FILE: prints the label by which an engine's images are known to be those of the file.
sandbox_label() {
	basename "$1" .tar.gz | sed 's/^sandbox-//'
}

# has_sandboxes: whether images were ever made, of whatever.
has_sandboxes() {
	for has_file in "$image_cache"/sandbox-*.tar.gz; do
		[ ! -f "$has_file" ] || return 0
	done
	return 1
}

# load_sandbox: has the engine hold the images of this checkout.
load_sandbox() {
	load_stamp=$(sandbox_label "$(sandbox_file)")
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

# compile_sandbox FILE: makes both images, and keeps them there. What the compiler needs is thrown away again.
compile_sandbox() {
	compile_file=$1
	compile_stamp=$(sandbox_label "$1")
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

# build_sandbox: has the engine hold both images, made if need be, or in any case when `sandbox_anew` is not empty.
build_sandbox() {
	mkdir -p "$image_cache"
	exec 7>"$image_cache/sandbox.lock"
	if ! flock -n 7; then
		say "  Images of the sandbox: another stack is at them; waiting"
		flock 7
	fi
	build_before=$(sandbox_file)
	build_file=$build_before
	[ -z "${sandbox_anew:-}" ] || build_file=$image_cache/sandbox-$(sandbox_stamp)-$(date -u +%Y%m%dT%H%M%SZ).tar.gz
	if [ -f "$build_file" ]; then
		say "  Images of the sandbox: nothing that they are made of changed since $(date -u -r "$build_file" '+%F %H:%M'), as far as apt knows; reused"
	else
		step sandbox "Compiling qemu for the sandbox (from Debian's sources)" compile_sandbox "$build_file"
		[ "$build_file" = "$build_before" ] || rm -f "$build_before"
	fi
	step load-sandbox "Loading the images of the sandbox" load_sandbox
	exec 7>&-
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
		has_engine || die 69 "Guests are to begin in containers of $engine, as SLIPWAY_SANDBOX says, which cannot be: $engine_lack"
		build_sandbox
		;;
	qemu) choose_qemu "as SLIPWAY_SANDBOX says" ;;
	'')
		engine=docker
		# An update of what they are made of is no reason to begin guests without them.
		if ! has_sandboxes; then
			choose_qemu "since no container is there for it: \`./slipway sandbox\` makes one"
		elif has_engine; then
			stack_sandbox=docker
			build_sandbox
		else
			choose_qemu "since $engine_lack"
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
