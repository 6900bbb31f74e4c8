// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import io.slipway.master.graph.Profile;
import io.slipway.web.graphql.schema.Fields;
import java.util.concurrent.CompletableFuture;

/** Users. */
final class UserFields implements Fields {
    private final JobFields jobs;

    UserFields(JobFields jobs) {
        this.jobs = jobs;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher(
                                        "me",
                                        field -> Loaders.profile(
                                                field, Read.caller(field).userId()))
                                .dataFetcher(
                                        "userByID", field -> Loaders.profile(field, field.<Integer>getArgument("id")))
                                .dataFetcher("userByName", UserFields::byName))
                .type(
                        "Entity",
                        type -> type.typeResolver(entity -> entity.getSchema().getObjectType("User")))
                .type("User", this::user);
    }

    private static CompletableFuture<Profile> byName(DataFetchingEnvironment field) {
        String name = field.getArgument("username");
        return Loaders.profile(field, name.startsWith("~") ? name.substring(1) : name);
    }

    private TypeRuntimeWiring.Builder user(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("id", Read.of(Profile.class, Profile::id))
                .dataFetcher("created", Read.of(Profile.class, Profile::created))
                .dataFetcher("updated", Read.of(Profile.class, Profile::updated))
                .dataFetcher("canonicalName", Read.of(Profile.class, Profile::canonicalName))
                .dataFetcher("username", Read.of(Profile.class, Profile::username))
                .dataFetcher("email", Read.of(Profile.class, Profile::email))
                .dataFetcher("url", Read.of(Profile.class, user -> Read.orNull(user.url())))
                .dataFetcher("location", Read.of(Profile.class, user -> Read.orNull(user.location())))
                .dataFetcher("bio", Read.of(Profile.class, user -> Read.orNull(user.bio())))
                .dataFetcher(
                        "jobs",
                        field -> jobs.page(field, field.<Profile>getSource().id()));
    }
}
