# shellcheck shell=sh
# Tests of control: verbs, arguments, exit codes, what is left behind.
# shellcheck disable=SC2154 # set by run

names_and_verbs() {
	check "no argument shows the usage" 64 "control IMAGE boot"
	check "an image alone shows the usage" 64 "control IMAGE boot" oldstyle
	check "an unknown verb" 64 "Unknown command 'fly'" oldstyle fly
	for hostile in ../oldstyle /etc . .. oldstyle/../plain/1 'a;b' 'a b' '-x' 'oldstyle/'; do
		check "hostile image name $hostile" 69 "does not exist" "$hostile" boot default 1022
	done
	check "an image without functions" 69 "Missing base image functions 'bare'" bare boot default 1022
	check "an arch that is not there" 69 "Image 'oldstyle' is not available for arch 'arm64'" oldstyle boot arm64 1022
	check "a hostile arch" 69 "is not available for arch" oldstyle boot ../amd64 1022
	check "a port that is no number" 64 "control IMAGE boot" oldstyle boot default x
	check "a port that is too large" 64 "1 to 65535" oldstyle boot default 70000
	check "unknown means" 69 "Unknown boot mode 'magic'" oldstyle boot default 1022 magic
	check "kvm only, on a machine without" 69 "do not run on this machine's KVM" oldstyle boot default 1022 qemu-kvm
	SLIPWAY_SANDBOX=qemu-kvm check "kvm only, by the environment" 69 "do not run on this machine's KVM" oldstyle boot default 1022
	default_means=qemu-kvm SLIPWAY_SANDBOX='' check "kvm only, as what is taken when nothing is said" 69 \
		"do not run on this machine's KVM" oldstyle boot default 1022
	check "install" 0 "installing a b on 1022" oldstyle install 1022 a b
	check "script of an image that acts by itself" 69 "has no script for this" oldstyle script install a b
	check "script of what no image does" 64 "" oldstyle script remove a
	check "install without the function" 69 "cannot install" plain/1 install 1022 a
	check "add-repo" 0 "adding name as url key on 1022" oldstyle add-repo 1022 name "url key"
	check "ssh" 0 "ssh -p 1022 true" oldstyle ssh 1022 true
	check "no sanity check" 69 "has no sanity_check" plain/1 sanity-check
}

life_of_a_guest() {
	check "a taken port" 75 "port 9 is taken" oldstyle boot default 9
	holds "a taken port leaves no disk" [ ! -e "$work/run/disks" ]
	check "boot" 0 "" oldstyle boot default 1022
	holds "boot writes a pid" [ -s "$work/run/pid" ]
	# Defect 18 of the original: what a guest wrote to its disk took memory.
	holds "the guest's disk is an overlay file in its run folder" grep -q "^file=$work/run/disks/root.overlay.qcow2,format=qcow2," "$work/run/argv"
	holds "boot forwards on loopback only" grep -qF 'hostfwd=tcp:127.0.0.1:1022-:22' "$work/run/argv"
	holds "boot adds the image's own arguments" grep -qx 'extra' "$work/run/argv"
	holds "boot sets the accelerator once" [ "$(grep -c '^-accel$' "$work/run/argv")" -eq 1 ]
	holds "no file that it writes gets larger than its disk and a GiB" grep -qE "^Max file size +$((17 << 30)) +$((17 << 30)) " "/proc/$(cat "$work/run/pid")/limits"
	echo "end of the boot" >"$work/run/disks/serial.log"
	check "a second boot in the same folder" 75 "has a running guest" oldstyle boot default 1022
	pid=$(cat "$work/run/pid")
	check "cleanup" 0 "" oldstyle cleanup 1022
	holds "cleanup ends the guest" not_running "$pid"
	holds "cleanup keeps the serial log" grep -qx "end of the boot" "$work/run/serial.log"
	holds "cleanup removes what qemu wrote" [ ! -e "$work/run/disks" ]
	holds "and where it listened" [ ! -e "$work/run/socket" ]
	check "cleanup again" 0 "" oldstyle cleanup 1022

	check "boot of a guest that loses its pid file" 0 "" oldstyle boot default 1022
	pid=$(cat "$work/run/pid")
	rm "$work/run/pid"
	check "cleanup without a pid file" 0 "" oldstyle cleanup 1022
	holds "it is ended all the same" not_running "$pid"

	sleep 30 &
	stranger=$!
	echo "$stranger" >"$work/run/pid"
	check "cleanup with a stranger's pid" 0 "" oldstyle cleanup 1022
	holds "a stranger lives on" kill -0 "$stranger"
	kill "$stranger"

	MEMORY=512 SLIPWAY_GUEST_CPUS=1 check "boot of a release" 0 "" plain/1 boot amd64 1023
	holds "memory from the environment" grep -qx 512 "$work/run/argv"
	holds "an accelerator is set when the image sets none" grep -qx -- '-accel' "$work/run/argv"
	check "cleanup of a release" 0 "" plain/1 cleanup 1023
}

accelerators() {
	SLIPWAY_ACCEL=hvf check "an accelerator that is not known" 64 "'kvm' and 'tcg' are allowed" oldstyle boot default 1025
	check "the accelerator is told" 0 "Accelerator: tcg (software emulation), as SLIPWAY_ACCEL says" oldstyle boot default 1025
	holds "it is told once" [ "$(printf '%s\n' "$output" | grep -c Accelerator)" -eq 1 ]
	check "cleanup" 0 "" oldstyle cleanup 1025
	SLIPWAY_ACCEL=kvm check "kvm is told" 0 "Accelerator: kvm" oldstyle boot default 1025
	check "cleanup" 0 "" oldstyle cleanup 1025
	printf '#!/bin/sh\nexit 33\n' >"$work/bin/qemu-runs"
	printf '#!/bin/sh\nexit 1\n' >"$work/bin/qemu-refuses"
	printf '#!/bin/sh\ncase " $* " in *" -cpu host "*) exit 134 ;; *) exit 33 ;; esac\n' >"$work/bin/qemu-fears"
	chmod +x "$work/bin/qemu-runs" "$work/bin/qemu-refuses" "$work/bin/qemu-fears"
	holds "kvm is taken when the tiny guest ran" [ "$(probed qemu-runs "$work/one")" = kvm ]
	holds "kvm is not believed when the tiny guest did not run" [ "$(probed qemu-refuses "$work/two")" = tcg ]
	holds "kvm is not believed when it runs a lesser processor alone" [ "$(probed qemu-fears "$work/three")" = tcg ]
	holds "the answer holds" [ "$(probed qemu-refuses "$work/one")" = kvm ]
}

# probed QEMU CACHE: the answer on a machine whose /dev/kvm opens.
probed() {
	(
		# shellcheck source=images/lib/accel.sh
		. "$here/../lib/accel.sh"
		kvm_opens() { :; }
		in_container() { false; }
		around_probe() { :; }
		sandbox=qemu qemu=$1 XDG_CACHE_HOME=$2 SLIPWAY_ACCEL='' accelerator
	)
}

sanity_checks() {
	mkdir -p "$work/images/checked/amd64"
	: >"$work/images/checked/amd64/root.img.qcow2"
	cat >"$work/images/checked/functions" <<-'EOF'
		default_arch=amd64
		boot() { qemu=fake-qemu; _boot; }
		sanity_check() { cmd_boot default 1026; "$how"; }
		hang() { : >"$work/hangs"; while :; do sleep 0.1; done; }
	EOF
	export work
	how=true check "a check that is content" 0 "" checked sanity-check
	holds "its guest has ended" no_guest
	how=false check "a check that is not" 1 "" checked sanity-check
	holds "its guest has ended too" no_guest
	for signal in INT TERM HUP; do
		interrupted_check "$signal"
	done
}

# interrupted_check SIGNAL: a shell starts what runs beside it deaf to INT; env gives it its ears back.
interrupted_check() {
	rm -f "$work/hangs"
	TMPDIR=$work SLIPWAY_GUEST_DIR='' how=hang env --default-signal "$control" checked sanity-check 2>/dev/null &
	checking=$!
	tries=0
	until [ -e "$work/hangs" ] || [ "$tries" -ge 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	holds "a guest runs before $1" any_guest
	kill -s "$1" "$checking"
	wait "$checking"
	holds "$1 ends the check by its code" [ "$?" -eq $((128 + $(kill_number "$1"))) ]
	holds "$1 leaves no guest" no_guest
	holds "$1 leaves no folder" [ -z "$(find "$work" -maxdepth 1 -name 'slipway-check.*')" ]
}

kill_number() {
	case $1 in
	HUP) echo 1 ;;
	INT) echo 2 ;;
	TERM) echo 15 ;;
	esac
}

any_guest() {
	# shellcheck disable=SC2062 # a pattern of files
	printf '%s' "$work" | grep -lF -f - /proc/[0-9]*/cmdline 2>/dev/null | xargs -r grep -lF fake-qemu | grep -q .
}

no_guest() {
	! any_guest
}

places() {
	(cd "$work" && SLIPWAY_IMAGES=images exec "$control" oldstyle boot default 1024) 2>/dev/null
	holds "a relative images folder boots" [ -s "$work/run/pid" ]
	holds "the overlay names the image absolutely" grep -qx "$work/images/oldstyle/amd64/root.img.qcow2" "$work/qemu-img.argv"
	check "cleanup after a relative images folder" 0 "" oldstyle cleanup 1024
	SLIPWAY_IMAGES=$work/nowhere check "an images folder that is not there" 69 "there is no folder '$work/nowhere'" oldstyle boot default 1024
	SLIPWAY_GUEST_DIR=$work/memory check "a run folder in memory is told" 0 "is in memory" oldstyle boot default 1024
	SLIPWAY_GUEST_DIR=$work/memory check "cleanup of it" 0 "" oldstyle cleanup 1024
	holds "a default folder on a disk" [ "$(TMPDIR=$work default_folder)" = "$work" ]
	holds "no default folder in memory" [ "$(TMPDIR=$work/memory default_folder)" = /var/tmp ]
	long=$work/$(printf '%0110d' 0)
	SLIPWAY_GUEST_DIR=$long check "a run folder longer than a socket's path may be" 0 "" oldstyle boot default 1024
	holds "the socket's path is short all the same" grep -qx 'unix:qmp.sock,server=on,wait=off' "$long/argv"
	SLIPWAY_GUEST_DIR=$long check "cleanup of a long folder" 0 "" oldstyle cleanup 1024
}

default_folder() {
	# shellcheck source=images/lib/guest.sh
	(. "$here/../lib/guest.sh" && spacious_folder)
}
