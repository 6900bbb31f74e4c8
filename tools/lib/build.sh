# shellcheck shell=sh
# The programs of this checkout: built by Maven when a source changed since the last build, else taken as they are.

ear=$SLIPWAY_ROOT/master-ear/target/slipway-master.ear
war=$SLIPWAY_ROOT/runner-batch/target/slipway-runner.war
client_jar=$SLIPWAY_ROOT/stack/target/slipway-stack.jar
kit=$SLIPWAY_ROOT/stack/target/kit
# Everything that both archives bring along, as CycloneDX.
bill=$SLIPWAY_ROOT/target/bom.json

# A digest of every file that goes into what Maven builds; tests do not.
sources_digest() {
	(
		cd "$SLIPWAY_ROOT"
		find pom.xml .mvn core master-ejb master-web master-ear runner-batch bill stack \
			\( -name target -o -path '*/src/test' \) -prune -o -type f -print0 |
			LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
	)
}

# Two verbs of one checkout never run Maven at the same time. With SLIPWAY_PREBUILT=yes what lies there is taken as it is: a
# test that Maven itself runs would else run Maven again.
build_programs() {
	if [ "${SLIPWAY_PREBUILT:-}" = yes ]; then
		return
	fi
	mkdir -p "$SLIPWAY_ROOT/target"
	exec 8>"$SLIPWAY_ROOT/target/build.lock"
	if ! flock -n 8; then
		say "  waiting for another build of this checkout to end"
		flock 8
	fi
	build_stamp=$SLIPWAY_ROOT/target/build.stamp
	build_digest=$(sources_digest)
	if [ -f "$ear" ] && [ -f "$war" ] && [ -f "$client_jar" ] && [ -f "$bill" ] && [ -d "$kit" ] &&
		[ "$(cat "$build_stamp" 2>/dev/null)" = "$build_digest" ]; then
		say "  Programs: no source changed since they were built; reused"
	else
		# The kit is copied anew, so that no server of an earlier version stays in it.
		rm -rf "$build_stamp" "$kit"
		# The tests are `./slipway test`'s; this only packs the programs.
		step build "Building with Maven (downloads what is missing)" maven package -DskipTests -pl master-ear,runner-batch,bill,stack -am
		echo "$build_digest" >"$build_stamp"
	fi
	exec 8>&-
}

maven() {
	(cd "$SLIPWAY_ROOT" && exec mvn -B -ntp "$@") 8>&- 9>&-
}

# The one file of the kit whose name begins so.
kit_file() {
	set -- "$kit/$1"*
	[ -f "$1" ] || {
		say "The kit has no file \`$1\`"
		return 1
	}
	echo "$1"
}
