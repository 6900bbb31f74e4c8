# shellcheck shell=sh
# Tests of warm templates, as far as a fake qemu goes: what is found, what is thrown away, and that a guest always starts.
# shellcheck disable=SC2154 # set by run

templates() {
	templates_folder=$(dirname "$work")/templates
	check "warm without a folder" 64 "SLIPWAY_TEMPLATES names no folder" oldstyle warm default
	SLIPWAY_TEMPLATES=relative check "a folder that is relative" 64 "an absolute path is allowed" oldstyle boot default 1030
	SLIPWAY_TEMPLATES=$templates_folder check "warm of an arch that is not there" 69 "is not available" oldstyle warm arm64

	# The key is not what is tested here.
	printf '#!/bin/sh\necho 0123456789abcdef0123456789abcdef\n' >"$work/bin/sha256sum"
	chmod +x "$work/bin/sha256sum"
	thrown="cold, template thrown away"
	template=$templates_folder/oldstyle/amd64/0123456789abcdef0123456789abcdef
	boots_cold "no template" "none fits this image" cold

	mkdir -p "$template"
	echo memory >"$template/memory"
	boots_cold "a part of a template" "do not have the sizes" "$thrown"
	holds "it is thrown away" [ ! -e "$template" ]

	mkdir -p "$template/disks"
	echo memory >"$template/memory"
	echo disk >"$template/disks/root.overlay.qcow2"
	printf 'memory 7\nroot.overlay.qcow2 500\n' >"$template/sizes"
	boots_cold "a truncated template" "do not have the sizes" "$thrown"

	mkdir -p "$template/disks"
	echo memory >"$template/memory"
	echo disk >"$template/disks/root.overlay.qcow2"
	printf 'memory 7\nroot.overlay.qcow2 5\n' >"$template/sizes"
	boots_cold "a template of which qemu makes nothing" "no guest runs from it" "$thrown"
	holds "it is thrown away too" [ ! -e "$template" ]

	mkdir -p "$template"
	check "unwarm without a folder" 64 "SLIPWAY_TEMPLATES names no folder" oldstyle unwarm default
	SLIPWAY_TEMPLATES=$templates_folder check "unwarm" 0 "it is thrown away" oldstyle unwarm default
	holds "it is gone" [ ! -e "$template" ]
	rm "$work/bin/sha256sum"
}

# boots_cold WHAT SENTENCE BEGAN: a guest is started from the image, and its run folder says so.
boots_cold() {
	SLIPWAY_TEMPLATES=$templates_folder check "$1: boot" 0 "$2" oldstyle boot default 1030
	holds "$1: it boots cold" not_in "$work/run/argv" -incoming
	holds "$1: what it says of that" [ "$(cat "$work/run/began")" = "$3" ]
	check "$1: cleanup" 0 "" oldstyle cleanup 1030
}

not_in() {
	! grep -qxF -- "$2" "$1"
}
