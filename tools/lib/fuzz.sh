# shellcheck shell=sh
# The fuzz targets of the checkout, and how one of them is run by Jazzer.

fuzz_home=$home/fuzz
# Whose branches guide the fuzzer: ours, and those of the parsers below ours.
fuzz_guides='io.slipway.**:org.yaml.snakeyaml.**:com.fasterxml.jackson.**:com.cronutils.**:org.commonmark.**:org.owasp.html.**:graphql.**'

# Every target, one a line: name, module, file.
fuzz_targets() {
	(
		cd "$SLIPWAY_ROOT"
		find . -path './*/src/test/java/*' -name '*FuzzTest.java' | sort | while read -r fuzz_file; do
			fuzz_name=$(basename "$fuzz_file" FuzzTest.java | tr '[:upper:]' '[:lower:]')
			fuzz_module=${fuzz_file#./}
			echo "$fuzz_name ${fuzz_module%%/*} $fuzz_file"
		done
	)
}

build_fuzz_tests() {
	fuzz_modules=$(fuzz_targets | cut -d ' ' -f 2 | sort -u | paste -sd ,)
	maven test-compile dependency:build-classpath -pl "$fuzz_modules" -am \
		-Dmdep.outputFile=target/fuzz.classpath -Dmdep.includeScope=test
}

# The last line of a log that tells how far the fuzzer is, from its `cov:` on.
fuzz_state() {
	grep -aE '^#[0-9]+.* cov: ' "$1" | tail -n 1 | sed 's/^#\([0-9]*\)[^c]*\(cov: .*\)$/\1 runs, \2/; s/ L: .*//'
}

# fuzz TARGET MINUTES: false when an input was found that fails.
fuzz() {
	fuzz_targets | grep "^$1 " >"$home/tmp/fuzz-target"
	read -r fuzz_name fuzz_module fuzz_file <"$home/tmp/fuzz-target"
	fuzz_class=$(echo "${fuzz_file#./*/src/test/java/}" | sed 's/[.]java$//; s,/,.,g')
	fuzz_method=$(sed -n '/@FuzzTest/,$s/^ *void \([A-Za-z]*\)(.*/\1/p' "$SLIPWAY_ROOT/$fuzz_file" | head -n 1)
	fuzz_log=$home/log/fuzz-$fuzz_name.log
	mkdir -p "$fuzz_home/$fuzz_name"
	touch "$home/tmp/fuzz-began"
	say "  Fuzzing $fuzz_name for $2 min: the whole log is \`$fuzz_log\`"
	fuzz_code=0
	run fuzz_watched "$2" || fuzz_code=$?
	fuzz_inputs=$SLIPWAY_ROOT/$fuzz_module/src/test/resources/$(echo "$fuzz_class" | tr . /)Inputs
	find "$fuzz_inputs" -type f -name '*-????????????????????????????????????????' -newer "$home/tmp/fuzz-began" >"$home/tmp/fuzz-found"
	say "  $fuzz_name: $(fuzz_state "$fuzz_log"); $(wc -l <"$home/tmp/fuzz-found") failing inputs;" \
		"corpus: $(find "$fuzz_inputs" -type f | wc -l) kept inputs, $(find "$fuzz_home/$fuzz_name" -type f | wc -l) of the fuzzer's"
	sed 's/^/    /' "$home/tmp/fuzz-found" >&2
	# Jazzer that has gone on after a finding ends with 0 all the same.
	if [ -s "$home/tmp/fuzz-found" ]; then
		return 1
	fi
	[ "$fuzz_code" -eq 0 ] || {
		show_log "$fuzz_log"
		die 69 "Fuzzing $fuzz_name: Jazzer ended with exit code $fuzz_code"
	}
}

# Jazzer in the background, and a line every minute.
fuzz_watched() {
	jazzer "$1" >"$fuzz_log" 2>&1 &
	fuzz_pid=$!
	fuzz_seconds=0
	while kill -0 "$fuzz_pid" 2>/dev/null; do
		sleep 1
		fuzz_seconds=$((fuzz_seconds + 1))
		[ $((fuzz_seconds % 60)) -ne 0 ] || say "    $((fuzz_seconds / 60)) min: $(fuzz_state "$fuzz_log")"
	done
	wait "$fuzz_pid"
}

# Ten findings end a run, and so does an input that takes thirty seconds. What fails goes beside the test's inputs, where the test takes it.
jazzer() {
	cd "$SLIPWAY_ROOT/$fuzz_module"
	fuzz_words=src/test/resources/$(echo "$fuzz_class" | tr . /).dict
	exec nice -n 19 java -Xmx1g -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading \
		-cp "target/test-classes:target/classes:$(cat target/fuzz.classpath)" com.code_intelligence.jazzer.Jazzer \
		--target_class="$fuzz_class" --target_method="$fuzz_method" --max_duration="${1}m" --keep_going=10 \
		--instrumentation_includes="$fuzz_guides" --custom_hook_includes='io.slipway.**' --reproducer_path="$home/tmp" \
		"$fuzz_home/$fuzz_name" -dict="$fuzz_words" -timeout=30 -rss_limit_mb=3000 -max_len=20000 -print_final_stats=1
}
