# shellcheck shell=sh
# A network namespace for a qemu that has no container: slirp4netns, outside, is its only way out, and the rules of lib/fence.sh
# hold within. There it sees a resolv.conf of its own, by which it asks the name servers that the rules let through. Needs no right but to make a namespace, and changes nothing on this machine. Read by control; the variables dir and
# port are its.
# shellcheck disable=SC2154

# The namespace's own network: what comes from this machine comes from its second address.
inner_network=10.0.3

# closes_network: whether guests without a container get a network of their own.
closes_network() {
	! in_container && [ "$host_access" = no ]
}

# need_namespace: refuses to start guests that would reach this machine although nobody said that they may.
need_namespace() {
	for need_program in slirp4netns nft unshare; do
		PATH=$PATH:/usr/sbin:/sbin command -v "$need_program" >/dev/null ||
			die "$EX_UNAVAILABLE" "Guests without a container get a network of their own by '$need_program', which this machine has not" \
				"(Debian packages slirp4netns, nftables): install it, or let guests reach this machine (the runner's setting guest.host-access = true, or SLIPWAY_HOST_ACCESS=yes)"
	done
}

# tries_namespace: whether this user gets one on this machine.
tries_namespace() {
	dir=$(mktemp -d)
	port=$(free_port)
	tries_code=0
	start_fenced true || tries_code=$?
	cat "$dir/qemu.log" >&2
	rm -rf "$dir"
	return "$tries_code"
}

# start_fenced COMMAND...: runs the command, which ends when its own process runs in the background, in a namespace whose port
# $port is reached on 127.0.0.1. 75: the port is taken.
start_fenced() {
	rm -f "$dir/inside" "$dir/ready" "$dir/go" "$dir/hold" "$dir/network.sock"
	fenced_rules=$(fence_rules "$port") || return
	printf '%s\n' "$fenced_rules" | sed "s/GATEWAY/$inner_network.2/" >"$dir/rules"
	name_servers | sed 's/^/nameserver /' >"$dir/resolv.conf"
	(umask 077 && cd "$dir" && mkfifo inside ready go hold)
	fenced_user=
	[ "$(id -u)" -eq 0 ] || fenced_user=--map-root-user
	# `hold` stays open as long as what was started runs, and `inside` until it is in its namespace; its end is heard there. `go` is held
	# open by this shell, so that its end is heard too. Where nobody named name servers, those that this machine asks may do.
	exec 5<>"$dir/go"
	# shellcheck disable=SC2016 # the inner shell expands it
	(
		cd "$dir" && umask 077 && exec 7>inside 6<go 5>&- && PATH=$PATH:/usr/sbin:/sbin exec unshare --net --mount --propagation slave $fenced_user sh -c \
			'echo >&7; exec 7>&- 8>hold; read -r _ <&6 && exec 6<&- || exit
			if [ -s resolv.conf ]; then mount --bind resolv.conf /etc/resolv.conf || [ -z "${SLIPWAY_NAMESERVERS:-}" ] || exit; fi
			nft -f rules && exec "$@"' fenced "$@"
	) </dev/null 2>"$dir/qemu.log" &
	fenced_pid=$!
	fenced_code=0
	if connect_namespace; then
		echo >&5
		wait "$fenced_pid" || fenced_code=$?
	else
		fenced_code=$?
		kill -KILL "$fenced_pid" 2>/dev/null || :
		wait "$fenced_pid" 2>/dev/null || :
		cat "$dir/network.log" >>"$dir/qemu.log" 2>/dev/null || :
	fi
	exec 5>&-
	rm -f "$dir/inside" "$dir/ready" "$dir/go" "$dir/hold" "$dir/network.sock" "$dir/rules" "$dir/resolv.conf"
	return "$fenced_code"
}

# connect_namespace: has slirp4netns carry what comes out of the namespace of $fenced_pid, and the port into it.
connect_namespace() {
	timeout 10 head -n 1 "$dir/inside" | grep -q '^' || return 1
	(
		cd "$dir" && exec 5>&- && exec slirp4netns --enable-sandbox --enable-seccomp --configure --mtu=65520 --cidr="$inner_network.0/24" --disable-host-loopback --disable-dns \
			--api-socket=network.sock --ready-fd=3 --exit-fd=4 "$fenced_pid" tap0
	) 3>"$dir/ready" 4<"$dir/hold" </dev/null >"$dir/network.log" 2>&1 &
	timeout 10 cat "$dir/ready" >/dev/null || return 1
	grep -q 'tap' "$dir/network.log" || return 1
	connect_said=$(ask_network "{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"tcp\",\"host_addr\":\"127.0.0.1\",\"host_port\":$port,\"guest_addr\":\"$inner_network.100\",\"guest_port\":$port}}")
	case $connect_said in
	*'"return"'*) return 0 ;;
	*add_hostfwd*) return "$EX_TEMPORARY" ;;
	*) return 1 ;;
	esac
}

# ask_network REQUEST
ask_network() {
	(cd "$dir" && perl -MIO::Socket::UNIX -e '
		$socket = IO::Socket::UNIX->new(Peer => "network.sock") or exit 2;
		print $socket $ARGV[0];
		$socket->flush;
		shutdown $socket, 1;
		print <$socket>' "$1")
}
