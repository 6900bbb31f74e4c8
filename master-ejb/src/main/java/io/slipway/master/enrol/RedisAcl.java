// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

import static java.util.stream.Collectors.joining;

import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.message.RunnerLogins;
import io.slipway.message.redis.RedisSettings;
import io.slipway.message.redis.RedisUser;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The file of the users of the shared Redis ({@code aclfile}): what each may do, in Redis's own words, to be read, compared with what {@code
 * ACL LIST} shows, or put in place. It holds hashes of passwords and no password. For administrators.
 */
public final class RedisAcl {
    private static final String HEAD = """
            user default off
            """;

    private final RedisSettings settings;
    private final boolean keepsUsers;
    private final RunnerLogins logins;

    /** @param keepsUsers whether masters make the users of runners themselves */
    public RedisAcl(RedisSettings settings, boolean keepsUsers, RunnerLogins logins) {
        this.settings = settings;
        this.keepsUsers = keepsUsers;
        this.logins = logins;
    }

    /** Makes its own transaction. */
    public String file(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        Map<String, String> hashes = new TreeMap<>();
        logins.hashes().forEach((runner, hash) -> hashes.put(runner.value(), hash));
        Stream<RedisUser> runners = hashes.entrySet().stream()
                .map(entry -> RedisUser.runner(new RunnerName(entry.getKey()), entry.getValue()));
        String name = settings.username().isEmpty() ? RedisUser.MASTER : settings.username();
        RedisUser master = RedisUser.master(name, RedisUser.hash(settings.password()), keepsUsers);
        return HEAD
                + Stream.concat(Stream.of(master), runners)
                        .map(user -> user.line() + "\n")
                        .collect(joining());
    }
}
