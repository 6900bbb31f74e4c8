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
	rm -rf "$postgresql/data" "$postgresql/roles"
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
	} | single_postgresql postgres
	# A new database knows no runner: the stack's own is to enrol again.
	rm -rf "$home/runner/state/keys"
	touch "$postgresql/created"
}

# single_postgresql DATABASE: runs the statements of its input, one a line, as the superuser, while no server runs on the cluster.
single_postgresql() {
	as_postgresql "$postgresql_kit/bin/postgres" --single -D "$postgresql/data" "$1"
}

# The roles that programs work as, as the manual's page "Database" says; once, also for a cluster that was made before there were any.
create_roles() {
	[ ! -f "$postgresql/roles" ] || return 0
	{
		echo "do 'begin create role slipway_master; exception when duplicate_object then null; end';"
		echo "do 'begin create role slipway_runner; exception when duplicate_object then null; end';"
		echo "alter role slipway_master login password '$(secret postgresql-master.password)';"
		echo "revoke all on database slipway from public;"
		echo "grant connect on database slipway to slipway_master;"
	} | single_postgresql postgres
	{
		echo "alter schema public owner to slipway;"
		echo "revoke all on schema public from public;"
		echo "grant usage on schema public to slipway_master;"
	} | single_postgresql slipway
	touch "$postgresql/roles"
}

start_postgresql() {
	unpack_postgresql
	create_cluster
	if is_up postgresql; then
		return 0
	fi
	# A postmaster that was killed leaves this behind, and its pid may have been given to another program.
	rm -f "$postgresql/data/postmaster.pid"
	create_roles
	# shellcheck disable=SC2086
	spawn postgresql $postgresql_user "$postgresql_kit/bin/postgres" -D "$postgresql/data" -p "$(port_of postgresql)"
	await_part postgresql 60 grep -qs '^ready' "$postgresql/data/postmaster.pid"
}

stop_postgresql() {
	# INT is PostgreSQL's fast shutdown.
	stop postgresql INT 20
}
