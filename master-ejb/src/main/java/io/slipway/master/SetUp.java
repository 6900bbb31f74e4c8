// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.message.redis.RedisSettings;
import java.util.ArrayList;
import java.util.List;

/** What is less safe than it could be in how a master is set up: it works all the same, and administrators are told. */
public final class SetUp {
    private static final String WITHOUT_USERS = "without users";

    private SetUp() {}

    /** @param ownsSchema whether the role that the master works as owns the database's schema */
    public static List<String> notices(MasterSettings settings, boolean ownsSchema) {
        List<String> notices = new ArrayList<>();
        RedisSettings redis = settings.redis();
        List<String> lacks = new ArrayList<>();
        if (!redis.isEncrypted()) {
            lacks.add("without TLS");
        }
        if (!settings.redisAcl() && redis.username().isEmpty()) {
            lacks.add(WITHOUT_USERS);
        }
        if (!lacks.isEmpty()) {
            notices.add("Redis: %s. %s".formatted(String.join(", ", lacks), meaning(lacks.contains(WITHOUT_USERS))));
        }
        if (ownsSchema) {
            notices.add("Database: one role for everything. Who gets the master's password gets the schema too.");
        }
        return List.copyOf(notices);
    }

    private static String meaning(boolean withoutUsers) {
        return withoutUsers
                ? "Good for a single server that runs one's own jobs alone: every runner can hold back and delete the messages of the others."
                : "Good on one machine, or through a tunnel.";
    }
}
