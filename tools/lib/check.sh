# shellcheck shell=sh
# Which files are shell, and whether they are as they should be.

# Every shell script of the checkout, one a line, by its first line or its name.
shell_files() {
	(
		cd "$SLIPWAY_ROOT"
		find slipway .ci tools images contrib bench -type f ! -name '*.md' ! -name '*.yml' ! -name '*.qcow2' 2>/dev/null |
			while read -r shell_file; do
				if [ "${shell_file%.sh}" != "$shell_file" ] || head -n 1 "$shell_file" | grep -qE '^#(!/bin/(ba)?sh|!/usr/bin/env (ba)?sh| shellcheck shell)'; then
					echo "$SLIPWAY_ROOT/$shell_file"
				fi
			done
	)
}

# Every finding of both tools is shown, not only the first one's.
check_shell() {
	check_code=0
	shell_files | grep -vE '/(tools/lib|bench)/[a-z]*[.]sh$' | xargs shellcheck -x -a -P "$SLIPWAY_ROOT" || check_code=1
	shell_files | xargs shfmt -d || check_code=1
	return "$check_code"
}

# The scripts test their own contracts, with a fake qemu where a guest would be.
test_shell() {
	for shell_test in "$SLIPWAY_ROOT"/images/test/run "$SLIPWAY_ROOT"/contrib/test/run "$SLIPWAY_ROOT"/tools/lib/test/run; do
		sh "$shell_test"
	done
}
