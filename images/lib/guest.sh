# shellcheck shell=sh
# Starting, reaching and ending one guest. Read by control; the variables image, base, arch, port, means and wd are its.
# shellcheck disable=SC2154

# in_memory FOLDER: whether what is written there takes memory.
in_memory() {
	case $(stat -f -c %T -- "$1" 2>/dev/null) in
	tmpfs | ramfs) return 0 ;;
	*) return 1 ;;
	esac
}

# spacious_folder: prints a folder for large temporary files, on a disk where one is to be had.
spacious_folder() {
	if [ -n "${TMPDIR:-}" ] && ! in_memory "$TMPDIR"; then
		printf '%s\n' "$TMPDIR"
	else
		printf '%s\n' /var/tmp
	fi
}

# run_folder PORT: prints the absolute run folder of the guest on this port, made if need be, readable by its owner alone.
run_folder() {
	run_folder=${SLIPWAY_GUEST_DIR:-}
	if [ -z "$run_folder" ]; then
		run_parent=$(spacious_folder)/slipway-guests-$(id -u)
		(umask 077 && mkdir -p "$run_parent")
		if [ -L "$run_parent" ] || [ ! -O "$run_parent" ]; then
			die "$EX_UNAVAILABLE" "Folder '$run_parent' belongs to somebody else; set SLIPWAY_GUEST_DIR"
		fi
		run_folder=$run_parent/$1
	fi
	(umask 077 && mkdir -p -- "$run_folder")
	CDPATH='' cd -- "$run_folder" && pwd
}

# cpu_opts ARCH: prints qemu's machine, accelerator and cpu arguments for a guest of this architecture.
cpu_opts() {
	case $1 in
	amd64) set -- x86_64 ;;
	arm64) set -- aarch64 ;;
	esac
	if [ "$1" = "$(uname -m)" ] && [ "$(accelerator)" = kvm ]; then
		case $1 in
		aarch64) printf '%s\n' "-machine virt $(kvm_cpu)" ;;
		*) kvm_cpu ;;
		esac
		return
	fi
	case $1 in
	x86_64) printf '%s\n' '-accel tcg,thread=multi -cpu max' ;;
	aarch64) printf '%s\n' '-machine virt -accel tcg,thread=multi -cpu cortex-a53' ;;
	ppc64le) printf '%s\n' '-machine pseries -accel tcg,thread=multi -cpu power9' ;;
	*) printf '%s\n' '-accel tcg,thread=multi' ;;
	esac
}

# _boot QEMU-ARGS...: starts the guest: from the warm template when there is one, else cold.
_boot() {
	case " $* " in
	*" -accel "* | *" -enable-kvm "* | *" -cpu "*) ;;
	*)
		# shellcheck disable=SC2046 # words on purpose
		set -- $(cpu_opts "$arch") "$@"
		;;
	esac
	: "${qemu:=qemu-system-x86_64}"
	template=$(template_folder "$@")
	if [ -n "${with_template:-}" ]; then
		"$with_template" "$template" "$@"
		return
	fi
	dir=$(run_folder "$port")
	if in_memory "$dir"; then
		say "Run folder '$dir' is in memory, and so is all that the guest writes; SLIPWAY_GUEST_DIR may name one on a disk"
	fi
	if guest_pid "$dir" >/dev/null; then
		die "$EX_TEMPORARY" "Folder '$dir' has a running guest; clean it up first"
	fi
	guest_key "$@" >"$dir/key"
	if [ -n "${SLIPWAY_CHECKPOINT:-}" ]; then
		restore_checkpoint "$SLIPWAY_CHECKPOINT" "$@"
		echo checkpoint >"$dir/began"
		return
	fi
	began=cold
	if [ -d "$template" ]; then
		if has_template "$template" && restore_guest "$template" "$@"; then
			echo restored >"$dir/began"
			return
		fi
		began="cold, template thrown away"
	elif [ -n "$template" ]; then
		say "Warm template: none fits this image, qemu and size of guest"
	fi
	start_guest "$wd/root.img.qcow2" "$@"
	echo "$began" >"$dir/began"
}

# start_guest BACKING QEMU-ARGS...: starts qemu. The guest's disk is an overlay in the folder `disks`; BACKING is never written to.
start_guest() {
	backing=$1
	shift
	remove_disks
	make_folders
	disk_size >"$dir/size"
	make_disk root.overlay.qcow2 "$backing"
	echo root.overlay.qcow2 >"$dir/chain"
	echo "$backing" >"$dir/base"
	# In a network of its own it is reached by another interface than that network's loopback.
	start_loopback=
	if in_container; then
		set -- -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny "$@"
	else
		set -- -pidfile ../pid -daemonize "$@"
		closes_network || start_loopback=127.0.0.1
	fi
	# qemu starts in the folder `socket`: the path of a unix socket has 107 bytes at the most, and $dir may be longer.
	set -- "$qemu" \
		-name "guest=slipway-${BUILD_JOB_ID:-0}-$port" \
		-nodefaults -no-user-config -display none \
		-m "${MEMORY:-4096}" -smp "cpus=${SLIPWAY_GUEST_CPUS:-2}" \
		-netdev "user,id=net0,hostfwd=tcp:$start_loopback:$port-:${guestport:-22}" \
		-device virtio-net-pci,netdev=net0,romfile= \
		-object rng-random,id=rng0,filename=/dev/urandom -device virtio-rng-pci,rng=rng0 \
		-device virtio-balloon-pci \
		-drive "file=$(escape_commas "$dir")/disks/root.overlay.qcow2,format=qcow2,node-name=root,cache=unsafe,discard=unmap,${driveopts:-if=virtio}" \
		-serial file:../disks/serial.log -qmp unix:qmp.sock,server=on,wait=off \
		"$@"
	tell_accelerator "$arch" "$@"
	printf '%s\n' "$@" >"$dir/argv"
	start_qemu "$@"
}

# make_disk NAME BACKING: makes a disk for the guest of $dir, or its next one. It is moved to where qemu can write when it is whole: what qemu
# may have put there under its name, a link to elsewhere, is replaced and not followed.
make_disk() {
	# Unsafe: as large as it is told, without a look at the backing file, which may be what a guest's qemu has written.
	(umask 077 && qemu-img create -q -u -f qcow2 -F qcow2 -b "$2" "$dir/$1" "$(cat "$dir/size")")
	give "$dir/$1"
	mv -fT "$dir/$1" "$dir/disks/$1"
}

# disk_size: prints how large the disk of the image is, and so every disk that stands on it. The image alone is asked: no disk that
# a guest's qemu has written is ever opened here.
disk_size() {
	size_found=$(qemu-img info -f qcow2 --output=json "$wd/root.img.qcow2" | sed -n 's/^    "virtual-size": \([0-9]*\).*/\1/p')
	[ -n "$size_found" ] || die 1 "Booting image '$image' ($arch): the size of its disk is not known"
	printf '%s\n' "$size_found"
}

# qemu takes two commas for one in the value of an option.
escape_commas() {
	printf '%s' "$1" | sed 's/,/,,/g'
}

# file_limit: prints how many bytes each file may have that qemu writes: its disk, a guest's memory, its log; the larger of the
# first two, and a GiB.
file_limit() {
	limit_disk=$(cat "$dir/size")
	limit_memory=$((${MEMORY:-4096} << 20))
	[ "$limit_disk" -ge "$limit_memory" ] || limit_disk=$limit_memory
	printf '%s\n' "$((limit_disk + (1 << 30)))"
}

# limit_files: has what this shell starts write no larger files. Where it may not be raised so far, a lower limit holds already.
limit_files() {
	# In blocks of 512 bytes.
	ulimit -f "$(($(file_limit) / 512))" 2>/dev/null || :
}

start_qemu() {
	start_code=0
	if in_container; then
		start_contained "$backing" "$@" || start_code=$?
	elif closes_network; then
		(limit_files && start_fenced env --chdir=socket "$@") || start_code=$?
	else
		(limit_files && cd "$dir/socket" && umask 077 && "$@" </dev/null) 2>"$dir/qemu.log" || start_code=$?
	fi
	cat "$dir/qemu.log" >&2
	[ "$start_code" -ne 0 ] || return 0
	end_containers
	remove_disks
	if [ "$start_code" -eq "$EX_TEMPORARY" ] || grep -q 'host forwarding' "$dir/qemu.log"; then
		die "$EX_TEMPORARY" "Booting image '$image': port $port is taken"
	fi
	die 1 "Booting image '$image' ($arch): qemu ended with exit code $start_code"
}

# guest_pid DIR: prints the pid of the guest of this run folder; fails when none runs. It is known by the overlay in its
# command line, so that a stranger which got its pid later is left alone, and one that has not yet written its pid is found. Before there
# was the folder `disks`, the overlay was beside it: who starts anew with this version ends those guests too.
guest_pid() {
	# The pattern comes by standard input: in grep's own command line it would be found too.
	# shellcheck disable=SC2062 # a pattern of files
	guest_pids=$(printf 'file=%s/root.overlay.qcow2,\n' "$(escape_commas "$1")/disks" "$(escape_commas "$1")" |
		grep -lF -f - /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3)
	[ -n "$guest_pids" ] && printf '%s\n' "$guest_pids"
}

# end_guest PORT: a disposable guest is not shut down but ended; nothing of it is kept but its logs.
end_guest() {
	dir=$(run_folder "$1")
	kill_guest
	remove_disks
}

# remove_disks: removes the disk of the guest of $dir, which has ended, and its checkpoints. Its serial log stays.
remove_disks() {
	if [ ! -L "$dir/disks" ] && is_file "$dir/disks/serial.log"; then
		mv -fT "$dir/disks/serial.log" "$dir/serial.log"
	fi
	remove_written "$dir/disks"
	rm -f "$dir"/*.qcow2 "$dir"/memory.* "$dir/chain" "$dir/node" "$dir/size" "$dir/begun" "$dir/complete" "$dir/refused"
}

# keep_disks NAME...: leaves nothing but these of what the guest of $dir, which has ended, could write.
keep_disks() {
	# What cannot be opened stays, and find says so.
	chmod -R u+rwX "$dir/disks" || :
	for keep_disk in "$@"; do
		is_file "$dir/disks/$keep_disk" || die 1 "Keeping the disks of '$dir': its qemu has left no file '$keep_disk'"
		shift
		set -- "$@" ! -name "$keep_disk"
	done
	find "$dir/disks" -mindepth 1 -maxdepth 1 "$@" -exec rm -rf {} +
}

# is_file FILE: whether it is one, and no link to one.
is_file() {
	[ -f "$1" ] && [ ! -L "$1" ]
}

# remove_written FOLDER: removes what qemu, which has ended, could write, and the folder. Links are not followed; folders that let nobody in
# are opened, for where qemu has the user of control.
remove_written() {
	if [ -L "$1" ]; then
		# The qemu of a guest from before there were these folders could make it.
		rm -f "$1"
	fi
	[ -e "$1" ] || return 0
	# What cannot be opened stays, and rm says so.
	chmod -R u+rwX "$1" || :
	rm -rf "$1"
}

# kill_guest: ends the processes of the guest of $dir.
kill_guest() {
	end_tries=0
	while running=$(guest_pid "$dir"); do
		[ "$end_tries" -lt 50 ] || die 1 "Ending the guest of '$dir': process $(echo "$running" | tr '\n' ' ')does not end"
		end_tries=$((end_tries + 1))
		for running_pid in $running; do
			# Who is not root may not end what a container runs as another; the engine may.
			kill -KILL "$running_pid" 2>/dev/null || end_containers
		done
		sleep 0.1
	done
	end_containers
	remove_written "$dir/socket"
	rm -f "$dir/pid"
}

# quoted WORD...: prints the words so that a shell reads them as they are; ssh joins the words of its command by spaces and
# gives them to the guest's shell.
quoted() {
	for quoted_word in "$@"; do
		printf "'%s' " "$(printf '%s' "$quoted_word" | sed "s/'/'\\\\''/g")"
	done
}

# guest_ssh -p PORT COMMAND...: a command in the guest, as its build user.
guest_ssh() {
	if [ "$1" = -p ]; then
		shift
	fi
	ssh_port=$1
	shift
	ssh -q -p "$ssh_port" -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -o LogLevel=quiet \
		-o PreferredAuthentications=none,password -o ConnectTimeout=5 build@127.0.0.1 "$@"
}

# _wait_boot PORT: waits until the guest answers; at most $SLIPWAY_BOOT_SECONDS (default 180).
_wait_boot() {
	boot_deadline=$(($(date +%s) + ${SLIPWAY_BOOT_SECONDS:-180}))
	until guest_ssh -p "$1" true </dev/null 2>/dev/null; do
		[ "$(date +%s)" -lt "$boot_deadline" ] || die 1 "Image '$image': no answer on port $1 after ${SLIPWAY_BOOT_SECONDS:-180} s"
		sleep 0.2
	done
}

# free_port: prints a port of the loopback interface that nobody listens on now.
free_port() {
	candidate=$((20000 + $$ % 20000))
	while ss -Hltn "sport = :$candidate" | grep -q .; do
		candidate=$((candidate + 1))
	done
	printf '%s\n' "$candidate"
}
