// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

/** The operations that the command-line client of the original sends: their names, variables, and the fields that it reads. */
final class KnownOperations {
    static final String SUBMIT = """
            mutation submit($manifest: String!, $tags: [String!], $note: String, $visibility: Visibility, $secrets: Boolean!) {
              submit(manifest: $manifest, tags: $tags, note: $note, visibility: $visibility, secrets: $secrets) {
                id owner { canonicalName } } }""";
    static final String MANIFEST = """
            query manifest($id: Int!) { job(id: $id) { manifest owner { canonicalName } visibility } }""";
    static final String CANCEL = "mutation cancel($jobId: Int!) { cancel(jobId: $jobId) { id } }";
    static final String UPDATE = """
            mutation update($jobId: Int!, $visibility: Visibility!) { update(jobId: $jobId, visibility: $visibility) { id } }""";
    static final String JOB_IDS = "query jobIDs { jobs { results { id } } }";
    static final String RUNNING_JOBS = "query runningJobs { jobs { results { id status note tags } } }";
    static final String SHOW = """
            query show($id: Int!) { job(id: $id) {
              id status note tags log { fullURL } owner { canonicalName }
              tasks { name status log { fullURL } } group { jobs { id status } } } }""";
    static final String MONITOR = """
            query monitor($id: Int!) { job(id: $id) {
              status log { fullURL } tasks { name status log { fullURL } } } }""";
    static final String SSH_INFO = """
            query getSSHInfo($id: Int!) { job(id: $id) { id runner } version { settings { sshUser } } }""";
    static final String ARTIFACTS = "query artifacts($id: Int!) { job(id: $id) { artifacts { path size url } } }";

    private static final String LIST_FRAGMENT = """
             fragment jobs on JobCursor { results { id status note tags tasks { name status } } cursor }""";
    static final String JOBS = "query jobs($cursor: Cursor) { jobs(cursor: $cursor) { ...jobs } }" + LIST_FRAGMENT;
    static final String JOBS_BY_USER = """
            query jobsByUser($username: String!, $cursor: Cursor) {
              userByName(username: $username) { jobs(cursor: $cursor) { ...jobs } } }""" + LIST_FRAGMENT;

    private static final String EXPORT_FRAGMENT = """
             fragment jobExport on Job {
               id status note tags visibility log { fullURL } tasks { name status log { fullURL } } }""";
    static final String EXPORT_JOB = "query exportJob($id: Int!) { job(id: $id) { ...jobExport } }" + EXPORT_FRAGMENT;
    static final String EXPORT_JOBS = """
            query exportJobs($cursor: Cursor) { jobs(cursor: $cursor) { results { ...jobExport } cursor } }""" + EXPORT_FRAGMENT;

    static final String SECRETS = """
            query secrets($cursor: Cursor) { secrets(cursor: $cursor) {
              results { created uuid name fromUser { canonicalName } __typename ... on SecretFile { path mode } } cursor } }""";
    static final String COMPLETE_SECRETS = "query completeSecrets { secrets { results { uuid name } } }";
    static final String SHARE_SECRET = """
            mutation shareSecret($uuid: String!, $user: String!) { shareSecret(uuid: $uuid, user: $user) { uuid } }""";

    static final String CREATE_WEBHOOK = """
            mutation createUserWebhook($config: UserWebhookInput!) { createUserWebhook(config: $config) { id } }""";
    static final String WEBHOOKS = """
            query userWebhooks($cursor: Cursor) { userWebhooks(cursor: $cursor) { results { id url } cursor } }""";
    static final String DELETE_WEBHOOK = """
            mutation deleteUserWebhook($id: Int!) { deleteUserWebhook(id: $id) { id } }""";

    private KnownOperations() {}
}
