// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The REST API of the master. */
@ApplicationPath("/api")
public class ApiApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                JobsResource.class,
                LogsResource.class,
                ArtifactsResource.class,
                UploadsResource.class,
                TokensResource.class,
                SshKeysResource.class,
                UsersResource.class,
                SecretsResource.class,
                ExecutionsResource.class,
                SchedulesResource.class,
                GroupsResource.class,
                WebhookKeyResource.class,
                RunnersResource.class,
                KeysResource.class,
                TestsResource.class,
                CachesResource.class,
                CacheUploadsResource.class,
                AuditResource.class,
                GoodCredentials.class,
                AnyProblem.class,
                JsonBody.class);
    }

    /** Errors keep their own body: the container's pages are for people. What there is stands in the manual, and not at an address too. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.response.setStatusOverSendError", true,
                "jersey.config.server.wadl.disableWadl", true);
    }
}
