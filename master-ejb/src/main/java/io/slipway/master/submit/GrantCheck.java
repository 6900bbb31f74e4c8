// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import io.slipway.error.Problem;
import io.slipway.manifest.CheckedManifest;
import io.slipway.manifest.Finding;
import io.slipway.manifest.Finding.Severity;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.Grant.Access;
import io.slipway.master.access.Grant.Scope;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the token of a job may do: what the manifest asks of this service, and never more than the caller may. */
final class GrantCheck {
    /** What manifests call this service. */
    private static final String SERVICE = "builds.sr.ht";

    private final Caller caller;
    private final CheckedManifest checked;
    private final List<Finding> findings;

    GrantCheck(Caller caller, CheckedManifest checked, List<Finding> findings) {
        this.caller = caller;
        this.checked = checked;
        this.findings = findings;
    }

    /** Joined by blanks; empty for no token. Notes what is wrong. */
    String grants() {
        Set<Grant> grants = new LinkedHashSet<>();
        for (String word : checked.manifest().oauth().split(" ")) {
            if (!word.isEmpty()) {
                read(word).filter(grant -> isHeld(word, grant)).forEach(grants::add);
            }
        }
        return Grant.join(grants.stream()
                .filter(grant -> grants.stream().noneMatch(other -> !other.equals(grant) && other.covers(grant)))
                .toList());
    }

    /** Of {@code service/SCOPE}, {@code :RO} or {@code :RW} behind it; {@code *} means every scope that is of use to a job. */
    private Stream<Grant> read(String word) {
        String service = word.substring(0, word.indexOf('/'));
        String grant = word.substring(word.indexOf('/') + 1);
        if (!service.equals(SERVICE)) {
            note(
                    Severity.WARNING,
                    Problem.NOT_GIVEN,
                    "Grant `%s` gives nothing: grants of `%s` are given here, and no others".formatted(word, SERVICE));
            return Stream.empty();
        }
        try {
            return grant.startsWith("*")
                    ? Arrays.stream(Scope.values())
                            .filter(scope -> scope != Scope.AUDIT)
                            .map(scope -> new Grant(scope, access(grant)))
                    : Stream.of(Grant.of(grant));
        } catch (IllegalArgumentException e) {
            note(
                    Severity.ERROR,
                    Problem.VALUE_ILLEGAL,
                    "Grant `%s`: there is no such scope; %s are allowed"
                            .formatted(word, Arrays.toString(Scope.values())));
            return Stream.empty();
        }
    }

    private static Access access(String grant) {
        return grant.endsWith(":RW") ? Access.RW : Access.RO;
    }

    private boolean isHeld(String word, Grant grant) {
        if (!caller.may(grant)) {
            note(
                    Severity.ERROR,
                    Problem.SCOPE_MISSING,
                    "Grant `%s`: you have no `%s` yourself; a job gets no more than whoever submits it has"
                            .formatted(word, grant));
        }
        return caller.may(grant);
    }

    private void note(Severity severity, Problem problem, String sentence) {
        findings.add(checked.places().finding(severity, problem, "oauth", sentence));
    }
}
