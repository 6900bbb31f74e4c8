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
	former_versions
	SLIPWAY_GUEST_DIR=$work/sized check "boot of a guest by the same arguments" 0 "" oldstyle boot default 1030
	SLIPWAY_GUEST_DIR=$work/sized check "cleanup of it" 0 "" oldstyle cleanup 1030
	cp "$work/sized/key" "$checkpoint_folder/key"
	echo changed >"$checkpoint_folder/sizes"
	SLIPWAY_CHECKPOINT=$checkpoint_folder check "boot from files that changed" 69 "have changed since" oldstyle boot default 1030
	holds "it is left as it was" [ -e "$checkpoint_folder/complete" ]
	disks_stay_closed
	links_lead_nowhere
	answers
}

# What sits at a guest's socket may be no qemu any more, or another guest's.
answers() {
	place=$work/asked/socket
	mkdir -p "$place"
	holds "the guest's own qemu is asked" [ "$(asked "$place" honest "file=$work/asked/disks/root.overlay.qcow2,format=qcow2")" = '0 {"return": {}}' ]
	holds "another guest's below it is not" [ "$(asked "$place" honest "file=$work/asked/socket/x/disks/root.overlay.qcow2,format=qcow2" | cut -c 1)" = 2 ]
	holds "another guest's is not" [ "$(asked "$place" honest "file=$work/other/disks/root.overlay.qcow2,format=qcow2")" = "2 qmp: $place/qmp.sock: somebody else listens there than the qemu of this guest" ]
	holds "nobody is heard without end" [ "$(asked "$place" endless "file=$work/asked/disks/root.overlay.qcow2,format=qcow2")" = "2 qmp: an answer without an end" ]
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

# What lies on a runner's disk from before there was the folder `disks`.
former_versions() {
	mkdir -p "$checkpoint_folder"
	printf '0 root.overlay.qcow2\n' >"$checkpoint_folder/complete"
	touch "$checkpoint_folder/root.overlay.qcow2" "$checkpoint_folder/memory.0"
	echo 0123456789abcdef0123456789abcdef >"$checkpoint_folder/key"
	SLIPWAY_CHECKPOINT=$checkpoint_folder check "boot from the checkpoint of a former version" 69 "or control itself has changed since" oldstyle boot default 1030
	SLIPWAY_GUEST_DIR=$checkpoint_folder check "keep of the guest of a former version" 69 "has none that this version of control keeps" oldstyle keep
	mkdir "$work/former"
	echo disk >"$work/former/root.overlay.qcow2"
	(cd "$work/former" && exec fake-qemu -drive "file=$work/former/root.overlay.qcow2,format=qcow2") &
	former_guest=$!
	SLIPWAY_GUEST_DIR=$work/former check "boot where the guest of a former version runs" 75 "has a running guest" oldstyle boot default 1032
	SLIPWAY_GUEST_DIR=$work/former check "cleanup of the guest of a former version" 0 "" oldstyle cleanup 1032
	wait "$former_guest" 2>/dev/null
	holds "it is ended" no_guest
	holds "its disk is removed" [ ! -e "$work/former/root.overlay.qcow2" ]
}

# Where control is not root, a guest's qemu may put what it likes into the folder of its disks, and into no other.
links_lead_nowhere() {
	linked=$work/linked
	mkdir "$work/elsewhere"
	echo mine >"$work/elsewhere/mine"
	chmod 400 "$work/elsewhere/mine"
	SLIPWAY_GUEST_DIR=$linked check "boot of a guest whose qemu plants links" 0 "" oldstyle boot default 1033
	ln -s "$work/elsewhere/mine" "$linked/disks/disk.2.qcow2"
	SLIPWAY_GUEST_DIR=$linked check "a checkpoint whose disk is a link already" 1 "qemu refused it" oldstyle checkpoint 2
	holds "the link is replaced by the disk" [ -f "$linked/disks/disk.2.qcow2" ]
	holds "and is no link any more" [ ! -L "$linked/disks/disk.2.qcow2" ]
	rm "$linked/refused"
	mkdir "$linked/disks/disk.3.qcow2"
	SLIPWAY_GUEST_DIR=$linked check "a checkpoint whose disk is a folder already" 1 "" oldstyle checkpoint 3
	holds "nothing is put into it" [ -z "$(ls "$linked/disks/disk.3.qcow2")" ]
	plant "$linked/disks"
	plant "$linked/socket"
	ln -sf "$work/elsewhere/mine" "$linked/disks/serial.log"
	SLIPWAY_GUEST_DIR=$linked check "cleanup of what it has planted" 0 "" oldstyle cleanup 1033
	holds "all of it is gone" [ -z "$(find "$linked" -name 'disk*' -o -name planted -o -name '*.sock')" ]
	holds "a link is not kept as its log" [ ! -e "$linked/serial.log" ]
	kept_disks
	holds "no link was followed" [ "$(stat -c %a "$work/elsewhere/mine") $(cat "$work/elsewhere/mine") $(ls "$work/elsewhere")" = "400 mine mine" ]
	chmod 600 "$work/elsewhere/mine"
}

# plant FOLDER: links and a folder that lets nobody in, as a qemu that was broken into may leave them.
plant() {
	ln -s "$work/elsewhere" "$1/away"
	ln -s "$work/elsewhere/mine" "$1/disk.x.qcow2"
	mkdir -p "$1/planted/deep/down"
	ln -s "$work/elsewhere/mine" "$1/planted/deep/mine"
	chmod 000 "$1/planted/deep" "$1/planted"
}

# What is kept as a checkpoint is what control has made, as its notes say.
kept_disks() {
	kept=$work/kept
	mkdir -p "$kept/disks" "$kept/socket"
	printf 'root.overlay.qcow2\ndisk.0.qcow2\ndisk.1.qcow2\n' >"$kept/chain"
	printf '1 disk.0.qcow2\n' >"$kept/complete"
	echo "$work/images/oldstyle/amd64/root.img.qcow2" >"$kept/base"
	for kept_file in disks/root.overlay.qcow2 disks/disk.1.qcow2 memory.1; do
		echo "$kept_file" >"$kept/$kept_file"
	done
	ln -s "$work/elsewhere/mine" "$kept/disks/disk.0.qcow2"
	SLIPWAY_GUEST_DIR=$kept check "keep of a disk that is a link" 1 "has left no file 'disk.0.qcow2'" oldstyle keep
	rm "$kept/disks/disk.0.qcow2"
	echo disk >"$kept/disks/disk.0.qcow2"
	plant "$kept/disks"
	SLIPWAY_GUEST_DIR=$kept check "keep of a guest whose qemu has planted more" 0 1 oldstyle keep
	holds "nothing is kept but what was frozen" [ "$(find "$kept/disks" -mindepth 1 -printf '%f\n' | sort | tr '\n' ' ')" = "disk.0.qcow2 root.overlay.qcow2 " ]
	holds "it is noted how large that is" [ "$(sed 's/ [0-9 ]*$//' "$kept/sizes" | tr '\n' ' ')" = \
		"disks/disk.0.qcow2 disks/root.overlay.qcow2 memory.1 $work/images/oldstyle/amd64/root.img.qcow2 " ]
	SLIPWAY_GUEST_DIR=$kept check "keep again" 0 1 oldstyle keep
}

# What a guest's qemu has written may name any file, and any server of this machine's network, as what it stands on.
disks_stay_closed() {
	rm -f "$work/qemu-img.calls"
	SLIPWAY_GUEST_DIR=$work/sized check "boot of a guest that is to have a checkpoint" 0 "" oldstyle boot default 1031
	SLIPWAY_GUEST_DIR=$work/sized check "a checkpoint of what is no real qemu" 1 "qemu refused it" oldstyle checkpoint 0
	SLIPWAY_GUEST_DIR=$work/sized check "cleanup of it" 0 "" oldstyle cleanup 1031
	holds "its disk and that of the checkpoint are made" [ "$(grep -c '^create ' "$work/qemu-img.calls")" -eq 2 ]
	holds "both without a look at what they stand on, as large as the image's" \
		[ "$(grep -cE '^create -q -u .* 17179869184$' "$work/qemu-img.calls")" -eq 2 ]
	holds "no disk is asked but the image's, and that by its format" \
		[ "$(grep -v '^create ' "$work/qemu-img.calls")" = "info -f qcow2 --output=json $work/images/oldstyle/amd64/root.img.qcow2" ]
}
