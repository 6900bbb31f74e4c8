# shellcheck shell=sh
# The stack's own Redis: the real server, loopback only, with users: the default one for whoever looks after it, the master, and those
# of runners, which the master makes.

redis=$home/redis

unpack_redis() {
	redis_jar=$(kit_file embedded-redis)
	redis_kit=$home/kit/$(basename "$redis_jar" .jar)
	[ ! -x "$redis_kit/redis-server" ] || return 0
	rm -rf "$redis_kit" "$redis_kit.new"
	mkdir -p "$redis_kit.new"
	(
		cd "$redis_kit.new"
		redis_binary=$(jar tf "$redis_jar" | grep 'linux-amd64$')
		jar xf "$redis_jar" "$redis_binary"
		mv "$redis_binary" redis-server
		chmod 755 redis-server
	)
	mv "$redis_kit.new" "$redis_kit"
}

# The hash by which Redis knows the password of a file of secrets.
redis_hash() {
	printf %s "$(secret "$1")" | sha256sum | cut -d ' ' -f 1
}

# The users of runners stay as the master has left them.
write_redis_users() (
	umask 077
	{
		echo "user default on #$(redis_hash redis.password) ~* &* +@all"
		echo "user slipway-master on #$(redis_hash redis-master.password) ~slipway:* resetchannels -@all +xadd +xlen +xreadgroup +xautoclaim +xack +xdel +xgroup|create +multi +exec +ping +del +acl"
		# Before the first start there is no such file, and no user of a runner.
		[ ! -f "$redis/users.acl" ] || sed -n '/^user runner:/p' "$redis/users.acl"
	} >"$redis/users.acl.new"
	mv "$redis/users.acl.new" "$redis/users.acl"
)

# knows_runner NAME: whether Redis lets that runner in already.
knows_runner() {
	grep -qs "^user runner:$1 " "$redis/users.acl"
}

start_redis() {
	unpack_redis
	if is_up redis; then
		return 0
	fi
	mkdir -p "$redis"
	write_redis_users
	(
		umask 077
		cat >"$redis/redis.conf" <<-EOF
			bind 127.0.0.1
			port $(port_of redis)
			dir "$redis"
			aclfile "$redis/users.acl"
			appendonly yes
			save ""
		EOF
	)
	spawn redis "$redis_kit/redis-server" "$redis/redis.conf"
	await_part redis 30 grep -qs 'Ready to accept connections' "$home/log/redis.log"
}

stop_redis() {
	stop redis TERM 10
}
