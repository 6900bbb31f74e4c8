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
	for checkpoint_note in '0 ../../other/disk.1.qcow2' '0 sizes' '-1 disk.1.qcow2' 'disk.1.qcow2'; do
		printf '%s\n' "$checkpoint_note" >"$checkpoint_folder/complete"
		SLIPWAY_GUEST_DIR=$checkpoint_folder check "keep what is noted as $checkpoint_note" 69 "is no checkpoint of this guest" oldstyle keep
	done
	rm "$checkpoint_folder/complete"
	SLIPWAY_CHECKPOINT=$checkpoint_folder check "boot from what was not kept" 69 "is not there" oldstyle boot default 1030
	printf '0 root.overlay.qcow2\n' >"$checkpoint_folder/complete"
	echo changed >"$checkpoint_folder/sizes"
	SLIPWAY_CHECKPOINT=$checkpoint_folder check "boot from files that changed" 69 "have changed since" oldstyle boot default 1030
	holds "it is left as it was" [ -e "$checkpoint_folder/complete" ]
	disks_stay_closed
	links_stay_closed
	answers
}

# What sits at a guest's socket may be no qemu any more, or another guest's.
answers() {
	mkdir -p "$work/asked/socket"
	for place in "$work/asked" "$work/asked/socket"; do
		holds "the guest's own qemu is asked" [ "$(asked "$place" honest "file=$work/asked/root.overlay.qcow2,format=qcow2")" = '0 {"return": {}}' ]
		holds "another guest's below it is not" [ "$(asked "$place" honest "file=$work/asked/socket/x/root.overlay.qcow2,format=qcow2" | cut -c 1)" = 2 ]
		holds "another guest's is not" [ "$(asked "$place" honest "file=$work/other/root.overlay.qcow2,format=qcow2")" = "2 qmp: $place/qmp.sock: somebody else listens there than the qemu of this guest" ]
		holds "nobody is heard without end" [ "$(asked "$place" endless "file=$work/asked/root.overlay.qcow2,format=qcow2")" = "2 qmp: an answer without an end" ]
	done
}

# asked FOLDER HOW ARGUMENT: has a process with this argument listen at the socket there, asks it, and prints code and answer.
asked() {
	rm -f "$1/qmp.sock"
	perl -MIO::Socket::UNIX -e '
		($path, $how) = @ARGV;
		chdir $path;
		$server = IO::Socket::UNIX->new(Local => "qmp.sock", Listen => 1) or exit 1;
		alarm 20;
		$SIG{PIPE} = "IGNORE";
		$client = $server->accept;
		if ($how eq "endless") { 1 while print $client "x" x 65536; exit }
		$client->autoflush;
		print $client "{\"QMP\": {}}\n";
		print $client "{\"return\": {}}\n" while <$client>' "$1" "$2" "$3" &
	asked_pid=$!
	asked_tries=0
	until [ -S "$1/qmp.sock" ] || [ "$asked_tries" -ge 100 ]; do
		asked_tries=$((asked_tries + 1))
		sleep 0.05
	done
	asked_code=0
	asked_said=$("$here/../lib/qmp" "$1/qmp.sock" '{"execute":"query-status"}' 2>&1) || asked_code=$?
	kill "$asked_pid" 2>/dev/null || :
	wait "$asked_pid" 2>/dev/null || :
	printf '%s %s\n' "$asked_code" "$asked_said"
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
