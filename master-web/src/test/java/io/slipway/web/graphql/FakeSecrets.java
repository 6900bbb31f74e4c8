// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import static java.util.stream.Collectors.toMap;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Secrets;
import io.slipway.master.secret.SecretView;
import io.slipway.secret.FileMode;
import io.slipway.secret.SecretType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Secrets, one of each kind, the newest first; the file was shared by bob. Every job has the key and the file. */
final class FakeSecrets extends Secrets {
    private final Consumer<String> note;

    FakeSecrets(Consumer<String> note) {
        this.note = note;
    }

    @Override
    public List<SecretView> list(Caller caller, long before, int most) {
        note.accept("secrets before " + before);
        return Stream.of(
                        secret(3, SecretType.FILE, "bob"),
                        secret(2, SecretType.PGP_KEY, ""),
                        secret(1, SecretType.SSH_KEY, ""))
                .filter(secret -> before == 0 || secret.id() < before)
                .limit(most)
                .toList();
    }

    @Override
    public Map<JobId, List<SecretView>> ofJobs(Caller caller, Collection<JobId> ids) {
        note.accept("secrets of " + ids);
        return ids.stream()
                .collect(toMap(
                        Function.identity(),
                        id -> List.of(secret(1, SecretType.SSH_KEY, ""), secret(3, SecretType.FILE, "bob"))));
    }

    @Override
    public SecretView share(Caller caller, String uuid, String username) {
        note.accept("share " + uuid + " with " + username);
        if (uuid.endsWith("9")) {
            throw new ProblemException(Problem.NO_SUCH_SECRET, "Sharing a secret: No such secret");
        }
        if (username.equals("nobody")) {
            throw new ProblemException(Problem.NO_SUCH_USER, "Sharing a secret: No such user");
        }
        return secret(1, SecretType.SSH_KEY, "");
    }

    private static SecretView secret(long id, SecretType type, String from) {
        boolean file = type == SecretType.FILE;
        return new SecretView(
                id,
                new UUID(0, id),
                id == 2 ? "" : "name-" + id,
                type,
                file ? "~/.netrc" : null,
                file ? FileMode.PRIVATE : null,
                !from.isEmpty(),
                from,
                FakeService.THEN,
                FakeService.THEN,
                null);
    }
}
