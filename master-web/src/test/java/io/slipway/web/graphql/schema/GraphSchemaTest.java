// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.schema;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphSchemaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "Version = major: Int!, minor: Int!, patch: Int!, deprecationDate: Time, settings: Settings!",
                "Settings = sshUser: String!, buildTimeout: String!",
                "Entity = id: Int!, created: Time!, updated: Time!, canonicalName: String!",
                "User = id: Int!, created: Time!, updated: Time!, canonicalName: String!, username: String!, email: String!, url: String, location: String, bio: String, jobs(cursor: Cursor): JobCursor!",
                "Job = id: Int!, created: Time!, updated: Time!, status: JobStatus!, manifest: String!, note: String, tags: [String!]!, visibility: Visibility!, image: String!, runner: String, owner: Entity!, group: JobGroup, tasks: [Task!]!, artifacts: [Artifact!]!, log: Log, secrets: [Secret!]",
                "Log = last128KiB: String!, fullURL: String!",
                "Artifact = id: Int!, created: Time!, path: String!, size: Int!, url: String",
                "JobCursor = results: [Job!]!, cursor: Cursor",
                "SecretCursor = results: [Secret!]!, cursor: Cursor",
                "WebhookDeliveryCursor = results: [WebhookDelivery!]!, cursor: Cursor",
                "WebhookSubscriptionCursor = results: [WebhookSubscription!]!, cursor: Cursor",
                "JobGroup = id: Int!, created: Time!, note: String, owner: Entity!, jobs: [Job!]!, triggers: [Trigger!]!",
                "Task = id: Int!, created: Time!, updated: Time!, name: String!, status: TaskStatus!, log: Log, job: Job!",
                "Trigger = condition: TriggerCondition!",
                "EmailTrigger = condition: TriggerCondition!, to: String!, cc: String, inReplyTo: String",
                "WebhookTrigger = condition: TriggerCondition!, url: String!",
                "Secret = id: Int!, created: Time!, uuid: String!, name: String, fromUser: Entity",
                "SSHKey = id: Int!, created: Time!, uuid: String!, name: String, fromUser: Entity, privateKey: Binary!",
                "PGPKey = id: Int!, created: Time!, uuid: String!, name: String, fromUser: Entity, privateKey: Binary!",
                "SecretFile = id: Int!, created: Time!, uuid: String!, name: String, fromUser: Entity, path: String!, mode: Int!, data: Binary!",
                "OAuthClient = uuid: String!",
                "WebhookSubscription = id: Int!, events: [WebhookEvent!]!, query: String!, url: String!, client: OAuthClient, deliveries(cursor: Cursor): WebhookDeliveryCursor!, sample(event: WebhookEvent!): String!",
                "UserWebhookSubscription = id: Int!, events: [WebhookEvent!]!, query: String!, url: String!, client: OAuthClient, deliveries(cursor: Cursor): WebhookDeliveryCursor!, sample(event: WebhookEvent!): String!",
                "WebhookDelivery = uuid: String!, date: Time!, event: WebhookEvent!, subscription: WebhookSubscription!, requestBody: String!, responseBody: String, responseHeaders: String, responseStatus: Int",
                "WebhookPayload = uuid: String!, event: WebhookEvent!, date: Time!",
                "JobEvent = uuid: String!, event: WebhookEvent!, date: Time!, job: Job!",
                "EmailTriggerInput = to: String!, cc: String, inReplyTo: String",
                "WebhookTriggerInput = url: String!",
                "TriggerInput = type: TriggerType!, condition: TriggerCondition!, email: EmailTriggerInput, webhook: WebhookTriggerInput",
                "UserWebhookInput = url: String!, events: [WebhookEvent!]!, query: String!",
                "Query = version: Version!, me: User!, userByID(id: Int!): User, userByName(username: String!): User, jobs(cursor: Cursor): JobCursor!, job(id: Int!): Job, secrets(cursor: Cursor): SecretCursor!, userWebhooks(cursor: Cursor): WebhookSubscriptionCursor!, userWebhook(id: Int!): WebhookSubscription, webhook: WebhookPayload!",
                "AccessScope = PROFILE, JOBS, LOGS, SECRETS",
                "AccessKind = RO, RW",
                "JobStatus = PENDING, QUEUED, RUNNING, SUCCESS, FAILED, TIMEOUT, CANCELLED",
                "TaskStatus = PENDING, RUNNING, SUCCESS, FAILED, SKIPPED",
                "Visibility = PUBLIC, UNLISTED, PRIVATE",
                "TriggerCondition = SUCCESS, FAILURE, ALWAYS",
                "TriggerType = EMAIL, WEBHOOK",
                "WebhookEvent = JOB_CREATED, JOB_UPDATED"
            })
    void typeHasWhatClientsKnow(String name, String members) {
        assertThat(members(name)).isEqualTo(members);
    }

    @Test
    void mutationsAreThoseThatClientsKnow() {
        assertThat(members("Mutation").split("(?<=[!\\w]), (?=\\w+\\()|, (?=deleteUser:)"))
                .containsExactly(
                        "submit(manifest: String!, tags: [String!], note: String, secrets: Boolean, execute: Boolean, visibility: Visibility): Job!",
                        "start(jobID: Int!): Job",
                        "cancel(jobId: Int!): Job",
                        "update(jobId: Int!, visibility: Visibility!): Job",
                        "createGroup(jobIds: [Int!]!, triggers: [TriggerInput!], execute: Boolean, note: String): JobGroup!",
                        "startGroup(groupId: Int!): JobGroup",
                        "shareSecret(uuid: String!, user: String!): Secret!",
                        "claim(jobId: Int!): Job",
                        "updateJob(jobId: Int!, status: JobStatus!): Job",
                        "updateTask(taskId: Int!, status: TaskStatus!): Job",
                        "createArtifact(jobId: Int!, path: String!, contents: File!): Artifact",
                        "createUserWebhook(config: UserWebhookInput!): WebhookSubscription!",
                        "deleteUserWebhook(id: Int!): WebhookSubscription!",
                        "deleteUser: Int!");
    }

    @Test
    void fieldThatNobodyReadsKeepsTheSchemaFromBeingMade() {
        assertThatThrownBy(() -> GraphSchema.of(List.of(wiring -> List.of(
                                "Entity", "Secret", "Trigger", "WebhookPayload", "WebhookSubscription")
                        .forEach(name -> wiring.type(name, type -> type.typeResolver(environment -> null))))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("nobody reads `");
    }

    private static String members(String name) {
        TypeDefinition<?> type = GraphSchema.text().types().get(name);
        if (type instanceof EnumTypeDefinition choice) {
            return choice.getEnumValueDefinitions().stream()
                    .map(value -> value.getName())
                    .collect(joining(", "));
        }
        if (type instanceof InputObjectTypeDefinition input) {
            return input.getInputValueDefinitions().stream()
                    .map(field -> field.getName() + ": " + AstPrinter.printAst(field.getType()))
                    .collect(joining(", "));
        }
        List<FieldDefinition> fields = type instanceof ObjectTypeDefinition object
                ? object.getFieldDefinitions()
                : ((InterfaceTypeDefinition) type).getFieldDefinitions();
        return fields.stream().map(GraphSchemaTest::field).collect(joining(", "));
    }

    private static String field(FieldDefinition field) {
        String arguments = field.getInputValueDefinitions().stream()
                .map(argument -> argument.getName() + ": " + AstPrinter.printAst(argument.getType()))
                .collect(joining(", "));
        return field.getName() + (arguments.isEmpty() ? "" : "(" + arguments + ")") + ": "
                + AstPrinter.printAst(field.getType());
    }
}
