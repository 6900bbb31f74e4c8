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
}
