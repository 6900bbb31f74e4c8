// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import io.slipway.error.FieldException;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.ejb.Graph;
import io.slipway.master.ejb.Groups;
import io.slipway.master.graph.GroupEntry;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.NewGroup;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.web.graphql.schema.Fields;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Groups of jobs, their triggers, and what can be done with them. */
final class GroupFields implements Fields {
    private final Groups groups;
    private final Graph graph;

    GroupFields(Groups groups, Graph graph) {
        this.groups = groups;
        this.graph = graph;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Job",
                        type -> type.dataFetcher(
                                "group",
                                field -> Loaders.group(
                                        field, field.<JobEntry>getSource().id())))
                .type("JobGroup", GroupFields::group)
                .type(
                        "Trigger",
                        type -> type.typeResolver(trigger -> trigger.getSchema()
                                .getObjectType(
                                        trigger.getObject() instanceof EmailTrigger
                                                ? "EmailTrigger"
                                                : "WebhookTrigger")))
                .type("EmailTrigger", GroupFields::email)
                .type("WebhookTrigger", GroupFields::webhook)
                .type(
                        "Mutation",
                        type -> type.dataFetcher("createGroup", this::create).dataFetcher("startGroup", this::start));
    }

    private static TypeRuntimeWiring.Builder group(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher(
                        "id", Read.of(GroupEntry.class, group -> group.id().value()))
                .dataFetcher("created", Read.of(GroupEntry.class, GroupEntry::created))
                .dataFetcher("note", Read.of(GroupEntry.class, group -> Read.orNull(group.note())))
                .dataFetcher(
                        "owner",
                        field -> Loaders.profile(
                                field, field.<GroupEntry>getSource().ownerId()))
                .dataFetcher(
                        "jobs",
                        field -> Loaders.jobs(
                                field, field.<GroupEntry>getSource().jobs()))
                .dataFetcher("triggers", Read.of(GroupEntry.class, GroupEntry::triggers));
    }

    private static TypeRuntimeWiring.Builder email(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("condition", Read.of(Trigger.class, Trigger::condition))
                .dataFetcher("to", Read.of(EmailTrigger.class, EmailTrigger::to))
                .dataFetcher("cc", Read.of(EmailTrigger.class, email -> Read.orNull(email.cc())))
                .dataFetcher("inReplyTo", Read.of(EmailTrigger.class, email -> Read.orNull(email.inReplyTo())));
    }

    private static TypeRuntimeWiring.Builder webhook(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("condition", Read.of(Trigger.class, Trigger::condition))
                .dataFetcher("url", Read.of(WebhookTrigger.class, WebhookTrigger::url));
    }

    private GroupEntry create(DataFetchingEnvironment field) {
        List<JobId> jobs = field.<List<Integer>>getArgument("jobIds").stream()
                .map(number -> Read.job("jobIds", number))
                .toList();
        List<Map<String, Object>> given = Read.argument(field, "triggers", List.<Map<String, Object>>of());
        NewGroup made = new NewGroup(
                jobs,
                given.isEmpty() ? List.of() : triggers(field, given),
                Read.argument(field, "note", ""),
                Read.argument(field, "execute", true));
        return entry(field, groups.create(Read.caller(field), made));
    }

    private List<Trigger> triggers(DataFetchingEnvironment field, List<Map<String, Object>> given) {
        try {
            return groups.triggers(Read.caller(field), TriggerInput.json(given)).triggers();
        } catch (ManifestException e) {
            throw new FieldException(
                    "triggers",
                    e.findings().stream()
                            .filter(Finding::isError)
                            .map(Finding::sentence)
                            .collect(Collectors.joining("; ")),
                    e);
        }
    }

    private GroupEntry start(DataFetchingEnvironment field) {
        int number = field.<Integer>getArgument("groupId");
        if (number < 1) {
            throw new FieldException(
                    "groupId", "Looking for job group `%d`: groups are numbered from 1 on".formatted(number));
        }
        return entry(field, groups.start(Read.caller(field), new GroupId(number)));
    }

    private GroupEntry entry(DataFetchingEnvironment field, GroupView group) {
        JobId one = group.jobs().get(0).id();
        return graph.groups(Read.caller(field), List.of(one)).get(one);
    }
}
