# shellcheck shell=sh
# What stands around a guest's qemu: a container of docker or podman that has nothing else in it, or nothing. Read by control; the
# variables dir, wd, base, port, qemu, here and EX_* are its.
# shellcheck disable=SC2034,SC2154
#
# A guest has two containers. The first holds the network: it is closed there, by the rules of lib/fence.sh, before qemu begins.
# The second has qemu, without a capability, as a user of its own. In the run folder, `containers` names the engine and both of
# them. Of that folder qemu sees nothing but what it writes: its disks and its log in `disks`, and its socket in `socket`. So whoever its
# user is, what control reads and writes beside them is control's own. Within the container every path is as outside, so that
# disks find what they stand on.

qemu_image=qemu
fence_image=slipway-fence
# A user that owns nothing on the machine. Who is not root cannot give files away: its containers have its own.
own_user=64055
# MiB of qemu's own, most of it for code that the emulator has translated.
own_memory=1280

# choose_sandbox [MEANS]: sets sandbox to docker, podman or qemu, as is said; `container` is an engine that has the images. Sets
# needs_kvm to yes or no, whether guests may not be emulated, and host_access likewise.
choose_sandbox() {
	sandbox=${1:-${SLIPWAY_SANDBOX:-${default_means:-container}}}
	needs_kvm=$([ "$sandbox" = qemu-kvm ] && echo yes || echo no)
	host_access=${SLIPWAY_HOST_ACCESS:-no}
	case $host_access in
	no | yes) ;;
	*) die "$EX_USAGE" "SLIPWAY_HOST_ACCESS is '$host_access': 'yes' and 'no' are allowed" ;;
	esac
	case $sandbox in
	qemu | qemu-kvm)
		sandbox=qemu
		! closes_network || need_namespace
		return
		;;
	docker | podman)
		has_images "$sandbox" || die "$EX_UNAVAILABLE" "Boot mode '$sandbox': $(lacking "$sandbox")"
		return
		;;
	container) ;;
	*) die "$EX_UNAVAILABLE" "Unknown boot mode '$sandbox'; 'container', 'docker', 'podman', 'qemu' and 'qemu-kvm' are known" ;;
	esac
	for sandbox in docker podman; do
		! has_images "$sandbox" || return 0
	done
	die "$EX_UNAVAILABLE" "Guests begin in a container, and neither docker nor podman has the images '$qemu_image' and '$fence_image':" \
		"make them as the manual's page on images says, or have guests begin without a container (the runner's setting guest.sandbox = qemu, or SLIPWAY_SANDBOX=qemu)"
}

# has_images ENGINE
has_images() {
	command -v "$1" >/dev/null 2>&1 && "$1" image inspect "$qemu_image" "$fence_image" >/dev/null 2>&1
}

# lacking ENGINE: prints what is not there.
lacking() {
	if ! command -v "$1" >/dev/null 2>&1; then
		printf "there is no program '%s' on this machine\n" "$1"
	elif lacking_said=$("$1" image ls 2>&1 >/dev/null); then
		printf "it has not both of the images '%s' and '%s'; the manual's page on images says how they are made\n" "$qemu_image" "$fence_image"
	else
		printf "it does not answer: %s\n" "$lacking_said"
	fi
}

in_container() {
	[ "$sandbox" != qemu ]
}

# qemu_version: prints what tells this qemu from another.
qemu_version() {
	if in_container; then
		printf '%s ' "$sandbox"
		"$sandbox" image inspect -f '{{.Id}}' "$qemu_image"
	else
		"$qemu" --version | head -n 1
	fi
}

# container_user: prints the user and group of qemu in its container.
container_user() {
	if [ "$(id -u)" -eq 0 ]; then
		printf '%s:%s\n' "$own_user" "$own_user"
	else
		printf '%s:%s\n' "$(id -u)" "$(id -g)"
	fi
}

# give FILE...: to the user of qemu, when it has one of its own.
give() {
	if in_container && [ "$(id -u)" -eq 0 ]; then
		chown -h "$(container_user)" "$@"
	fi
}

# make_folders: makes what qemu writes to in $dir. Where control is root, qemu's user makes its socket, and no other file.
make_folders() {
	if in_container; then
		case $dir$base$wd in
		*[,\"]* | *'
'*) die "$EX_USAGE" "Run folder '$dir', image '$wd': a path that a container sees may have no comma, quote or line feed" ;;
		esac
	fi
	remove_written "$dir/socket"
	rm -f "$dir/serial.log"
	(umask 077 && mkdir "$dir/socket" "$dir/disks" && : >"$dir/disks/serial.log")
	give "$dir/socket" "$dir/disks/serial.log"
	if in_container && [ "$(id -u)" -eq 0 ]; then
		chgrp "$own_user" "$dir/disks"
		chmod 710 "$dir/disks"
	fi
}

# container_name: prints that of the guest of $dir.
container_name() {
	printf 'slipway-%s\n' "$(CDPATH='' cd -- "$dir" && printf '%s' "$(pwd)" | sha256sum | cut -c -20)"
}

# start_contained BACKING COMMAND...: starts both containers; qemu.log has what the engine or qemu says. 75: the port is taken.
start_contained() {
	contained_backing=$1
	shift
	container=$(container_name)
	printf '%s %s %s-net\n' "$sandbox" "$container" "$container" >"$dir/containers.new"
	mv "$dir/containers.new" "$dir/containers"
	close_network || return
	set -- "$qemu_image" "$@"
	while read -r contained_path; do
		set -- --mount "type=bind,source=$contained_path,target=$contained_path,readonly" "$@"
	done <<-EOF
		$(seen_paths "$contained_backing" | sort -u)
	EOF
	case " $* " in
	*' -accel kvm '* | *' -enable-kvm '*) set -- --device /dev/kvm --group-add "$(stat -c %g /dev/kvm)" "$@" ;;
	esac
	contain "$container" "$((${MEMORY:-4096} + own_memory))" "$((128 + ${SLIPWAY_GUEST_CPUS:-2}))" \
		--network "container:$container-net" --workdir "$dir/socket" --user "$(container_user)" --cpus "${SLIPWAY_GUEST_CPUS:-2}" \
		--ulimit "fsize=$(file_limit)" \
		--mount "type=bind,source=$dir/socket,target=$dir/socket" --mount "type=bind,source=$dir/disks,target=$dir/disks" "$@" || return
	contained_tries=0
	# The container runs a little before its program is qemu.
	until [ -S "$dir/socket/qmp.sock" ] && guest_pid "$dir" >"$dir/pid"; do
		contained_tries=$((contained_tries + 1))
		if [ "$contained_tries" -ge 400 ] || ! runs_container "$container"; then
			"$sandbox" logs "$container" >>"$dir/qemu.log" 2>&1 || :
			return 1
		fi
		sleep 0.05
	done
}

runs_container() {
	[ "$("$sandbox" inspect -f '{{.State.Running}}' "$1" 2>/dev/null)" = true ]
}

# contain NAME MIB PIDS ARGUMENT...: starts a container that may do nothing but what the arguments add.
contain() {
	contain_name=$1
	contain_memory=$2
	contain_pids=$3
	shift 3
	if [ "$sandbox" = podman ]; then
		# Else what is read-only has folders that are not.
		set -- --read-only-tmpfs=false "$@"
		[ "$(id -u)" -eq 0 ] || set -- --userns keep-id "$@"
	fi
	# What a container says is read, and bounded, whatever the engine does by itself: `closed` is waited for.
	case $sandbox in
	podman) set -- --log-driver k8s-file "$@" ;;
	*) set -- --log-driver json-file "$@" ;;
	esac
	# By this mark a stack ends what it has started.
	[ -z "${SLIPWAY_STACK:-}" ] || set -- --env "SLIPWAY_STACK=$SLIPWAY_STACK" "$@"
	"$sandbox" run -d --pull never --name "$contain_name" --label "slipway.guest=$dir" \
		--cap-drop ALL --security-opt no-new-privileges --read-only --ipc none --tmpfs /dev/mqueue:ro,size=4k,mode=555 \
		--memory "${contain_memory}m" --memory-swap "${contain_memory}m" --pids-limit "$contain_pids" \
		--stop-signal KILL --ulimit core=0 --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --log-opt max-size=1m \
		"$@" >/dev/null 2>>"$dir/qemu.log" || return 1
}

# close_network: makes the container that holds the network, and waits until its rules hold.
close_network() {
	close_rules=$(fence_rules "$port") || return
	remove_containers "$sandbox" "$container" "$container-net"
	: >"$dir/qemu.log"
	set -- "$fence_image" "$close_rules"
	for close_server in $(name_servers); do
		set -- --dns "$close_server" "$@"
	done
	if ! contain "$container-net" 64 16 --cap-add NET_ADMIN --publish "127.0.0.1:$port:$port" "$@"; then
		! grep -qE 'port is already allocated|address already in use' "$dir/qemu.log" || return "$EX_TEMPORARY"
		return 1
	fi
	close_tries=0
	until "$sandbox" logs "$container-net" 2>/dev/null | grep -qx closed; do
		close_tries=$((close_tries + 1))
		if [ "$close_tries" -ge 400 ] || ! runs_container "$container-net"; then
			"$sandbox" logs "$container-net" >>"$dir/qemu.log" 2>&1 || :
			return 1
		fi
		sleep 0.05
	done
}

# seen_paths BACKING: prints what qemu reads: the image, and each folder `disks` with files that its disk stands on. They are found by
# what control has written down, not by what the disks themselves say, since a guest's qemu can write there what it likes.
seen_paths() {
	printf '%s\n' "$base"
	for seen_link in "$wd"/*; do
		[ ! -L "$seen_link" ] || readlink -f "$seen_link"
	done
	seen_file=$1
	while seen_folder=${seen_file%/*} && [ "${seen_folder##*/}" = disks ] && [ -e "${seen_folder%/*}/base" ]; do
		printf '%s\n' "$seen_folder"
		seen_file=$(cat "${seen_folder%/*}/base")
	done
}

# remove_containers ENGINE CONTAINER...: in that order, since the second's network is the first one's too; whether they are there or not.
remove_containers() {
	remove_engine=$1
	shift
	for remove_container in "$@"; do
		"$remove_engine" rm -f "$remove_container" >/dev/null 2>&1 || :
	done
}

# end_containers: removes both containers of the guest of $dir, if it has any. They are forgotten when the engine says that they are
# gone; one that does not answer says nothing.
end_containers() {
	[ -e "$dir/containers" ] || return 0
	read -r end_engine end_guest end_network <"$dir/containers" || :
	case "$end_engine $end_guest $end_network" in
	"docker $(container_name) $(container_name)-net" | "podman $(container_name) $(container_name)-net") ;;
	*) die 1 "Ending the guest of '$dir': its file 'containers' does not name an engine and the two containers '$(container_name)' and '$(container_name)-net'" ;;
	esac
	remove_containers "$end_engine" "$end_guest" "$end_network"
	for end_container in "$end_guest" "$end_network"; do
		end_left=$("$end_engine" ps -aq --filter "name=^$end_container\$" 2>&1) ||
			die 1 "Ending the guest of '$dir': $end_engine does not tell whether the container '$end_container' is gone: $end_left"
		[ -z "$end_left" ] || die 1 "Ending the guest of '$dir': $end_engine does not remove the container '$end_container'"
	done
	rm -f "$dir/containers"
}

# around_probe FILE: prints the command, if any, within which qemu tries this machine's KVM with that file.
around_probe() {
	in_container || return 0
	printf '%s ' "$sandbox" run --rm --pull never --network none --cap-drop ALL --security-opt no-new-privileges --read-only \
		--user "$(container_user)" --device /dev/kvm --group-add "$(stat -c %g /dev/kvm)" \
		--mount "type=bind,source=$1,target=$1" "$qemu_image"
}
