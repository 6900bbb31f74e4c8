# shellcheck shell=sh
# The stack's own PostgreSQL: real binaries, a cluster of its own, loopback only, passwords by SCRAM.

postgresql=$home/postgresql

# PostgreSQL refuses to run as root: then it runs in a user namespace in which root is nobody and owns the same files.
postgresql_user=
[ "$(id -u)" -ne 0 ] || postgresql_user="unshare -U"

as_postgresql() {
	# shellcheck disable=SC2086
	$postgresql_user "$@"
}

unpack_postgresql() {
	postgresql_jar=$(kit_file embedded-postgres-binaries)
	postgresql_kit=$home/kit/$(basename "$postgresql_jar" .jar)
	[ ! -x "$postgresql_kit/bin/postgres" ] || return 0
	rm -rf "$postgresql_kit" "$postgresql_kit.new"
	mkdir -p "$postgresql_kit.new"
	(
		cd "$postgresql_kit.new"
		jar xf "$postgresql_jar"
		tar xJf ./*.txz
		rm -rf ./*.txz META-INF
	)
	mv "$postgresql_kit.new" "$postgresql_kit"
}

# Makes the cluster, the user and the database; begins anew when an earlier try was cut off half-way.
create_cluster() {
	[ ! -f "$postgresql/created" ] || return 0
	if [ "$(id -u)" -eq 0 ] && ! unshare -U true; then
		say "PostgreSQL does not run as root, and this machine allows no user namespace (\`unshare -U\`): run slipway as an ordinary user"
		return 1
	fi
	rm -rf "$postgresql/data"
	mkdir -p "$postgresql"
	as_postgresql "$postgresql_kit/bin/initdb" -D "$postgresql/data" -U postgres -E UTF8 --locale=C \
		-A scram-sha-256 --pwfile="$(secret_file postgresql-superuser.password)" --no-instructions
	cat >>"$postgresql/data/postgresql.conf" <<-EOF
		listen_addresses = '127.0.0.1'
		unix_socket_directories = ''
		shared_buffers = 64MB
		max_connections = 60
		timezone = 'UTC'
	EOF
	{
		echo "create role slipway login password '$(secret postgresql.password)';"
		echo "create database slipway owner slipway;"
	} | as_postgresql "$postgresql_kit/bin/postgres" --single -D "$postgresql/data" postgres
	# A new database knows no runner: the stack's own is to enrol again.
	rm -rf "$home/runner/state/keys"
	touch "$postgresql/created"
}

start_postgresql() {
	unpack_postgresql
	create_cluster
	if is_up postgresql; then
		return 0
	fi
	# A postmaster that was killed leaves this behind, and its pid may have been given to another program.
	rm -f "$postgresql/data/postmaster.pid"
	# shellcheck disable=SC2086
	spawn postgresql $postgresql_user "$postgresql_kit/bin/postgres" -D "$postgresql/data" -p "$(port_of postgresql)"
	await_part postgresql 60 grep -qs '^ready' "$postgresql/data/postmaster.pid"
}

stop_postgresql() {
	# INT is PostgreSQL's fast shutdown.
	stop postgresql INT 20
}
