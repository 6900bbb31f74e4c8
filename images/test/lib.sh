# shellcheck shell=sh
# What the tests of images share: a fake qemu, and how something is checked and counted.
# shellcheck disable=SC2154 # read and set for run

prepare() {
	mkdir -p "$work/bin" "$work/images/old style/amd64" "$work/images/plain/1/amd64" "$work/images/bare"
	mv "$work/images/old style" "$work/images/oldstyle"
	: >"$work/images/oldstyle/amd64/root.img.qcow2"
	: >"$work/images/plain/1/amd64/root.img.qcow2"
	cat >"$work/images/oldstyle/functions" <<-'EOF'
		default_arch=amd64
		poweroff_cmd=true
		boot() {
			if [ "$arch" = "amd64" ]
			then
				qemu=fake-qemu
			else
				echo "Unsupported architecture $arch" >&2
				exit 1
			fi
			_boot $(cpu_opts x86_64) -device extra
		}
		install() { port="$1"; shift; echo "installing $* on $port"; }
		add_repository() { echo "adding $2 as $3 on $1"; }
		guest_ssh() { echo "ssh $*"; }
	EOF
	printf 'default_arch=amd64\nboot() { qemu=fake-qemu; _boot; }\n' >"$work/images/plain/1/functions"
	cat >"$work/bin/qemu-img" <<-'EOF'
		#!/bin/sh
		printf '%s\n' "$@" >"$(dirname "$0")/../qemu-img.argv"
		printf '%s\n' "$*" >>"$(dirname "$0")/../qemu-img.calls"
		[ "$1" != info ] || { printf '{\n    "virtual-size": 17179869184,\n}\n'; exit 0; }
		for last; do
			case $last in *.qcow2) made=$last ;; esac
		done
		: >"$made"
	EOF
	# Stands for stat: every folder with `memory` in its name is in memory.
	cat >"$work/bin/stat" <<-'EOF'
		#!/bin/sh
		case "$1 $2 $*" in "-f -c "*memory*) echo tmpfs ;; *) exec /usr/bin/stat "$@" ;; esac
	EOF
	# Stands for qemu: writes its pid file, keeps its command line, and lives until it is ended. It reads no memory.
	cat >"$work/bin/fake-qemu" <<-'EOF'
		#!/bin/sh
		case " $* " in *" --version "*) echo "fake 1"; exit 0 ;; *" -incoming "*) echo 1 >../pid; exit 0 ;; esac
		case " $* " in *":$TAKEN-:"*) echo "Could not set up host forwarding rule" >&2; exit 1 ;; esac
		[ -n "${LIVES:-}" ] || { LIVES=1 "$0" "$@" >/dev/null 2>&1 & echo $! >../pid; exit 0; }
		exec sleep 60 </dev/null
	EOF
	# The command line must stay readable in /proc, so the fake loops instead of becoming sleep.
	sed -i 's/exec sleep 60.*/i=0; while [ $i -lt 600 ]; do sleep 0.1; i=$((i + 1)); done/' "$work/bin/fake-qemu"
	chmod +x "$work"/bin/*
	PATH=$work/bin:$PATH
	SLIPWAY_IMAGES=$work/images
	SLIPWAY_ACCEL=tcg
	# What is tested is what control does; containers and networks have tests of their own.
	SLIPWAY_SANDBOX=qemu
	SLIPWAY_HOST_ACCESS=yes
	SLIPWAY_GUEST_DIR=$work/run
	TAKEN=9
	export PATH SLIPWAY_IMAGES SLIPWAY_ACCEL SLIPWAY_SANDBOX SLIPWAY_HOST_ACCESS SLIPWAY_GUEST_DIR TAKEN
}

# check NAME EXPECTED-CODE EXPECTED-TEXT COMMAND...: runs control and looks at its code and at what it says.
check() {
	name=$1
	code=$2
	text=$3
	shift 3
	output=$("$control" "$@" 2>&1)
	found=$?
	if [ "$found" -eq "$code" ] && printf '%s\n' "$output" | grep -qF -- "$text"; then
		pass
	else
		fail "$name" "exit code $found, expected $code: $output"
	fi
}

holds() {
	name=$1
	shift
	if "$@"; then pass; else fail "$name" "$*"; fi
}

pass() {
	passed=$((passed + 1))
}

fail() {
	failed=$((failed + 1))
	printf 'not ok: %s: %s\n' "$1" "$2"
}

# A process that ended and was not collected yet has no command line.
not_running() {
	[ -z "$(tr -d '\0' 2>/dev/null <"/proc/$1/cmdline")" ]
}
