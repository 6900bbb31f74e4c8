// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.message.RedisMessages;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import java.net.URI;
import java.util.Map;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** A master whose messages go by a real Redis, empty at first, where a thief and a runner are too. */
final class RedisRig implements AutoCloseable {
    private final RedisSettings settings =
            new RedisSettings(URI.create("redis://127.0.0.1:" + TestServers.redisPort()), "", "");
    final RedissonClient thief;
    final RedisConnection redis;
    final RedisMessages messages;
    final MasterRig rig;

    RedisRig() {
        TestServers.emptyRedis();
        Config config = new Config().setThreads(1).setNettyThreads(1);
        config.useSingleServer().setAddress(settings.address().toString());
        thief = Redisson.create(config);
        redis = RedisConnection.open(settings);
        messages =
                new RedisMessages(settings, false, "master", MasterRig.PARTIES.master(), MasterRig.PARTIES.opening());
        rig = new MasterRig(Map.of(), messages);
        rig.clock.run();
    }

    @Override
    public void close() {
        messages.close();
        redis.close();
        thief.shutdown();
    }
}
