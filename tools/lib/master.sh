# shellcheck shell=sh
# The master: the EAR on a Payara Server domain of the stack's own, with two open ports (console and API; administration on loopback).
#
# The server's JVM is started directly, with the command line that `asadmin start-domain --dry-run` prints, so that it is our
# child with our pid. What is particular to a stack (ports, passwords) reaches the domain as system properties from an
# argument file that only its owner can read, so a port can change without touching the domain.

master=$home/master
listener=configs.config.server-config.network-config.network-listeners.network-listener
orb=configs.config.server-config.iiop-service.iiop-listener

unpack_payara() {
	payara_zip=$(kit_file payara-6)
	payara_kit=$home/kit/$(basename "$payara_zip" .zip)
	[ ! -d "$payara_kit" ] || return 0
	rm -rf "$payara_kit.new"
	mkdir -p "$payara_kit.new"
	(cd "$payara_kit.new" && jar xf "$payara_zip")
	mv "$payara_kit.new" "$payara_kit"
}

asadmin() {
	java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$payara_kit/payara6/glassfish/lib/client/appserver-cli.jar" "$@"
}

# Makes the domain; made again when Payara's version changed. The untouched configuration is kept for the next deployment.
create_domain() {
	[ "$(cat "$master/created" 2>/dev/null)" != "$payara_kit" ] || return 0
	rm -rf "$master/domains" "$master/deployed"
	mkdir -p "$master/domains"
	(
		umask 077
		echo "AS_ADMIN_PASSWORD=$(secret payara.password)" >"$master/payara.passwords"
	)
	asadmin --user admin --passwordfile "$master/payara.passwords" create-domain --portbase 20000 --checkports=false \
		--domaindir "$master/domains" master
	# Else a JMS broker opens a port; it can be named nowhere but here before the first start.
	sed -i '0,/<\/iiop-service>/s||</iiop-service><jms-service type="REMOTE" default-jms-host="none"><jms-host name="none" host="localhost" port="7676" lazy-init="true"/></jms-service>|' \
		"$master/domains/master/config/domain.xml"
	cp "$master/domains/master/config/domain.xml" "$master/domain.xml.created"
	cp "$(kit_file postgresql)" "$master/domains/master/lib/"
	echo "$payara_kit" >"$master/created"
}

# Before the server listens: which ports there are, and where the data is. A value in ${…} is looked up at every start. What the server
# would tell everybody of itself (metrics, health, openapi) is off, and is no address of ours. The command for metrics works later only.
write_preboot() {
	cat <<-EOF
		set $listener.http-listener-1.port=\${slipway.http.port}
		set $listener.http-listener-1.address=\${slipway.http.address}
		set $listener.admin-listener.port=\${slipway.admin.port}
		set $listener.admin-listener.address=127.0.0.1
		set $listener.http-listener-2.enabled=false
		set $orb.orb-listener-1.enabled=false
		set $orb.SSL.enabled=false
		set $orb.SSL_MUTUALAUTH.enabled=false
		set configs.config.server-config.admin-service.jmx-connector.system.enabled=false
		set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
		set configs.config.server-config.microprofile-metrics-configuration.enabled=false
		set configs.config.server-config.microprofile-metrics-configuration.virtual-servers=__asadmin
		set-microprofile-healthcheck-configuration --enabled=false --virtualservers=__asadmin
		set-openapi-configuration --enabled=false --virtualservers=__asadmin
		create-jdbc-connection-pool --datasourceclassname org.postgresql.ds.PGConnectionPoolDataSource --restype javax.sql.ConnectionPoolDataSource --steadypoolsize 2 --maxpoolsize 24 --isconnectvalidatereq=true --validationmethod=custom-validation --validationclassname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation --validateatmostonceperiod=1 --property serverName=127.0.0.1:portNumber=\${slipway.postgresql.port}:databaseName=slipway:user=slipway_master:password=\${slipway.postgresql.password} SlipwayPool
		set resources.jdbc-resource.jdbc/__default.pool-name=SlipwayPool
	EOF
}

# Who breaks the stack on purpose sets `master_redis` and `master_postgresql`, names of the ports by which the master reaches these
# two, and `master_settings`, more lines; whoever wants more settings than these names a file of them in SLIPWAY_MASTER_MORE.
write_master_settings() {
	cat >"$master/master.properties" <<-EOF
		origin = $(origin)
		signing.key = $master/signing.json
		opening.key = $master/opening.json
		webhook.key = $master/webhook.key
		secrets.key = $(secrets_key)
		database.migration.user = slipway
		database.migration.password = file:$(secret_file postgresql.password)
		redis.address = redis://127.0.0.1:$(port_of "${master_redis:-redis}")
		redis.username = slipway-master
		redis.password = file:$(secret_file redis-master.password)
		redis.acl = true
		logs.folder = $master/logs
		artifacts.folder = $master/artifacts
		caches.folder = $master/caches
		admin.username = admin
		admin.password = file:$(secret_file admin.password)
		$(webhook_networks)
		ssh.address = ${SLIPWAY_ADDRESS:-127.0.0.1}
		ssh.port = $(port_of submit)
		ssh.host-key = $master/ssh-host.key
		$(mail_settings)
		${master_settings:-}
		$(cat "${SLIPWAY_MASTER_MORE:-/dev/null}")
	EOF
}

# Of a stack that nobody else reaches, what listens on this machine is its user's own.
webhook_networks() {
	[ "${SLIPWAY_ADDRESS:-127.0.0.1}" != 127.0.0.1 ] || echo "webhook.networks = 127.0.0.0/8"
}

# A mail server on this machine, or one that is trusted with what is sent in clear.
mail_settings() {
	[ -n "${SLIPWAY_MAIL:-}" ] || return 0
	cat <<-EOF
		mail.host = ${SLIPWAY_MAIL%:*}
		mail.port = ${SLIPWAY_MAIL##*:}
		mail.security = none
		mail.from = slipway@localhost.localdomain
	EOF
}

# Beside the passwords, which are kept with the database.
secrets_key() {
	(umask 077 && mkdir -p "$home/secret")
	echo "$home/secret/secrets.json"
}

origin() {
	echo "http://127.0.0.1:$(port_of http)"
}

# write_arguments DRY-RUN-OPTION…: the JVM's argument file.
write_arguments() {
	(
		umask 077
		{
			cat <<-EOF
				-Xmx${SLIPWAY_MASTER_MEMORY:-512m}
				-XX:+UseSerialGC
				-Dslipway.http.port=$(port_of http)
				-Dslipway.http.address=${SLIPWAY_ADDRESS:-127.0.0.1}
				-Dslipway.admin.port=$(port_of admin)
				-Dslipway.postgresql.port=$(port_of "${master_postgresql:-postgresql}")
				-Dslipway.postgresql.password=$(secret postgresql-master.password)
				-Dslipway.master.settings=$master/master.properties
				-Djava.io.tmpdir=$home/tmp
			EOF
			asadmin start-domain --domaindir "$master/domains" --dry-run "$@" master |
				sed -e '1,2d' -e '/^$/,$d' -e '/^-Xmx/d'
		} | sed 's/["\\]/\\&/g; s/^.*$/"&"/' >"$master/master.args"
	)
}

start_master() {
	unpack_payara
	create_domain
	if is_up master; then
		return 0
	fi
	write_master_settings
	write_preboot >"$master/preboot.commands"
	deployed_digest=$(cat "$master/preboot.commands" "$ear" | sha256sum)
	if [ "$(cat "$master/deployed" 2>/dev/null)" = "$deployed_digest" ]; then
		write_arguments
	else
		# A new EAR or configuration, or a deployment that was cut off: begin with the untouched domain, so nothing of the old one is loaded first.
		rm -rf "$master/deployed" "$master/domains/master/applications" "$master/domains/master/generated"
		cp "$master/domain.xml.created" "$master/domains/master/config/domain.xml"
		printf 'disable-phone-home\ndeploy --name slipway %s\n' "$ear" >"$master/postboot.commands"
		write_arguments --prebootcommandfile "$master/preboot.commands" --postbootcommandfile "$master/postboot.commands"
	fi
	spawn master java "@$master/master.args"
	# One that has ended already has no pid, which is no failure here: the client says so then, and that fails.
	master_pid=$(pid_of master) || true
	if ! client await "$(origin)/api/jobs" 600 "$master_pid" "$home/log/master.log"; then
		say "Starting the master: it did not answer; what its own log \`$home/log/master.log\` complains of:"
		# A log that complains of nothing is no failure of its own: the start has failed already, and that is returned below.
		grep -aE 'Caused by|Exception|SEVERE|failed' "$home/log/master.log" | cut -c 1-300 | tail -n 25 || true
		stop_master
		return 1
	fi
	echo "$deployed_digest" >"$master/deployed"
}

stop_master() {
	stop master TERM 15
}

# The client of the REST API; `io.slipway.stack.Client` says what it can do.
client() {
	java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$client_jar" "$@"
}

# issue_token USER NAME LIFETIME GRANT…: prints it.
issue_token() {
	client token "$(origin)" admin "$(secret_file admin.password)" "$@"
}
