// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import io.slipway.error.FieldException;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Secrets;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.graph.Profile;
import io.slipway.master.secret.SecretView;
import io.slipway.secret.SecretType;
import io.slipway.web.graphql.limit.Costs;
import io.slipway.web.graphql.schema.Fields;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Secrets of the caller's: everything but what they hold. */
final class SecretFields implements Fields {
    private static final String LIST = "secrets";

    private final Secrets secrets;
    private final Cursors cursors;

    SecretFields(Secrets secrets, Cursors cursors) {
        this.secrets = secrets;
        this.cursors = cursors;
    }

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("secrets", this::list))
                .type("Mutation", type -> type.dataFetcher("shareSecret", this::share))
                .type("Job", type -> type.dataFetcher("secrets", SecretFields::ofJob))
                .type("SecretCursor", Page.fields())
                .type(
                        "Secret",
                        type -> type.typeResolver(secret ->
                                secret.getSchema().getObjectType(name(((SecretView) secret.getObject()).type()))))
                .type("SSHKey", this::secret)
                .type("PGPKey", this::secret)
                .type(
                        "SecretFile",
                        type -> secret(type)
                                .dataFetcher("path", Read.of(SecretView.class, SecretView::path))
                                .dataFetcher(
                                        "mode",
                                        Read.of(
                                                SecretView.class,
                                                secret -> secret.mode().bits())));
    }

    private static String name(SecretType type) {
        return switch (type) {
            case SSH_KEY -> "SSHKey";
            case PGP_KEY -> "PGPKey";
            case FILE -> "SecretFile";
        };
    }

    /** One more than a page is asked for, to know whether another page follows. */
    private Page<SecretView> list(DataFetchingEnvironment field) {
        Caller caller = Read.caller(field);
        long before = cursors.open(caller, LIST, field.getArgument("cursor"));
        List<SecretView> found = secrets.list(caller, before, Costs.PAGE + 1);
        if (found.size() <= Costs.PAGE) {
            return new Page<>(found, null);
        }
        List<SecretView> page = found.subList(0, Costs.PAGE);
        return new Page<>(
                page, cursors.seal(caller, LIST, page.get(page.size() - 1).id()));
    }

    private SecretView share(DataFetchingEnvironment field) {
        try {
            return secrets.share(Read.caller(field), field.getArgument("uuid"), field.getArgument("user"));
        } catch (ProblemException e) {
            throw switch (e.problem()) {
                case NO_SUCH_USER -> new FieldException("username", e.getMessage(), e);
                case NO_SUCH_SECRET -> new FieldException("uuid", e.getMessage(), e);
                default -> e;
            };
        }
    }

    private static CompletableFuture<List<SecretView>> ofJob(DataFetchingEnvironment field) {
        return Loaders.secrets(field, field.<JobEntry>getSource().id());
    }

    private TypeRuntimeWiring.Builder secret(TypeRuntimeWiring.Builder type) {
        return type.dataFetcher("id", Read.of(SecretView.class, SecretView::id))
                .dataFetcher("created", Read.of(SecretView.class, SecretView::created))
                .dataFetcher(
                        "uuid",
                        Read.of(SecretView.class, secret -> secret.uuid().toString()))
                .dataFetcher("name", Read.of(SecretView.class, secret -> Read.orNull(secret.name())))
                .dataFetcher("fromUser", SecretFields::from);
    }

    /** Null for the caller's own, and when the account of who gave it is gone. */
    private static CompletableFuture<Profile> from(DataFetchingEnvironment field) {
        String from = field.<SecretView>getSource().from();
        return from.isEmpty() ? null : Loaders.profile(field, from);
    }
}
