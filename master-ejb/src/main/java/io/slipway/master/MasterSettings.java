// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.access.AccessSettings;
import io.slipway.master.access.SessionSettings;
import io.slipway.master.artifact.ArtifactSettings;
import io.slipway.master.audit.AuditSettings;
import io.slipway.master.cache.CacheSettings;
import io.slipway.master.dispatch.DispatchSettings;
import io.slipway.master.graph.GraphSettings;
import io.slipway.master.graph.InstanceView;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.master.limit.LimitSettings;
import io.slipway.master.log.LogSettings;
import io.slipway.master.object.ObjectSettings;
import io.slipway.master.schedule.ScheduleSettings;
import io.slipway.master.ssh.DoorSettings;
import io.slipway.master.store.MigrationSettings;
import io.slipway.master.submit.SubmitSettings;
import io.slipway.master.trigger.TriggerSettings;
import io.slipway.message.redis.RedisSettings;
import io.slipway.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of the master, one record for each concern.
 *
 * @param name of this master among those that share a database (key {@code master.name}); events that it received and did not
 *     apply come again to the same name after a restart
 * @param signingKey the file of the key that messages to runners are signed with (key {@code signing.key}); made when it is not there
 * @param redisAcl whether this master says at Redis which runners may log in there, and what they may do (key {@code redis.acl})
 * @param openingKey the file of the key that runners seal what they say to (key {@code opening.key}); made when it is not there
 * @param openId null when nobody logs in by OpenID
 * @param secretsKey the file of the key that secrets are sealed with (key {@code secrets.key}); made when it is not there
 * @param objects null when there is no object store
 */
public record MasterSettings(
        String name,
        Path signingKey,
        Path openingKey,
        Path secretsKey,
        AccessSettings access,
        MigrationSettings migration,
        DispatchSettings dispatch,
        LogSettings logs,
        ArtifactSettings artifacts,
        RedisSettings redis,
        boolean redisAcl,
        DoorSettings door,
        ScheduleSettings schedules,
        TriggerSettings triggers,
        SubmitSettings submit,
        OpenIdSettings openId,
        CacheSettings caches,
        GraphSettings graph,
        ObjectSettings objects,
        LimitSettings limits,
        SessionSettings sessions,
        AuditSettings audit) {

    /** @throws io.slipway.error.ProblemException when a key is unknown or a value illegal */
    public static MasterSettings from(Settings settings) {
        DispatchSettings dispatch = DispatchSettings.from(settings);
        ArtifactSettings artifacts = ArtifactSettings.from(settings);
        MasterSettings read = new MasterSettings(
                settings.text("master.name", "master"),
                settings.path("signing.key", Path.of("signing.json")),
                settings.path("opening.key", Path.of("opening.json")),
                settings.path("secrets.key", Path.of("secrets.json")),
                AccessSettings.from(settings),
                MigrationSettings.from(settings),
                dispatch,
                LogSettings.from(settings),
                artifacts,
                RedisSettings.from(settings),
                settings.flag("redis.acl", false),
                DoorSettings.from(settings),
                ScheduleSettings.from(settings),
                TriggerSettings.from(settings, dispatch.origin()),
                SubmitSettings.from(settings),
                OpenIdSettings.from(settings, dispatch.origin()).orElse(null),
                CacheSettings.from(settings),
                GraphSettings.from(settings),
                ObjectSettings.from(settings, artifacts.limit()).orElse(null),
                LimitSettings.from(settings),
                SessionSettings.from(settings, dispatch.origin()),
                AuditSettings.from(settings));
        settings.rejectUnknown();
        return read;
    }

    /** What clients are told of this master and its settings. */
    InstanceView instance() {
        return new InstanceView(dispatch.origin(), dispatch.timeLimit(), graph);
    }

    /**
     * The settings of the file that system property {@code slipway.master.settings} or, without it, environment variable
     * {@code SLIPWAY_MASTER_SETTINGS} names; the defaults when neither is set.
     */
    public static MasterSettings ofEnvironment() {
        return from(Optional.ofNullable(System.getProperty("slipway.master.settings"))
                .or(() -> Optional.ofNullable(System.getenv("SLIPWAY_MASTER_SETTINGS")))
                .map(file -> Settings.load(Path.of(file)))
                .orElseGet(() -> Settings.of(Map.of())));
    }
}
