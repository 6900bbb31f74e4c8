# shellcheck shell=sh
# The passwords of a stack: random, one file each, readable by their owner alone.

# Prints the file of a secret; makes it first when there is none.
secret_file() {
	if [ ! -s "$home/secret/$1" ]; then
		(
			umask 077
			mkdir -p "$home/secret"
			od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$home/secret/$1.new"
			echo >>"$home/secret/$1.new"
			mv "$home/secret/$1.new" "$home/secret/$1"
		)
	fi
	echo "$home/secret/$1"
}

secret() {
	cat "$(secret_file "$1")"
}
