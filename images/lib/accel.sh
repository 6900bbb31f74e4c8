# shellcheck shell=sh
# Which accelerator runs guests on this machine. /dev/kvm may open and still run nothing, so it is believed only after a
# guest of one sector has run on it, with the processor that guests get; the answer holds until the machine boots again. The
# variable sandbox is control's.
# shellcheck disable=SC2154

# kvm_cpu: prints what guests get on KVM. There are hosts that run a guest with a lesser processor, and not with this one.
kvm_cpu() {
	printf '%s\n' '-accel kvm -cpu host'
}

# accelerator: prints kvm or tcg.
accelerator() {
	if [ -n "${SLIPWAY_ACCEL:-}" ]; then
		printf '%s\n' "$SLIPWAY_ACCEL"
		return
	fi
	if ! kvm_opens; then
		printf 'tcg\n'
		return
	fi
	accel_dir=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/slipway
	accel_file=$accel_dir/accelerator-$sandbox-$(cat /proc/sys/kernel/random/boot_id)
	if [ ! -s "$accel_file" ]; then
		accel_answer=tcg
		if probe_kvm; then
			accel_answer=kvm
		fi
		if ! { mkdir -p "$accel_dir" && printf '%s\n' "$accel_answer" >"$accel_file.$$" && mv "$accel_file.$$" "$accel_file"; } 2>/dev/null; then
			printf '%s\n' "$accel_answer"
			return
		fi
	fi
	cat "$accel_file"
}

kvm_opens() {
	[ -r /dev/kvm ] && [ -w /dev/kvm ]
}

# tell_accelerator ARCH QEMU-ARGS...: says by what the guest runs and, when it is emulated, why.
tell_accelerator() {
	tell_arch=$1
	shift
	case " $* " in
	*' -enable-kvm '* | *' -accel kvm'* | *accel=kvm*)
		say "Accelerator: kvm"
		return
		;;
	esac
	if [ -n "${SLIPWAY_ACCEL:-}" ]; then
		say "Accelerator: tcg (software emulation), as SLIPWAY_ACCEL says"
	elif [ ! -e /dev/kvm ]; then
		say "Accelerator: tcg (software emulation): this machine has no /dev/kvm"
	elif ! kvm_opens; then
		say "Accelerator: tcg (software emulation): the user '$(id -un)' may not open /dev/kvm"
	elif [ "$(accelerator)" = tcg ]; then
		say "Accelerator: tcg (software emulation): /dev/kvm is there, and the guest that was tried did not run on it"
	else
		say "Accelerator: tcg (software emulation): the image chose it, or this machine cannot run $tell_arch itself"
	fi
}

# probe_kvm: boots one sector that writes 0x10 to the debug-exit port, which ends qemu with exit code 33.
probe_kvm() {
	probe_sector=$(mktemp)
	! in_container || chmod 644 "$probe_sector"
	{
		printf '\260\020\346\364\364\353\375'
		head -c 503 /dev/zero
		printf '\125\252'
	} >"$probe_sector"
	probe_code=0
	# shellcheck disable=SC2046 # words on purpose
	timeout -k 1 4 $(around_probe "$probe_sector") "${qemu:-qemu-system-x86_64}" $(kvm_cpu) -machine pc -nodefaults -display none -m 16 \
		-device isa-debug-exit,iobase=0xf4,iosize=1 -drive "file=$probe_sector,format=raw,if=ide" \
		</dev/null >/dev/null 2>&1 || probe_code=$?
	rm -f "$probe_sector"
	[ "$probe_code" -eq 33 ]
}
