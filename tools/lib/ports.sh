# shellcheck shell=sh
# The ports of a stack, picked at its first start and remembered in `$home/ports`, one `NAME NUMBER` a line.

# Whether nobody listens on a port, on any address.
port_is_free() {
	! grep -qs "^ *[0-9]*: [0-9A-F]*:$(printf '%04X' "$1") [0-9A-F]*:[0-9A-F]* 0A " /proc/net/tcp /proc/net/tcp6
}

# Prints a part's port.
port_of() {
	awk -v name="$1" '$1 == name { print $2; found = 1 } END { exit !found }' "$home/ports" 2>/dev/null
}

# A free port below the range that outgoing connections use, which no part of this stack has.
pick_port() {
	while :; do
		pick=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
		if port_is_free "$pick" && ! grep -qs " $pick\$" "$home/ports"; then
			echo "$pick"
			return
		fi
	done
}

# claim_port NAME PART: keeps the remembered port when the part runs or the port is free, else picks another one.
claim_port() {
	if claimed=$(port_of "$1"); then
		if is_up "$2" || port_is_free "$claimed"; then
			return
		fi
		say "  port $claimed of $1 is taken by another program: picking another one"
		sed -i "/^$1 /d" "$home/ports"
	fi
	echo "$1 $(pick_port)" >>"$home/ports"
}
