// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.AuditedDoors;
import io.slipway.master.ejb.ContainerTransaction;
import jakarta.ejb.Stateless;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every method that console and API can call either leaves a line in the audit log, or stands here as one that needs none: it reads what the
 * caller may read, or does what everybody does to the own jobs all day.
 */
class PrivilegeTest {
    private static final Set<String> WITHOUT_A_LINE = Set.of(
            // Read.
            "AccountAdministration.find",
            "AccountAdministration.list",
            "Accounts.byName",
            "Accounts.bySession",
            "Accounts.byToken",
            "Accounts.network",
            "Accounts.sessions",
            "Accounts.sshKeys",
            "Accounts.tokens",
            "Artifacts.open",
            "Audit.list",
            "Caches.find",
            "Caches.list",
            "Deliveries.of",
            "Deliveries.webhookKey",
            "Executions.find",
            "Executions.list",
            "Executions.runners",
            "Groups.find",
            "Groups.ofJob",
            "Groups.triggers",
            "Graph.artifacts",
            "Graph.cursorKey",
            "Graph.groups",
            "Graph.instance",
            "Graph.jobs",
            "Graph.jobsOf",
            "Graph.manifests",
            "Graph.profiles",
            "Graph.profilesByName",
            "Graph.tails",
            "JobLists.lastResult",
            "JobLists.list",
            "JobLists.origin",
            "Jobs.check",
            "Jobs.find",
            "Jobs.list",
            "Jobs.mayHaveSecrets",
            "Jobs.offeredImages",
            "Jobs.sshCommand",
            "Jobs.tests",
            "Jobs.waiting",
            "KeyRotations.openingKey",
            "KeyRotations.secretsKey",
            "KeyRotations.signingKey",
            "Logs.read",
            "Logs.watch",
            "OwnAccounts.identities",
            "OwnAccounts.openId",
            "OwnAccounts.profile",
            "Runners.acl",
            "Runners.list",
            "Runners.notices",
            "Runners.sealing",
            "Schedules.find",
            "Schedules.list",
            "Schedules.next",
            "Secrets.find",
            "Secrets.list",
            "Secrets.ofJobs",
            "TwoSteps.begin",
            "TwoSteps.begun",
            "TwoSteps.state",
            "Webhooks.deliveries",
            "Webhooks.find",
            "Webhooks.list",
            // Told by the door itself, or counted.
            "Accounts.enter",
            "Accounts.login",
            "Accounts.pass",
            "Accounts.refused",
            "Accounts.refusedOpenId",
            // A runner's, for its attempt.
            "Artifacts.keep",
            "Artifacts.place",
            "Artifacts.receive",
            // One's own work.
            "Caches.remove",
            "Caches.save",
            "Groups.create",
            "Jobs.resubmit",
            "Jobs.submit",
            "Schedules.run",
            // Called by the application as it starts.
            "Webhooks.writeBy");

    private static final JavaClasses MASTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.slipway.master");

    @Test
    void methodWithoutALineIsKnownToNeedNone() {
        Set<String> silent = methods()
                .filter(method -> !leavesALine(method))
                .map(PrivilegeTest::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(silent).isSubsetOf(WITHOUT_A_LINE);
    }

    @Test
    void listHoldsNothingThatThereIsNotOrThatLeavesALine() {
        Set<String> silent = methods()
                .filter(method -> !leavesALine(method))
                .map(PrivilegeTest::name)
                .collect(Collectors.toSet());

        assertThat(new TreeSet<>(WITHOUT_A_LINE)).isSubsetOf(silent);
    }

    @Test
    void everyActIsWrittenDownSomewhere() {
        Set<String> used = MASTER.get(Act.class).getFieldAccessesToSelf().stream()
                .filter(access -> !access.getOriginOwner().isEquivalentTo(Act.class))
                .map(JavaFieldAccess::getTarget)
                .map(target -> target.getName())
                .collect(Collectors.toSet());

        assertThat(used).containsAll(Stream.of(Act.values()).map(Enum::name).toList());
    }

    private static Stream<JavaMethod> methods() {
        return MASTER.stream()
                .filter(type ->
                        type.isAnnotatedWith(Stateless.class) && !type.isEquivalentTo(ContainerTransaction.class))
                .map(JavaClass::getMethods)
                .flatMap(Collection::stream)
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    /** Writing refusals down is no line of what is done: the use case must write that down itself. */
    private static boolean leavesALine(JavaMethod method) {
        return writes(method)
                || calls(method, AuditTrail.class, Set.of("refusals"))
                        && called(method).anyMatch(useCase -> writesItself(useCase, new HashSet<>()));
    }

    /** Whether a method, or another of its class that it calls, writes a line. */
    private static boolean writesItself(JavaMethod method, Set<JavaMethod> seen) {
        return seen.add(method)
                && (writes(method)
                        || called(method)
                                .filter(other -> other.getOwner().equals(method.getOwner()))
                                .anyMatch(other -> writesItself(other, seen)));
    }

    private static boolean writes(JavaMethod method) {
        return calls(method, AuditTrail.class, Set.of("act", "onJob", "onGroup", "done"))
                || calls(method, AuditedDoors.class, Set.of("came", "changed"));
    }

    private static boolean calls(JavaMethod method, Class<?> owner, Set<String> names) {
        return method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(owner) && names.contains(call.getName()));
    }

    private static Stream<JavaMethod> called(JavaMethod method) {
        return method.getMethodCallsFromSelf().stream()
                .flatMap(call -> call.getTarget().resolveMember().stream())
                .filter(target -> !target.getOwner().isEquivalentTo(AuditTrail.class));
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }
}
