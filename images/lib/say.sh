# shellcheck shell=sh
# Exit codes by meaning (sysexits), and how a script ends with a sentence.

# shellcheck disable=SC2034 # used by those who read this file
EX_USAGE=64 EX_UNAVAILABLE=69 EX_TEMPORARY=75

say() {
	printf '%s\n' "$*" >&2
}

# die CODE SENTENCE
die() {
	code=$1
	shift
	say "$*"
	exit "$code"
}
