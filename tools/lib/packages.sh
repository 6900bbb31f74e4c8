# shellcheck shell=sh
# The Debian packages of `tools/packages`: found, or installed where that is allowed.

# Whether a program, or a library of the system, is there.
is_there() {
	case $1 in
	/*) [ -e "$1" ] ;;
	*.so.*) ls /lib/*/"$1" /usr/lib/*/"$1" /usr/lib/"$1" >/dev/null 2>&1 || ldconfig -p 2>/dev/null | grep -qF "$1" ;;
	*) command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ] ;;
	esac
}

# missing_packages SCOPE…: one a line.
missing_packages() {
	while read -r package_scope package sign; do
		case " $* " in
		*" $package_scope "*) is_there "$sign" || echo "$package" ;;
		esac
	done <<-EOF
		$(grep -v '^#' "$SLIPWAY_ROOT/tools/packages")
	EOF
}

# need_packages SCOPE…
need_packages() {
	missing=$(missing_packages "$@" | tr '\n' ' ')
	missing=${missing% }
	[ -n "$missing" ] || return 0
	as_root=
	if ! command -v apt-get >/dev/null 2>&1; then
		die 69 "Looking for programs: these Debian packages, or what they hold, are missing: $missing"
	elif [ "$(id -u)" -ne 0 ]; then
		if ! sudo -n true 2>/dev/null; then
			die 69 "Looking for programs: packages are missing; please run \`apt-get install --no-install-recommends $missing\` as root"
		fi
		as_root='sudo -n'
	fi
	step packages "Installing Debian packages: $missing" install_packages
}

install_packages() {
	if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -mtime -1 2>/dev/null)" ]; then
		apt_get update
	fi
	# The words of $missing are package names.
	# shellcheck disable=SC2086
	apt_get install -y --no-install-recommends $missing || {
		apt_get update
		apt_get install -y --no-install-recommends $missing
	}
}

apt_get() {
	# shellcheck disable=SC2086
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 "$@"
}
