# shellcheck shell=sh
# Tests of what stands around a guest's qemu, as far as a fake engine goes: which one is taken, what the containers may do, and
# which rules close their network.
# shellcheck disable=SC2154 # set by run

sandboxes() {
	fake_engine
	SLIPWAY_SANDBOX=magic check "unknown means by the environment" 69 "Unknown boot mode 'magic'" oldstyle boot default 1040
	SLIPWAY_HOST_ACCESS=perhaps check "host access that is neither" 64 "'yes' and 'no' are allowed" oldstyle boot default 1040
	check "plain qemu that reaches the machine" 0 "qemu open" oldstyle sandbox
	images_there=no SLIPWAY_SANDBOX=container check "no engine has the images" 69 "guest.sandbox = qemu" oldstyle boot default 1040
	images_there=no check "the one that is named has not" 69 "has not both of the images" oldstyle boot default 1040 docker
	SLIPWAY_SANDBOX=container SLIPWAY_HOST_ACCESS='' check "an engine that has them" 0 "docker closed" oldstyle sandbox
	SLIPWAY_SANDBOX=container SLIPWAY_HOST_ACCESS=yes check "guests that may reach the machine" 0 "docker open" oldstyle sandbox
	networks
	namespaces
	containers
	rm -f "$work/bin/docker" "$work/bin/podman"
}

# Stands for docker and podman: keeps the arguments of each container, and starts none, so that no guest is found to run.
fake_engine() {
	export images_there=yes
	cat >"$work/bin/docker" <<-'EOF'
		#!/bin/sh
		store=$(dirname "$0")/../engine
		mkdir -p "$store"
		[ ! -e "$store/away" ] || { echo 'Cannot connect to the daemon' >&2; exit 1; }
		case $1 in
		ps) [ ! -e "$store/stays" ] || echo 0123456789ab ;;
		image) [ "$2" = ls ] || { [ "$images_there" = yes ] && echo sha256:1; } ;;
		logs) echo closed ;;
		inspect) case $4 in *-net) echo true ;; *) echo false ;; esac ;;
		run)
			while [ "$1" != --name ]; do shift; done
			printf '%s\n' "$@" >"$store/$(case $2 in *-net) echo net ;; *) echo guest ;; esac)"
			[ ! -e "$store/taken" ] || { echo 'Bind for 127.0.0.1:1041 failed: port is already allocated' >&2; exit 125; }
			;;
		esac
	EOF
	chmod +x "$work/bin/docker"
	cp "$work/bin/docker" "$work/bin/podman"
}

networks() {
	for network in example.org '10.0.0.0/8;drop' '{'; do
		SLIPWAY_EGRESS_ALLOW=$network check "a network that is none: $network" 64 "is neither an address nor a network" oldstyle boot default 1041 docker
		holds "no container has its network open then" [ ! -e "$work/engine/net" ]
	done
	printf '#!/bin/sh\nexit 1\n' >"$work/bin/ip"
	chmod +x "$work/bin/ip"
	check "a machine that does not tell its addresses" 69 "addresses are not known" oldstyle boot default 1041 docker
	holds "no container has its network open then either" [ ! -e "$work/engine/net" ]
	rm "$work/bin/ip"
	rules=$(SLIPWAY_EGRESS_ALLOW='10.1.0.0/16 2001:db8::/32' SLIPWAY_EGRESS_DENY=203.0.113.7 SLIPWAY_NAMESERVERS=10.9.9.9 rules_of no)
	for rule in 'oifname "lo" jump refuse' 'ip daddr 169.254.0.0/16 jump refuse' 'ip daddr 10.0.0.0/8 jump refuse' \
		'ip daddr 168.63.129.16/32 jump refuse' 'ip6 daddr fe80::/10 jump refuse' 'ip6 daddr fc00::/7 jump refuse' 'ip daddr 203.0.113.7 jump refuse' \
		'ip saddr GATEWAY tcp dport 1041 accept' 'ip daddr 10.9.9.9 udp dport 53 accept'; do
		holds "a rule: $rule" has_line "$rules" "$rule"
	done
	for address in $(ip -o address show | sed -n 's/^.* inet6\{0,1\} \([0-9a-f.:]*\).* scope \(global\|link\).*/\1/p'); do
		holds "this machine is refused: $address" has_part "$rules" "daddr $address jump refuse"
		holds "this machine is let through when that is said: $address" has_part "$(rules_of yes)" "daddr $address accept"
	done
	before=$(cat /etc/resolv.conf)
	holds "plain qemu asks the name servers that are said" \
		[ "$(SLIPWAY_NAMESERVERS='192.0.2.53 2001:db8::53' seen_in_namespace /etc/resolv.conf)" = "nameserver 192.0.2.53
nameserver 2001:db8::53" ]
	holds "and this machine those that it asked before" [ "$(cat /etc/resolv.conf)" = "$before" ]
	holds "what is allowed comes before what is private" \
		[ "$(line_of "$rules" 'ip daddr 10.1.0.0/16 accept')" -lt "$(line_of "$rules" 'ip daddr 10.0.0.0/8 jump refuse')" ]
	holds "this machine comes before what is allowed" \
		[ "$(line_of "$rules" "daddr $address jump refuse")" -lt "$(line_of "$rules" 'ip daddr 10.1.0.0/16 accept')" ]
}

# A network namespace where unshare makes none, and where slirp4netns ends at once: neither is waited for.
namespaces() {
	printf '#!/bin/sh\nexit 1\n' >"$work/bin/unshare"
	printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s/slirp4netns.argv"\n' "$work" >"$work/bin/slirp4netns"
	printf '#!/bin/sh\n' >"$work/bin/nft"
	chmod +x "$work/bin/unshare" "$work/bin/slirp4netns" "$work/bin/nft"
	namespaces_began=$(date +%s)
	SLIPWAY_HOST_ACCESS=no check "a machine that makes no namespaces" 69 "which is not to be had here" oldstyle sandbox
	# Stands for unshare: runs what it is to run, where it is.
	# shellcheck disable=SC2016 # it expands them
	printf '#!/bin/sh\nwhile [ "$1" != sh ]; do shift; done\nexec "$@"\n' >"$work/bin/unshare"
	SLIPWAY_HOST_ACCESS=no check "a machine whose slirp4netns does not run" 69 "which is not to be had here" oldstyle sandbox
	holds "it is told at once" [ "$(($(date +%s) - namespaces_began))" -lt 8 ]
	for lock in --enable-sandbox --enable-seccomp; do
		holds "what carries a guest's packets is locked in: $lock" grep -qx -- "$lock" "$work/slirp4netns.argv"
	done
	rm "$work/bin/unshare" "$work/bin/slirp4netns" "$work/bin/nft"
}

# rules_of HOST-ACCESS
rules_of() {
	(
		# shellcheck source=images/lib/say.sh
		. "$here/../lib/say.sh"
		# shellcheck source=images/lib/fence.sh
		. "$here/../lib/fence.sh"
		# shellcheck disable=SC2034 # read by fence_rules
		host_access=$1
		fence_rules 1041
	)
}

# seen_in_namespace FILE: what is in it where a qemu without a container would be.
seen_in_namespace() {
	(
		for library in say fence guest namespace; do
			# shellcheck source=/dev/null
			. "$here/../lib/$library.sh"
		done
		# shellcheck disable=SC2034 # read by start_fenced
		host_access=no port=$(free_port)
		dir=$work/fenced
		mkdir -p "$dir"
		start_fenced cp "$1" seen
		cat "$dir/seen" "$dir/qemu.log"
	)
}

has_line() {
	printf '%s\n' "$1" | sed 's/^[[:space:]]*//' | grep -qxF -- "$2"
}

has_part() {
	printf '%s\n' "$1" | grep -qF -- "$2"
}

line_of() {
	printf '%s\n' "$1" | grep -nF -- "$2" | head -n 1 | cut -d : -f 1
}

containers() {
	for engine in docker podman; do
		rm -rf "$work/engine" "$work/sandboxed"
		MEMORY=512 SLIPWAY_GUEST_CPUS=1 SLIPWAY_GUEST_DIR=$work/sandboxed SLIPWAY_HOST_ACCESS=no check \
			"$engine: a container whose qemu ends at once" 1 "qemu ended" oldstyle boot default 1041 "$engine"
		for limit in --cap-drop=ALL --security-opt=no-new-privileges --ipc=none --pids-limit=129 --memory=1792m --cpus=1 \
			--user="$(id -u | sed 's/^0$/64055/'):$(id -g | sed 's/^0$/64055/')"; do
			holds "$engine: the guest's container has $limit" has_pair guest "${limit%%=*}" "${limit#*=}"
		done
		for part in guest net; do
			holds "$engine: what its $part says is read whatever the engine's own way is" \
				has_pair "$part" --log-driver "$([ "$engine" = podman ] && echo k8s-file || echo json-file)"
		done
		# The disk of 16 GiB, and one more.
		holds "$engine: no file that it writes has no end" has_pair guest --ulimit "fsize=$((17 << 30))"
		holds "$engine: its root is read-only" grep -qx -- --read-only "$work/engine/guest"
		holds "$engine: it gets no capability" not_in "$work/engine/guest" --cap-add
		holds "$engine: it gets no device" not_in "$work/engine/guest" --device
		holds "$engine: its network is the other container's" grep -qx 'container:slipway-.*-net' "$work/engine/guest"
		holds "$engine: of the run folder it has its disks and its socket, which alone are written to" \
			[ "$(grep '^type=bind' "$work/engine/guest" | grep -v ',readonly$' | sort | tr '\n' ' ')" = "$(bound disks) $(bound socket) " ]
		holds "$engine: and nothing else" not_matched "source=$work/sandboxed\(,\|/[^ds]\)" "$work/engine/guest"
		holds "$engine: the image is read-only" \
			grep -qxF "type=bind,source=$work/images/oldstyle,target=$work/images/oldstyle,readonly" "$work/engine/guest"
		holds "$engine: the port is this machine's alone" has_pair net --publish 127.0.0.1:1041:1041
		holds "$engine: the other one may change its network" has_pair net --cap-add NET_ADMIN
		holds "$engine: and sees no file" not_matched '^type=bind' "$work/engine/net"
	done
	touch "$work/engine/taken"
	SLIPWAY_GUEST_DIR=$work/sandboxed check "a port that is taken" 75 "port 1041 is taken" oldstyle boot default 1041 docker
	SLIPWAY_GUEST_DIR=$work/sandboxed check "cleanup of it" 0 "" oldstyle cleanup 1041
	holds "no container is remembered" [ ! -e "$work/sandboxed/containers" ]
	endings
}

# What a guest has is forgotten when it is known to be gone.
endings() {
	rm -f "$work/engine/taken"
	for ending in away:"does not tell whether" stays:"does not remove"; do
		remember docker
		touch "$work/engine/${ending%%:*}"
		SLIPWAY_GUEST_DIR=$work/sandboxed check "cleanup, and the engine is ${ending%%:*}" 1 "${ending#*:}" oldstyle cleanup 1041
		holds "the containers are remembered" [ -s "$work/sandboxed/containers" ]
		rm "$work/engine/${ending%%:*}"
	done
	SLIPWAY_GUEST_DIR=$work/sandboxed check "cleanup when it is back" 0 "" oldstyle cleanup 1041
	holds "they are remembered no more" [ ! -e "$work/sandboxed/containers" ]
	printf '#!/bin/sh\ntouch "%s/escaped"\n' "$work" >"$work/sandboxed/evil"
	chmod +x "$work/sandboxed/evil"
	for hostile in "$work/sandboxed/evil" ./evil sh ''; do
		remember "$hostile"
		SLIPWAY_GUEST_DIR=$work/sandboxed check "cleanup, and the engine is said to be '$hostile'" 1 "does not name an engine" oldstyle cleanup 1041
	done
	holds "no program is started that is no engine" [ ! -e "$work/escaped" ]
	echo "docker slipway-0123456789abcdef0123 slipway-0123456789abcdef0123-net" >"$work/sandboxed/containers"
	SLIPWAY_GUEST_DIR=$work/sandboxed check "cleanup, and the containers are another guest's" 1 "does not name an engine" oldstyle cleanup 1041
	rm "$work/sandboxed/containers"
}

# remember ENGINE: writes down the containers of a guest, as control does.
remember() {
	remembered=slipway-$(printf '%s' "$work/sandboxed" | sha256sum | cut -c -20)
	printf '%s %s %s-net\n' "$1" "$remembered" "$remembered" >"$work/sandboxed/containers"
}

# bound NAME: how a folder of the guest's is mounted where it is.
bound() {
	printf 'type=bind,source=%s,target=%s' "$work/sandboxed/$1" "$work/sandboxed/$1"
}

# has_pair CONTAINER OPTION VALUE
has_pair() {
	grep -xF -A 1 -- "$2" "$work/engine/$1" | grep -qxF -- "$3"
}

not_matched() {
	! grep -q -- "$1" "$2"
}
