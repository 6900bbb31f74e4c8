# shellcheck shell=sh
# Warm templates: a guest that was booted once until it answered, its disk frozen and its memory in a file. A guest that begins
# there has an overlay on that disk and reads that file, and answers in a second or two. Read by control; the variables image,
# base, arch, port, qemu, wd and here are its.
# shellcheck disable=SC2034,SC2154
#
# $SLIPWAY_TEMPLATES/IMAGE/ARCH/KEY has disks/root.overlay.qcow2, memory, and sizes, which is written last. KEY stands for everything that must
# be the same, so a template that no longer fits is not found; the two newest of an image are kept.

# template_folder QEMU-ARGS...: prints where the template of this guest is, or would be; nothing when there are to be none.
template_folder() {
	[ -n "${SLIPWAY_TEMPLATES:-}" ] || return 0
	case $SLIPWAY_TEMPLATES in
	[!/]*) die "$EX_USAGE" "SLIPWAY_TEMPLATES '$SLIPWAY_TEMPLATES': an absolute path is allowed" ;;
	esac
	printf '%s/%s/%s/%s\n' "$SLIPWAY_TEMPLATES" "$image" "$arch" "$(guest_key "$@")"
}

# guest_key QEMU-ARGS...: prints a key for everything that must be the same for a guest to begin from the memory of another.
guest_key() {
	{
		qemu_version
		cat "$here/lib/guest.sh" "$here/lib/template.sh"
		stat -L -c '%n %i %s %y' "$wd"/* "$base/functions"
		printf '%s\n' "$image" "$arch" "${MEMORY:-4096}" "${SLIPWAY_GUEST_CPUS:-2}" "${guestport:-22}" "${driveopts:-}" "$@"
	} | sha256sum | cut -c -32
}

# template_sizes FOLDER: prints how large its files are.
template_sizes() {
	stat -c '%n %s' "$1/memory" "$1/disks/root.overlay.qcow2" 2>/dev/null | sed 's|.*/||'
}

# has_template FOLDER: whether a whole one is there; a part of one is thrown away.
has_template() {
	[ -d "$1" ] || return 1
	[ "$(template_sizes "$1")" != "$(cat "$1/sizes" 2>/dev/null)" ] || return 0
	say "Warm template: its files do not have the sizes that were written down"
	drop_template "$1"
	return 1
}

# drop_template FOLDER...
drop_template() {
	say "Warm template: it is thrown away"
	rm -rf "$1"
}

# restore_guest FOLDER QEMU-ARGS...: starts the guest from the template; fails when it does not begin to run.
restore_guest() {
	restore_from=$1
	shift
	restore_code=0
	(start_guest "$restore_from/disks/root.overlay.qcow2" "$@" -incoming defer && fill_memory "$restore_from/memory") || restore_code=$?
	if [ "$restore_code" -eq "$EX_TEMPORARY" ]; then
		exit "$EX_TEMPORARY"
	fi
	if [ "$restore_code" -eq 0 ] && runs_soon; then
		say "Restored from the warm template"
		touch "$restore_from"
		return 0
	fi
	cat "$dir/qemu.log" >&2 2>/dev/null || :
	end_guest "$port"
	say "Warm template: no guest runs from it"
	drop_template "$restore_from"
	return 1
}

# ask_qemu COMMAND...: as lib/qmp has it, of the guest of $dir.
ask_qemu() {
	"$here/lib/qmp" "$dir/socket/qmp.sock" "$@"
}

# fill_memory FILE: has a guest that waits for it read its memory from the file.
fill_memory() {
	fill_tries=0
	until [ -S "$dir/socket/qmp.sock" ] || [ "$fill_tries" -ge 100 ]; do
		fill_tries=$((fill_tries + 1))
		sleep 0.02
	done
	ask_qemu "<$1" '{"execute":"migrate-incoming","arguments":{"uri":"fd:memory"}}' >/dev/null
}

# runs_soon: waits until the guest has all of its memory and runs; fails when it has ended, or does not come.
runs_soon() {
	runs_tries=0
	while guest_pid "$dir" >/dev/null && [ "$runs_tries" -lt 600 ]; do
		case $(ask_qemu '{"execute":"query-status"}' 2>/dev/null) in
		*'"running": true'*) return 0 ;;
		# It was saved so.
		*'"status": "paused"'*) ask_qemu '{"execute":"cont"}' >/dev/null ;;
		esac
		runs_tries=$((runs_tries + 1))
		sleep 0.05
	done
	return 1
}

# make_template FOLDER QEMU-ARGS...: boots a guest and saves it. Whoever comes second waits for the first.
make_template() {
	make_to=$1
	shift
	# Jobs go first.
	renice -n 10 -p $$ >/dev/null 2>&1 || :
	mkdir -p "$(dirname "$make_to")"
	exec 9>"$(dirname "$make_to")/lock"
	flock 9
	if has_template "$make_to"; then
		say "Warm template of '$image' ($arch): it is there"
		return
	fi
	# What was begun and never ended: nobody makes one now but us.
	for dir in "$(dirname "$make_to")"/new.*; do
		[ -d "$dir" ] || continue
		SLIPWAY_GUEST_DIR=$dir
		end_guest "$port"
		rm -rf "$dir"
	done
	dir=$(dirname "$make_to")/new.$$
	mkdir -p "$dir"
	SLIPWAY_GUEST_DIR=$dir
	trap 'end_guest "$port"; rm -rf "$dir"' EXIT
	trap 'exit 143' TERM
	trap 'exit 130' INT
	trap 'exit 129' HUP
	say "Warm template of '$image' ($arch): booting"
	start_guest "$wd/root.img.qcow2" "$@" 9>&-
	_wait_boot "$port"
	if defined settle; then
		settle "$port"
	fi
	save_guest
	rm -rf "$make_to"
	mv "$dir" "$make_to"
	trap - EXIT
	say "Warm template of '$image' ($arch): $(du -h "$make_to/memory" | cut -f 1) of memory, $(du -h "$make_to/disks/root.overlay.qcow2" | cut -f 1) of disk"
	find "$(dirname "$make_to")" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | sed '1,2d; s/^[^ ]* //' |
		xargs -r -d '\n' rm -rf
}

# save_guest: stops the guest of $dir and keeps its memory and its disk there.
save_guest() {
	ask_qemu '{"execute":"stop"}' \
		'{"execute":"migrate-set-parameters","arguments":{"max-bandwidth":10737418240}}' \
		">$dir/memory" '{"execute":"migrate","arguments":{"uri":"fd:memory"}}' >/dev/null
	await_memory
	ask_qemu '{"execute":"quit"}' >/dev/null
	save_tries=0
	while guest_pid "$dir" >/dev/null && [ "$save_tries" -lt 100 ]; do
		save_tries=$((save_tries + 1))
		sleep 0.1
	done
	kill_guest
	keep_disks root.overlay.qcow2
	sync "$dir/memory" "$dir/disks/root.overlay.qcow2"
	template_sizes "$dir" >"$dir/sizes"
}

# await_memory: waits until all of a stopped guest's memory is written.
await_memory() {
	save_tries=0
	while :; do
		save_state=$(ask_qemu '{"execute":"query-migrate"}')
		case $save_state in
		*'"status": "completed"'*) break ;;
		*'"status": "failed"'* | *'"status": "cancelled"'*) die 1 "Saving the guest of '$image': $save_state" ;;
		esac
		save_tries=$((save_tries + 1))
		[ "$save_tries" -lt 1200 ] || die 1 "Saving the guest of '$image': not done within 2 minutes"
		sleep 0.1
	done
}
