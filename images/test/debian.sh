# shellcheck shell=sh
# Tests of Debian's functions, with a fake guest.
# shellcheck disable=SC2154 # set by run
# shellcheck disable=SC2016 # what must not be expanded

# The real functions of Debian. Stands for ssh and the guest: what follows the host is joined and given to a shell, as sshd
# does; sudo writes down what it is asked, one call a line, and what tee is given.
prepare_debian() {
	mkdir -p "$work/images/debian" "$work/guest"
	cp "$here/../debian/functions" "$work/images/debian/functions"
	cat >"$work/guest/ssh" <<-'EOF'
		#!/bin/sh
		[ -z "${SSH_FAILS:-}" ] || exit 255
		until [ "$1" = build@127.0.0.1 ]; do shift; done
		shift
		cd "$work/guest" && export TMPDIR="$PWD"
		exec sh -c "$*"
	EOF
	cat >"$work/guest/sudo" <<-'EOF'
		#!/bin/sh
		{ printf '<%s>' "$@"; echo; } >>"$work/sudo.log"
		[ "$1" != tee ] || cat >>"$work/sudo.log"
		case "$*" in *"${APT_FAILS:-nothing}"*) exit 100 ;; esac
	EOF
	printf '#!/bin/sh\necho "BEGIN PGP" >"$3"\n' >"$work/guest/curl"
	cat >"$work/guest/gpg" <<-'EOF'
		#!/bin/sh
		echo "<$*>" >>"$work/sudo.log"
		case "$*" in *--recv-keys*) exit 0 ;; esac
		until [ "$1" = -o ]; do shift; done
		echo key >"$2"
	EOF
	chmod +x "$work"/guest/*
}

# told TEXT: whether sudo or gpg was asked this.
told() {
	grep -qF -- "$1" "$work/sudo.log"
}

debian() {
	prepare_debian
	PATH=$work/guest:$PATH
	bad="it's; touch pwned"
	: >"$work/sudo.log"
	check "install of hostile names" 0 "" debian install 1022 -y 'a b' "$bad" '$(touch pwned)' '*' ''
	holds "apt gets them as they are" told "<install><--><-y><a b><$bad><\$(touch pwned)><*><>"
	APT_FAILS=' install ' check "install that apt refuses" 100 "" debian install 1022 a
	holds "the lists are fetched before it is given up" told "<update>"
	check "script of an install" 0 "set -- 'a b' " debian script install 'a b'
	check "script of a hostile repository" 1 "a name begins with" debian script add-repo -x "http://x a b"
	SSH_FAILS=yes check "install in a guest that is gone" 255 "" debian install 1022 a

	: >"$work/sudo.log"
	for hostile in 'a b' "$bad" '"q"' '-x' '.x' '../x' 'x/y' ''; do
		check "hostile repository name $hostile" 1 "Adding the repository '$hostile': a name begins with" debian add-repo 1022 "$hostile" "http://x a b"
	done
	check "a source of two words" 1 "its source has 2 words" debian add-repo 1022 extra "http://x trixie"
	check "a source of five words" 1 "its source has 5 words" debian add-repo 1022 extra "http://x trixie main key more"
	holds "none of them reaches the guest" [ ! -s "$work/sudo.log" ]
	check "a hostile source" 0 "" debian add-repo 1022 extra 'http://x/$(touch${IFS}pwned)";touch * main'
	holds "it is written as it is" told 'deb http://x/$(touch${IFS}pwned)";touch * main'
	check "a repository with a key's address" 0 "" debian add-repo 1022 extra "http://x trixie main https://x/key"
	holds "it is signed by that key" told "deb [signed-by=/usr/share/keyrings/extra.gpg] http://x trixie main"
	check "a repository with a key's id" 0 "" debian add-repo 1022 extra "http://x trixie main 0xABC"
	holds "the key comes from the key server" told "--keyserver keyserver.ubuntu.com --recv-keys -- 0xABC"
	APT_FAILS=' update' check "a repository that apt refuses" 100 "" debian add-repo 1022 extra "http://x trixie main"
	SSH_FAILS=yes check "a repository in a guest that is gone" 255 "" debian add-repo 1022 extra "http://x trixie main"
	holds "nothing hostile was run" [ ! -e "$work/guest/pwned" ]
}
