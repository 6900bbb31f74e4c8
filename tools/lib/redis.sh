# shellcheck shell=sh
# The stack's own Redis: the real server, loopback only, with a password.

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

start_redis() {
	unpack_redis
	if is_up redis; then
		return 0
	fi
	mkdir -p "$redis"
	redis_password=$(secret redis.password)
	(
		umask 077
		cat >"$redis/redis.conf" <<-EOF
			bind 127.0.0.1
			port $(port_of redis)
			dir "$redis"
			requirepass $redis_password
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
