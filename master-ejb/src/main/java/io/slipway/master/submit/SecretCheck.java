// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import io.slipway.error.Problem;
import io.slipway.manifest.CheckedManifest;
import io.slipway.manifest.Finding;
import io.slipway.manifest.Finding.Severity;
import io.slipway.manifest.Manifest;
import io.slipway.manifest.NearestKey;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.seal.Seal;
import io.slipway.master.store.SecretStore;
import io.slipway.master.store.SecretStore.SecretSize;
import io.slipway.secret.SecretName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which secrets and which grants a job gets: said when it is submitted, not when it has waited.
 *
 * <p>What the manifest names must be there, once each; a job that is to get nothing may name what it likes.
 */
final class SecretCheck {
    private static final int MOST_SECRETS = 50;
    private static final int MOST_BYTES = 128 << 10;
    private static final int MOST_SHOWN = 60;

    private final SecretStore secrets;

    SecretCheck(SecretStore secrets) {
        this.secrets = secrets;
    }

    /**
     * What a job gets.
     *
     * @param given whether it gets what its manifest asks for
     * @param secrets in the order of the manifest
     * @param grants of its own token; empty for no token
     */
    record Decision(boolean given, List<UUID> secrets, String grants, List<Finding> findings) {}

    /** @throws io.slipway.error.ProblemException SCOPE_MISSING when secrets are asked for by who may not read them */
    Decision decide(Caller caller, CheckedManifest checked, GiveSecrets wish) {
        if (wish == GiveSecrets.YES) {
            Permissions.require(caller, Permissions.SECRETS_READ);
        }
        boolean wanted = asks(checked.manifest());
        boolean given = wish == GiveSecrets.YES
                || wish == GiveSecrets.IF_ALLOWED && wanted && caller.may(Permissions.SECRETS_READ);
        List<Finding> findings = new ArrayList<>();
        if (!given) {
            if (wanted) {
                findings.add(notGiven(checked, wish));
            }
            return new Decision(false, List.of(), "", findings);
        }
        List<UUID> found = resolve(caller, checked, findings);
        String grants = new GrantCheck(caller, checked, findings).grants();
        return new Decision(true, found, grants, findings);
    }

    /** Whether a manifest asks for secrets or a token. */
    static boolean asks(Manifest manifest) {
        return !manifest.secrets().isEmpty() || !manifest.oauth().isEmpty();
    }

    private static Finding notGiven(CheckedManifest checked, GiveSecrets wish) {
        String path = checked.manifest().secrets().isEmpty() ? "oauth" : "secrets";
        return checked.places()
                .finding(
                        Severity.WARNING,
                        Problem.NOT_GIVEN,
                        path,
                        "Key `%s` gives nothing: %s"
                                .formatted(
                                        path,
                                        wish == GiveSecrets.NO
                                                ? "the job is submitted without secrets"
                                                : "your token has no `%s`, so the job is submitted without secrets"
                                                        .formatted(Permissions.SECRETS_READ)));
    }

    /** Empty when there is an error, which is noted. */
    private List<UUID> resolve(Caller caller, CheckedManifest checked, List<Finding> findings) {
        List<String> named = checked.manifest().secrets();
        if (named.isEmpty()) {
            return List.of();
        }
        if (named.size() > MOST_SECRETS) {
            findings.add(at(
                    checked,
                    MOST_SECRETS,
                    Problem.VALUE_ILLEGAL,
                    "Key `secrets` names %d secrets; at most %d are allowed".formatted(named.size(), MOST_SECRETS)));
            return List.of();
        }
        List<SecretSize> own = secrets.sizes(
                caller.userId(),
                named.stream().flatMap(text -> SecretName.uuid(text).stream()).toList(),
                named);
        Map<UUID, Integer> found = new LinkedHashMap<>();
        for (int i = 0; i < named.size(); i++) {
            Optional<UUID> secret = find(named.get(i), own);
            if (secret.isEmpty()) {
                findings.add(at(checked, i, Problem.SECRET_UNKNOWN, unknown(caller, named.get(i))));
            } else if (found.putIfAbsent(secret.get(), i) != null) {
                findings.add(at(
                        checked,
                        i,
                        Problem.SECRET_DUPLICATE,
                        "Secret %s stands here a second time; `secrets[%d]` is the same"
                                .formatted(shown(named.get(i)), found.get(secret.get()))));
            }
        }
        requireSmall(own, checked, findings);
        return List.copyOf(found.keySet());
    }

    private static Optional<UUID> find(String text, List<SecretSize> own) {
        Optional<UUID> uuid = SecretName.uuid(text);
        return own.stream()
                .filter(secret -> uuid.map(secret.uuid()::equals)
                        .orElseGet(() -> secret.name().equals(text)))
                .map(SecretSize::uuid)
                .findFirst();
    }

    private String unknown(Caller caller, String text) {
        if (SecretName.uuid(text).isPresent()) {
            return "Secret %s: you have none of this uuid".formatted(shown(text));
        }
        return "Secret %s: you have none of this name%s"
                .formatted(
                        shown(text),
                        NearestKey.of(text, secrets.names(caller.userId()))
                                .map("; did you mean `%s`?"::formatted)
                                .orElse(""));
    }

    private static void requireSmall(List<SecretSize> own, CheckedManifest checked, List<Finding> findings) {
        int bytes = own.stream()
                .mapToInt(secret -> secret.length() - Seal.EXTRA_BYTES)
                .sum();
        if (bytes > MOST_BYTES) {
            findings.add(checked.places()
                    .finding(
                            Severity.ERROR,
                            Problem.VALUE_ILLEGAL,
                            "secrets",
                            "Key `secrets` names secrets of together %d bytes; at most %d are allowed"
                                    .formatted(bytes, MOST_BYTES)));
        }
    }

    private static String shown(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= MOST_SHOWN
                ? "`" + text + "`"
                : "`" + text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "…`";
    }

    private static Finding at(CheckedManifest checked, int index, Problem problem, String sentence) {
        return checked.places().finding(Severity.ERROR, problem, "secrets[" + index + "]", sentence);
    }
}
