# shellcheck shell=sh
# What a guest may reach: the world, and neither this machine nor the networks around it. Rules for nft, which hold in a network
# namespace of the guest's own. Read by control.
# shellcheck disable=SC2154

# Addresses that are nobody's in the world: this machine's loopback, private and link-local networks and those of providers
# (RFC 6890), groups, and IPv6 addresses that stand for an IPv4 one; and the one at which Azure's machines find their host.
private_networks='0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16
168.63.129.16/32 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4 ::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 2002::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8'

# host_addresses: prints the addresses of this machine, one a line; those of the loopback interface are denied anyway.
host_addresses() {
	host_found=$(ip -o address show) || die "$EX_UNAVAILABLE" "Closing a guest's network: this machine's addresses are not known"
	printf '%s\n' "$host_found" | sed -n '/ inet6\{0,1\} \(127\.\|::1\/\)/d; s/^.* inet6\{0,1\} \([0-9a-f.:]*\).*/\1/p'
}

# name_servers: prints what guests ask for names: $SLIPWAY_NAMESERVERS, else the servers that this machine asks, but no server on
# its loopback interface, which a guest does not reach.
name_servers() {
	if [ -n "${SLIPWAY_NAMESERVERS:-}" ]; then
		for name_server in $SLIPWAY_NAMESERVERS; do
			need_network SLIPWAY_NAMESERVERS "$name_server"
			printf '%s\n' "$name_server"
		done
		return
	fi
	for name_file in /etc/resolv.conf /run/systemd/resolve/resolv.conf; do
		name_found=$(sed -n 's/^nameserver[[:space:]]*\([0-9a-fA-F.:]*\).*/\1/p' "$name_file" 2>/dev/null | grep -vE '^(127\.|::1$)') || continue
		printf '%s\n' "$name_found"
		return
	done
}

# need_network WHERE NETWORK: an address, or a network as ADDRESS/BITS; whether it is one, nft says.
need_network() {
	case $2 in
	*[!0-9a-fA-F.:/]* | '') die "$EX_USAGE" "$1: '$2' is neither an address nor a network; '192.0.2.0/24' and '2001:db8::/32' are" ;;
	esac
}

# to_each VERDICT NETWORK...: a rule for each; a VERDICT may begin with what else must hold.
to_each() {
	to_verdict=$1
	shift
	for to_network in "$@"; do
		case $to_network in
		*:*) printf '\t\tip6 daddr %s %s\n' "$to_network" "$to_verdict" ;;
		*) printf '\t\tip daddr %s %s\n' "$to_network" "$to_verdict" ;;
		esac
	done
}

# fence_rules PORT: prints the rules of a guest that is reached on this port, or fails. What is first holds.
fence_rules() {
	for fence_network in ${SLIPWAY_EGRESS_ALLOW:-}; do
		need_network SLIPWAY_EGRESS_ALLOW "$fence_network"
	done
	for fence_network in ${SLIPWAY_EGRESS_DENY:-}; do
		need_network SLIPWAY_EGRESS_DENY "$fence_network"
	done
	fence_addresses=$(host_addresses) || return
	fence_servers=$(name_servers) || return
	fence_host='jump refuse'
	[ "$host_access" = no ] || fence_host=accept
	# shellcheck disable=SC2086 # words on purpose
	cat <<-EOF
		table inet fence {
			chain refuse {
				meta l4proto tcp reject with tcp reset
				reject
			}
			chain input {
				type filter hook input priority 0; policy drop;
				ct state established,related accept
				ip saddr GATEWAY tcp dport $1 accept
				icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
			}
			chain output {
				type filter hook output priority 0; policy accept;
				ct state established,related accept
				oifname "lo" jump refuse
				icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept
		$(to_each 'udp dport 53 accept' $fence_servers)
		$(to_each 'tcp dport 53 accept' $fence_servers)
		$(to_each "$fence_host" $fence_addresses)
		$(to_each accept ${SLIPWAY_EGRESS_ALLOW:-})
		$(to_each 'jump refuse' ${SLIPWAY_EGRESS_DENY:-} $private_networks)
			}
		}
	EOF
}
