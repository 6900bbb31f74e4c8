# shellcheck shell=sh
# Tests of checkpoints, as far as no guest runs: what is refused, and with which sentence.
# shellcheck disable=SC2154 # set by run

checkpoints() {
	checkpoint_folder=$(dirname "$work")/checkpoint
	check "checkpoint without a number" 64 "control IMAGE VERB" oldstyle checkpoint
	check "checkpoint by a word" 64 "control IMAGE VERB" oldstyle checkpoint one
	SLIPWAY_GUEST_DIR=$checkpoint_folder check "checkpoint of no guest" 1 "no guest runs in" oldstyle checkpoint 0
	touch "$checkpoint_folder/refused"
	SLIPWAY_GUEST_DIR=$checkpoint_folder check "checkpoint after one was refused" 1 "qemu has refused" oldstyle checkpoint 0
	rm "$checkpoint_folder/refused"
	SLIPWAY_GUEST_DIR=$checkpoint_folder check "keep where nothing is" 69 "has none" oldstyle keep
	SLIPWAY_CHECKPOINT=$checkpoint_folder check "boot from what was not kept" 69 "is not there" oldstyle boot default 1030
	printf '0 root.overlay.qcow2\n' >"$checkpoint_folder/complete"
	echo changed >"$checkpoint_folder/sizes"
	SLIPWAY_CHECKPOINT=$checkpoint_folder check "boot from files that changed" 69 "have changed since" oldstyle boot default 1030
	holds "it is left as it was" [ -e "$checkpoint_folder/complete" ]
	disks_stay_closed
	links_stay_closed
}

# Where control is not root, a guest's qemu may put a link where control writes.
links_stay_closed() {
	echo "mine" >"$work/mine"
	ln -s "$work/mine" "$work/memory.3"
	holds "no memory is written where a link leads" [ "$("$here/../lib/qmp" "$work/qmp.sock" ">$work/memory.3" 2>/dev/null || echo $?)" = 3 ]
	holds "what it leads to is as it was" [ "$(cat "$work/mine")" = mine ]
	rm "$work/memory.3"
}

# What a guest's qemu has written may name any file, and any server of this machine's network, as what it stands on.
disks_stay_closed() {
	rm -f "$work/qemu-img.calls"
	SLIPWAY_GUEST_DIR=$work/sized check "boot of a guest that is to have a checkpoint" 0 "" oldstyle boot default 1031
	SLIPWAY_GUEST_DIR=$work/sized check "a checkpoint of what is no real qemu" 1 "qemu refused it" oldstyle checkpoint 0
	rm "$work/sized/size" "$work/sized/refused"
	SLIPWAY_GUEST_DIR=$work/sized check "a checkpoint of a disk whose size nobody knows" 1 "nobody knows how large" oldstyle checkpoint 1
	SLIPWAY_GUEST_DIR=$work/sized check "cleanup of it" 0 "" oldstyle cleanup 1031
	holds "its disk and that of the checkpoint are made" [ "$(grep -c '^create ' "$work/qemu-img.calls")" -eq 2 ]
	holds "both without a look at what they stand on, as large as the image's" \
		[ "$(grep -cE '^create -q -u .* 17179869184$' "$work/qemu-img.calls")" -eq 2 ]
	holds "no disk is asked but the image's, and that by its format" \
		[ "$(grep -v '^create ' "$work/qemu-img.calls")" = "info -f qcow2 --output=json $work/images/oldstyle/amd64/root.img.qcow2" ]
}
