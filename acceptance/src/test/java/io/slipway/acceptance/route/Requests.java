// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import io.slipway.acceptance.route.RoutePage.Row;
import io.slipway.acceptance.route.Things.Thing;
import java.util.List;
import java.util.Map;

/** How the rows of the page are asked for. */
final class Requests {
    private static final String KEY = "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
    static final String BOUNDARY = "--part-of-a-request";

    /** As the GraphQL multipart request specification has it. */
    private static final String WITH_FILE = """
            --part-of-a-request
            Content-Disposition: form-data; name="operations"

            {"query": "%s", "variables": {"f": null}}
            --part-of-a-request
            Content-Disposition: form-data; name="map"

            {"f": ["variables.f"]}
            --part-of-a-request
            Content-Disposition: form-data; name="f"; filename="x"
            Content-Type: text/plain

            bytes
            --part-of-a-request--
            """.replace("\n", "\r\n");

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /api/jobs", "{\"manifest\": \"%s\", \"execute\": false}".formatted(Things.TASK)),
            Map.entry("POST /api/job-group", "{\"jobs\": [{job}]}"),
            Map.entry("POST /api/schedules", schedule("another")),
            Map.entry("PUT /api/schedules/{id}", schedule("changed")),
            Map.entry("POST /api/secrets", "{\"type\": \"file\", \"path\": \"x\", \"content\": \"said to nobody\"}"),
            Map.entry("POST /api/secrets/{uuid}/share", "{\"user\": \"{third}\"}"),
            Map.entry("POST /api/ssh-keys", "{\"key\": \"{ssh key}\"}"),
            Map.entry("POST /api/tokens", "{\"name\": \"another\", \"grants\": [\"JOBS:RO\"]}"),
            Map.entry("POST /api/users", "{\"name\": \"{new}\"}"),
            Map.entry("POST /api/users/{name}/suspend", "{\"notice\": \"Seen.\"}"),
            Map.entry(
                    "POST /api/runners",
                    "{\"name\": \"runner-x\", \"verifying_key\": \"%1$s\", \"sealing_key\": \"%1$s\"}".formatted(KEY)),
            Map.entry("POST /api/runners/tokens", "{\"lifetime\": \"1h\"}"),
            Map.entry(
                    "POST /api/uploads/{job}/{index}/{name}",
                    "{\"size\": \"5\", \"sha256\": \"277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9\", \"md5\": \"SzpiGLs+OnMD6KFxpg/Pkg==\"}"),
            Map.entry("PUT /api/uploads/{job}/{index}/{name}", "bytes"),
            Map.entry("PUT /api/uploads/{job}/caches/{name}", "bytes"),
            Map.entry("/query", "{\"query\": \"{ version { major } }\"}"));

    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("Query.version", "{ version { major settings { sshUser } } }"),
            Map.entry("Query.me", "{ me { username email } }"),
            Map.entry("Query.userByID", "{ userByID(id: 1) { username } }"),
            Map.entry("Query.userByName", "{ userByName(username: \"{owner}\") { username } }"),
            Map.entry("Query.jobs", "{ jobs { results { id note } } }"),
            Map.entry("Query.job", "{ job(id: {job}) { note manifest artifacts { path } tags } }"),
            Map.entry("Query.secrets", "{ secrets { results { name } } }"),
            Map.entry("Query.userWebhooks", "{ userWebhooks { results { url } } }"),
            Map.entry("Query.userWebhook", "{ userWebhook(id: {webhook}) { url } }"),
            Map.entry("Query.webhook", "{ webhook { uuid } }"),
            Map.entry("User.email", "{ userByName(username: \"{owner}\") { email } }"),
            Map.entry("User.jobs", "{ userByName(username: \"{owner}\") { jobs { results { note } } } }"),
            Map.entry("Job.owner", "{ job(id: {job}) { note owner { canonicalName } } }"),
            Map.entry("Job.group", "{ job(id: {job}) { group { note } } }"),
            Map.entry("Job.log", "{ job(id: {job}) { log { last128KiB } } }"),
            Map.entry("Task.log", "{ job(id: {job}) { tasks { log { last128KiB } } } }"),
            Map.entry("Job.secrets", "{ job(id: {job}) { secrets { name } } }"),
            Map.entry("JobGroup.owner", "{ job(id: {job}) { group { note owner { canonicalName } } } }"),
            Map.entry("JobGroup.jobs", "{ job(id: {job}) { group { jobs { note } } } }"),
            Map.entry("UserWebhookSubscription.client", "{ userWebhook(id: {webhook}) { url client { uuid } } }"),
            Map.entry("SSHKey.privateKey", "{ secrets { results { ... on SSHKey { privateKey } } } }"),
            Map.entry("PGPKey.privateKey", "{ secrets { results { ... on PGPKey { privateKey } } } }"),
            Map.entry("SecretFile.data", "{ secrets { results { ... on SecretFile { data } } } }"),
            Map.entry(
                    "Mutation.submit",
                    "mutation { submit(manifest: \"%s\", execute: false) { id } }".formatted(Things.TASK)),
            Map.entry("Mutation.start", "mutation { start(jobID: {job}) { note } }"),
            Map.entry("Mutation.cancel", "mutation { cancel(jobId: {job}) { note } }"),
            Map.entry("Mutation.update", "mutation { update(jobId: {job}, visibility: PUBLIC) { note } }"),
            Map.entry(
                    "Mutation.createGroup",
                    "mutation { createGroup(jobIds: [{job}], execute: false) { jobs { note } } }"),
            Map.entry("Mutation.startGroup", "mutation { startGroup(groupId: {group}) { note } }"),
            Map.entry(
                    "Mutation.shareSecret", "mutation { shareSecret(uuid: \"{secret}\", user: \"{third}\") { name } }"),
            Map.entry("Mutation.claim", "mutation { claim(jobId: {job}) { note } }"),
            Map.entry("Mutation.updateJob", "mutation { updateJob(jobId: {job}, status: SUCCESS) { note } }"),
            Map.entry("Mutation.updateTask", "mutation { updateTask(taskId: {job}, status: SUCCESS) { note } }"),
            Map.entry(
                    "Mutation.createArtifact",
                    "mutation ($f: File!) { createArtifact(jobId: {job}, path: \"x\", contents: $f) { path } }"),
            Map.entry(
                    "Mutation.createUserWebhook",
                    "mutation { createUserWebhook(config: {url: \"https://another.example/\", events: [JOB_CREATED], query: \"{ version { major } }\"}) { id } }"),
            Map.entry("Mutation.deleteUserWebhook", "mutation { deleteUserWebhook(id: {webhook}) { url } }"),
            Map.entry("Mutation.deleteUser", "mutation { deleteUser }"));

    private final Map<String, String> names;
    private int made;

    /** @param names what stands in addresses whatever is asked for */
    Requests(Map<String, String> names) {
        this.names = names;
    }

    private static String schedule(String name) {
        return "{\"name\": \"%s\", \"cron\": \"30 4 1 1 *\", \"manifest\": \"%s\"}".formatted(name, Things.TASK);
    }

    /** Whether the answer to a row may be another the second time. */
    static boolean changes(Row row) {
        return row.route().matches("(POST|PUT|DELETE) .*|Mutation\\..*");
    }

    /** Whether a row asks for no thing by its number, and may have many. */
    static boolean isList(Row row) {
        String asked = row.route() + FIELDS.getOrDefault(row.route(), "");
        return List.of("{job}", "{id}", "*").stream().noneMatch(asked::contains);
    }

    /** What a row asks for. */
    Request of(Row row, Thing thing) {
        if (row.section().equals("GraphQL")) {
            String document = filled(FIELDS.get(row.route()), row, thing);
            return new Request(
                    "POST",
                    "/query",
                    (document.contains("$f") ? WITH_FILE : "{\"query\": \"%s\"}").formatted(escaped(document)));
        }
        String[] words = row.route().split(" ", 2);
        String verb = words.length == 1 ? row.route().equals("/query") ? "POST" : "GET" : words[0];
        String path = words[words.length - 1].replace("*", "{job}/a/log");
        String bare = row.route().replaceFirst("\\?.*", "");
        return new Request(verb, filled(path, row, thing), filled(BODIES.getOrDefault(bare, ""), row, thing));
    }

    private static String escaped(String document) {
        return document.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private String filled(String text, Row row, Thing thing) {
        String filled = text.replace("{id}", "{%s}".formatted(kind(row.route())))
                .replace("{uuid}", "{secret}")
                .replace(
                        "{name}",
                        row.route().contains("/users/")
                                ? "{user}"
                                : row.route().contains("/artifacts/") ? "{file}" : "{cache}")
                .replace("{ssh key}", Things.sshKey("another"))
                .replace("{new}", "new-%d-{run}".formatted(made++));
        for (Map<String, String> known : List.of(thing.names(), names)) {
            for (Map.Entry<String, String> name : known.entrySet()) {
                filled = filled.replace("{%s}".formatted(name.getKey()), name.getValue());
            }
        }
        return filled;
    }

    /** What the number in an address counts. */
    private static String kind(String route) {
        if (route.contains("/job-group/")) {
            return "group";
        }
        return route.contains("/schedules/")
                ? "schedule"
                : route.contains("/ssh-keys/")
                        ? "key"
                        : route.contains("/tokens/") ? "token" : route.contains("/executions/") ? "execution" : "job";
    }

    /** A request without credentials. */
    record Request(String verb, String path, String body) {}
}
