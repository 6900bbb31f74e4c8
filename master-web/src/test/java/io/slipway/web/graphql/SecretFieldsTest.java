// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.job.JobStatus;
import org.junit.jupiter.api.Test;

class SecretFieldsTest extends EngineRig {
    private static final String SECRETS = """
            query secrets($cursor: Cursor) {
              secrets(cursor: $cursor) {
                results { __typename id uuid name fromUser { canonicalName } ... on SecretFile { path mode } }
                cursor
              }
            }
            """;

    @Test
    void secretsAreListedWithWhatEachKindHas() {
        JsonNode listed = data(SECRETS).path("secrets");

        assertThat(listed).isEqualTo(json("""
                {"results": [
                  {"__typename": "SecretFile", "id": 3, "uuid": "00000000-0000-0000-0000-000000000003", "name": "name-3",
                   "fromUser": {"canonicalName": "~bob"}, "path": "~/.netrc", "mode": 384},
                  {"__typename": "PGPKey", "id": 2, "uuid": "00000000-0000-0000-0000-000000000002", "name": null, "fromUser": null},
                  {"__typename": "SSHKey", "id": 1, "uuid": "00000000-0000-0000-0000-000000000001", "name": "name-1", "fromUser": null}],
                 "cursor": null}
                """));
        assertThat(service.calls).contains("secrets before 0");
    }

    @Test
    void contentOfASecretIsForNobody() {
        JsonNode answer = execute("{secrets {results {... on SSHKey {privateKey}}}}");

        assertThat(answer.at("/errors/0/message").asText()).contains("Access denied");
    }

    @Test
    void jobSaysWhichSecretsItIsGiven() {
        service.add(3, JobStatus.SUCCESS);

        assertThat(data("{job(id: 3) {secrets {uuid}}}").at("/job/secrets")).isEqualTo(json("""
                        [{"uuid": "00000000-0000-0000-0000-000000000001"}, {"uuid": "00000000-0000-0000-0000-000000000003"}]
                        """));
    }

    @Test
    void secretsOfAllJobsAndWhoGaveThemAreReadAtOnce() {
        service.add(3, JobStatus.SUCCESS);
        service.add(4, JobStatus.SUCCESS);

        JsonNode jobs =
                data("{jobs {results {secrets {fromUser {canonicalName}}}}}").at("/jobs/results");

        assertThat(jobs).hasSize(2);
        assertThat(jobs.get(1).path("secrets"))
                .isEqualTo(json("[{\"fromUser\": null}, {\"fromUser\": {\"canonicalName\": \"~bob\"}}]"));
        assertThat(service.calls).containsExactly("jobsOf", "secrets of [4, 3]", "profiles named [bob]");
    }

    @Test
    void secretIsShared() {
        String share = "mutation {shareSecret(uuid: \"00000000-0000-0000-0000-000000000001\", user: \"%s\") {uuid}}";

        assertThat(data(share.formatted("~bob")).at("/shareSecret/uuid").asText())
                .endsWith("1");
        assertThat(execute(share.formatted("nobody"))
                        .at("/errors/0/extensions/field")
                        .asText())
                .isEqualTo("username");
        assertThat(execute(share.formatted("~bob").replace("0001", "0009"))
                        .at("/errors/0/extensions/field")
                        .asText())
                .isEqualTo("uuid");
    }
}
