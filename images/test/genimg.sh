# shellcheck shell=sh
# Tests of genimg: one at a time, nothing half, clear refusals; with programs that make next to nothing.
# shellcheck disable=SC2154 # set by run
# shellcheck disable=SC2016 # what the programs expand

# mmdebstrap takes as long as there is a file `slow`, and counts itself in the file `made`.
prepare_genimg() {
	mkdir -p "$work/tools"
	cat >"$work/tools/mmdebstrap" <<-'EOF'
		#!/bin/sh
		cat >/dev/null
		for argument in "$@"; do tree=$before before=$argument; done
		mkdir "$tree"
		echo kernel | tee "$tree/vmlinuz" >"$tree/initrd.img"
		echo made >>"$testing/made"
		while [ -e "$testing/slow" ]; do sleep 0.1; done
	EOF
	printf '#!/bin/sh\nfor to in "$@"; do :; done\necho disk >"$to"\n' >"$work/tools/qemu-img"
	printf '#!/bin/sh\nuntil [ "$1" = sh ] || [ "$1" = rm ]; do shift; done\nexec "$@"\n' >"$work/tools/unshare"
	printf '#!/bin/sh\ncase $1 in -u) echo "${fake_uid:-0}" ;; *) echo nobody-here ;; esac\n' >"$work/tools/id"
	for tool in mkfs.ext4 sfdisk grub-mkimage newuidmap dd; do
		printf '#!/bin/sh\n' >"$work/tools/$tool"
	done
	chmod +x "$work"/tools/*
	PATH=$work/tools:$PATH
	SLIPWAY_MIRROR=http://mirror.example.org/debian
	made=$work/images/debian/trixie/amd64
	testing=$work
	export SLIPWAY_MIRROR testing
}

genimg() {
	sh "$here/../debian/trixie/genimg" "$@"
}

# begin_genimg LOG: starts one and waits until it is at work; its pid is in began. It hears every signal, whoever runs the tests.
begin_genimg() {
	rm -f "$work/made"
	: >"$work/slow"
	env --default-signal sh "$here/../debian/trixie/genimg" >"$1" 2>&1 &
	began=$!
	await [ -e "$work/made" ]
}

await() {
	tries=0
	until "$@" 2>/dev/null || [ "$tries" -ge 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
}

genimgs() {
	prepare_genimg
	holds "a stamp is a hash" [ "$(genimg --stamp | tr -d 0-9a-f | tr -d '\n' | wc -c) $(genimg --stamp | wc -c)" = "0 65" ]
	holds "it is the same again" [ "$(genimg --stamp)" = "$(genimg --stamp)" ]
	holds "it tells another size" [ "$(genimg --stamp)" != "$(SLIPWAY_IMAGE_SIZE=8G genimg --stamp)" ]
	control="$here/../debian/trixie/genimg" check "an arch that it does not make" 64 "'amd64' is made" arm64
	control="$here/../debian/trixie/genimg" fake_uid=4321 check "a user without a range of ids" 69 "usermod --add-subuids" amd64

	begin_genimg "$work/first.log"
	(cd "$work" && SLIPWAY_IMAGES=images exec sh "$here/../debian/trixie/genimg") >"$work/second.log" 2>&1 &
	second=$!
	await grep -q "another genimg is making $made; waiting" "$work/second.log"
	holds "a second genimg waits and says so" grep -q waiting "$work/second.log"
	rm "$work/slow"
	holds "the first ends well" wait "$began"
	holds "the second ends well" wait "$second"
	holds "the second takes what the first has made" [ "$(wc -l <"$work/made")" -eq 1 ]
	holds "an image has its files and no more" [ "$(find "$made" -mindepth 1 | sort | sed 's,.*/,,' | tr '\n' ' ')" = "initrd.img root.img.qcow2 stamp vmlinuz " ]
	rm -r "$made"
	for signal in HUP TERM; do
		begin_genimg "$work/first.log"
		kill -s "$signal" "$began"
		wait "$began"
		holds "$signal ends it by its code" [ "$?" -eq $((128 + $(kill_number "$signal"))) ]
		holds "$signal leaves nothing" [ -z "$(find "$made" -mindepth 1)" ]
	done
	begin_genimg "$work/first.log"
	kill -s KILL "$began"
	wait "$began" 2>/dev/null
	holds "an outright kill leaves no image" [ ! -e "$made/root.img.qcow2" ]
	rm "$work/slow"
	holds "the next one makes it" genimg 2>/dev/null
	holds "and sweeps what was left" [ "$(find "$made" -mindepth 1 | wc -l)" -eq 4 ]
}
