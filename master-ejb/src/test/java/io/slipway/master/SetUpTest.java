// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetUpTest {
    @Test
    void singleServerWithoutAnythingIsCalledWhatItIs() {
        assertThat(notices(Map.of(), true))
                .satisfiesExactly(
                        redis -> assertThat(redis).startsWith("Redis: without TLS, without users."),
                        database -> assertThat(database).startsWith("Database: one role for everything."));
    }

    @Test
    void usersWithoutTlsAreSaid() {
        assertThat(notices(Map.of("redis.acl", "true"), false))
                .singleElement()
                .asString()
                .startsWith("Redis: without TLS. ");
        assertThat(notices(Map.of("redis.username", "slipway-master"), false))
                .singleElement()
                .asString()
                .startsWith("Redis: without TLS. ");
    }

    @Test
    void thereIsNothingToSayOfWhatIsAsItShouldBe() {
        assertThat(notices(Map.of("redis.address", "rediss://redis.example.org:6379", "redis.acl", "true"), false))
                .isEmpty();
    }

    private static List<String> notices(Map<String, String> settings, boolean ownsSchema) {
        return SetUp.notices(MasterSettings.from(Settings.of(settings)), ownsSchema);
    }
}
