// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.slipway.master.access.Caller;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** The import table of the master, as rules. */
@AnalyzeClasses(packages = "io.slipway.master", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    final ArchRule only_store_touches_jdbc = noClasses()
            .that(not(resideInAPackage("..master.store..")).and(not(simpleName("MasterLifecycle"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..", "org.flywaydb..");

    @ArchTest
    final ArchRule entities_stay_in_the_store = classes()
            .that()
            .resideInAPackage("..store.entity")
            .should()
            .onlyBeAccessed()
            .byAnyPackage("..master.store..");

    @ArchTest
    final ArchRule the_store_knows_no_use_case = noClasses()
            .that()
            .resideInAPackage("..master.store..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.slipway.master..").and(not(resideInAPackage("..master.store.."))));

    @ArchTest
    final ArchRule only_ejb_knows_the_container = noClasses()
            .that()
            .resideOutsideOfPackages("..master.ejb", "..master.store..")
            .should()
            .dependOnClassesThat(resideInAPackage("jakarta..").and(not(resideInAPackage("jakarta.mail.."))));

    @ArchTest
    final ArchRule only_trigger_sends_mail = noClasses()
            .that()
            .resideOutsideOfPackage("..master.trigger")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.mail..");

    /** What users give as an address is called by one class, which looks where it leads. The object store is the administrator's. */
    @ArchTest
    final ArchRule only_receiver_calls_addresses = noClasses()
            .that()
            .resideOutsideOfPackages("..master.receiver", "..master.object")
            .should()
            .dependOnClassesThat(resideInAPackage("okhttp3..")
                    .or(
                            nameMatching(
                                    "java\\.net\\.(http\\.HttpClient|Socket|URL|URLConnection|HttpURLConnection|DatagramSocket)"))
                    .or(nameMatching("java\\.nio\\.channels\\.(Asynchronous)?(Socket|Datagram)Channel")));

    @ArchTest
    final ArchRule only_core_touches_redis =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.redisson..");

    @ArchTest
    final ArchRule nobody_starts_processes = noClasses()
            .should()
            .dependOnClassesThat(simpleName("ProcessBuilder").or(simpleName("Process")));

    @ArchTest
    final ArchRule master_does_not_know_runner_or_web =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.slipway.runner..", "io.slipway.web..");

    @ArchTest
    final ArchRule stateless_beans_have_no_state = fields().that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Stateless.class)
            .should()
            .beAnnotatedWith(EJB.class)
            .orShould()
            .beAnnotatedWith(jakarta.annotation.Resource.class);

    @ArchTest
    final ArchRule no_field_injection_outside_container_shells = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("..master.ejb")
            .should()
            .beAnnotatedWith(EJB.class)
            .orShould()
            .beAnnotatedWith(jakarta.inject.Inject.class)
            .orShould()
            .beAnnotatedWith(jakarta.annotation.Resource.class);

    @ArchTest
    final ArchRule no_static_mutable_fields =
            fields().that().areStatic().should().beFinal().allowEmptyShould(true);

    @ArchTest
    final ArchRule packages_are_free_of_cycles =
            slices().matching("io.slipway.master.(*)..").should().beFreeOfCycles();

    /** Nobody else decides by the role, so that there is one class to read. */
    @ArchTest
    final ArchRule only_access_asks_for_the_role = noClasses()
            .that()
            .resideOutsideOfPackage("..master.access")
            .should()
            .callMethod(Caller.class, "administrator")
            .orShould()
            .callMethod(Caller.class, "role");

    @ArchTest
    final ArchRule no_generic_exceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    final ArchRule no_standard_streams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    final ArchRule no_java_util_date = noClasses()
            .should()
            .dependOnClassesThat(simpleName("Date").or(simpleName("Calendar")).or(simpleName("SimpleDateFormat")));

    @ArchTest
    final ArchRule no_forbidden_synonyms_in_type_names = noClasses()
            .should()
            .haveSimpleNameContaining("Build")
            .orShould()
            .haveSimpleNameContaining("Worker")
            .orShould()
            .haveSimpleNameContaining("Agent")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util");
}
