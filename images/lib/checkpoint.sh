# shellcheck shell=sh
# Checkpoints: what a running guest was at one moment, disk and memory, while it runs on. Read by control; the variables image,
# here, dir and EX_* are its.
# shellcheck disable=SC2034,SC2154
#
# In the run folder: chain names the files of `disks`, each of which stands on the one before; the last is written to now, and node is
# its name in qemu. Checkpoint N froze the file before it, and writes memory.N while the guest runs on. complete names the newest
# checkpoint whose memory is whole, and what was frozen for it; begun the one that may not be whole yet. After refused stands there no
# more are taken: which file is written to is not known any more. Backing files are named relative to their folder, so that the run
# folder can be moved once the guest has ended.

# cmd_checkpoint NUMBER: takes one. The guest stands still from the first command to qemu until the memory can be read as of now:
# qemu has it run on by itself, so that nothing is written between the freezing of disk and of memory.
cmd_checkpoint() {
	[ $# -eq 1 ] || usage
	need_number "$1"
	dir=$(run_folder 0)
	[ ! -e "$dir/refused" ] || die 1 "Checkpoint: qemu has refused one of this guest, and nobody knows how far it came"
	guest_pid "$dir" >/dev/null || die 1 "Checkpoint: no guest runs in '$dir'"
	# Of a guest from before there was the folder `disks`.
	[ -e "$dir/chain" ] || die "$EX_UNAVAILABLE" "Checkpoint: the guest of '$dir' is none of which this version of control takes any"
	complete_checkpoint || die "$EX_TEMPORARY" "Checkpoint: the one before is still being written"
	active=$(tail -n 1 "$dir/chain")
	node=$(cat "$dir/node" 2>/dev/null || echo root)
	sandbox=$(cut -d ' ' -f 1 "$dir/containers" 2>/dev/null || echo qemu)
	make_disk "disk.$1.qcow2" "$active"
	freeze "$1" || {
		touch "$dir/refused"
		ask_qemu '{"execute":"cont"}' >/dev/null 2>&1 || :
		die 1 "Checkpoint: qemu refused it"
	}
	echo "disk.$1.qcow2" >>"$dir/chain"
	echo "root-$1" >"$dir/node"
	printf '%s %s\n' "$1" "$active" >"$dir/begun"
}

# freeze NUMBER: prints for how long the guest stood still. Where its qemu may not learn which pages are written to meanwhile
# (userfaultfd is for root, or for everybody by the sysctl vm.unprivileged_userfaultfd) the guest stands still until all of its memory is written.
freeze() {
	freeze_disk='{"execute":"blockdev-snapshot-sync","arguments":{"node-name":"'"$node"'","snapshot-node-name":"root-'"$1"'","snapshot-file":"'"$dir/disks/disk.$1.qcow2"'","mode":"existing","format":"qcow2"}}'
	freeze_memory='{"execute":"migrate","arguments":{"uri":"fd:memory"}}'
	ask_qemu '{"execute":"migrate-set-parameters","arguments":{"max-bandwidth":10737418240}}' >/dev/null || return 1
	if ask_qemu '{"execute":"migrate-set-capabilities","arguments":{"capabilities":[{"capability":"background-snapshot","state":true}]}}' >/dev/null 2>&1; then
		freeze_said=$("$here/lib/qmp" -w RESUME "$dir/socket/qmp.sock" ">$dir/memory.$1" '{"execute":"stop"}' "$freeze_disk" "$freeze_memory") || return 1
		freeze_time=$(printf '%s\n' "$freeze_said" | sed -n 's/^RESUME //p')
	else
		freeze_began=$(date +%s%3N)
		ask_qemu ">$dir/memory.$1" '{"execute":"stop"}' "$freeze_disk" "$freeze_memory" >/dev/null || return 1
		await_memory
		ask_qemu '{"execute":"cont"}' >/dev/null || return 1
		freeze_time="$(($(date +%s%3N) - freeze_began)) ms"
	fi
	printf 'Checkpoint: the guest stood still for %s\n' "$freeze_time"
}

need_number() {
	case $1 in
	'' | *[!0-9]* | ????*) usage ;;
	esac
}

# complete_checkpoint: makes the checkpoint that was begun last the complete one when its memory is whole; fails while it is not.
complete_checkpoint() {
	[ -e "$dir/begun" ] || return 0
	case $(ask_qemu '{"execute":"query-migrate"}' 2>/dev/null) in
	*'"status": "completed"'*) ;;
	*'"status": "failed"'* | *'"status": "cancelled"'*)
		say "Checkpoint: qemu could not write it"
		rm -f "$dir/memory.$(cut -d ' ' -f 1 "$dir/begun")" "$dir/begun"
		return 0
		;;
	*) return 1 ;;
	esac
	[ ! -e "$dir/complete" ] || rm -f "$dir/memory.$(cut -d ' ' -f 1 "$dir/complete")"
	mv "$dir/begun" "$dir/complete"
}

# cmd_keep: ends the guest and keeps its newest whole checkpoint, of which the number is printed; one that is still being written
# is waited for. Fails, and the guest runs on, when there is none.
cmd_keep() {
	[ $# -eq 0 ] || usage
	dir=$(run_folder 0)
	# Of a guest from before there was the folder `disks`.
	[ -e "$dir/chain" ] || die "$EX_UNAVAILABLE" "Checkpoint: the guest of '$dir' has none that this version of control keeps"
	keep_tries=0
	until complete_checkpoint || [ "$keep_tries" -ge 300 ] || ! guest_pid "$dir" >/dev/null; do
		keep_tries=$((keep_tries + 1))
		sleep 0.1
	done
	[ -e "$dir/complete" ] || die "$EX_UNAVAILABLE" "Checkpoint: the guest of '$dir' has none"
	read -r keep_number keep_frozen <"$dir/complete"
	kill_guest
	# What the guest has written since then is of no use.
	# shellcheck disable=SC2046 # words on purpose
	keep_disks $(sed "/^$keep_frozen\$/q" "$dir/chain")
	sync "$dir/memory.$keep_number" "$dir/disks/$keep_frozen"
	[ ! -e "$dir/begun" ] || rm -f "$dir/memory.$(cut -d ' ' -f 1 "$dir/begun")"
	rm -f "$dir/begun" "$dir/node" "$dir/size"
	checkpoint_sizes "$dir" >"$dir/sizes"
	printf '%s\n' "$keep_number"
}

# checkpoint_sizes FOLDER: prints how large its files are, and what its disk stands on.
checkpoint_sizes() {
	(cd "$1" && stat -c '%n %s' disks/*.qcow2 memory.* && stat -c '%n %i %s %Y' "$(cat base)") 2>/dev/null
}

# restore_checkpoint FOLDER QEMU-ARGS...: starts a guest as it was at the checkpoint that is kept there.
restore_checkpoint() {
	from=$1
	shift
	[ -e "$from/complete" ] || die "$EX_UNAVAILABLE" "Checkpoint '$from' is not there"
	[ "$(guest_key "$@")" = "$(cat "$from/key" 2>/dev/null)" ] ||
		die "$EX_UNAVAILABLE" "Checkpoint '$from': qemu, the image, the size of guests or control itself has changed since"
	[ "$(checkpoint_sizes "$from")" = "$(cat "$from/sizes" 2>/dev/null)" ] ||
		die "$EX_UNAVAILABLE" "Checkpoint '$from': its files, or the image that it stands on, have changed since"
	read -r from_number from_frozen <"$from/complete"
	start_guest "$from/disks/$from_frozen" "$@" -incoming defer
	{ fill_memory "$from/memory.$from_number" && runs_soon; } || {
		cat "$dir/qemu.log" >&2 2>/dev/null || :
		end_guest "$port"
		die "$EX_UNAVAILABLE" "Checkpoint '$from': no guest runs from it"
	}
	say "Restored from the checkpoint"
}
