// SPDX-License-Identifier: Apache-2.0
package io.slipway.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.slipway.master.access.Caller;
import jakarta.inject.Named;
import java.io.Serializable;

@AnalyzeClasses(packages = "io.slipway.web", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    private final ArchRule webReachesDataOnlyThroughServices = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.slipway.master.store..",
                    "io.slipway.master.message..",
                    "io.slipway.master.dispatch..",
                    "io.slipway.master.settle..",
                    "io.slipway.message..",
                    "java.sql..",
                    "jakarta.persistence..",
                    "org.redisson..");

    @ArchTest
    private final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.slipway.web.(**)").should().beFreeOfCycles();

    @ArchTest
    private final ArchRule facesStaysInThePages = noClasses()
            .that()
            .resideOutsideOfPackage("io.slipway.web.page..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.faces..", "org.primefaces..", "org.omnifaces..");

    @ArchTest
    private final ArchRule restStaysInTheApi = noClasses()
            .that()
            .resideOutsideOfPackage("io.slipway.web.api")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    private final ArchRule backingBeansAreSerializableAndInPagePackages = classes()
            .that()
            .areAnnotatedWith(Named.class)
            .should()
            .implement(Serializable.class)
            .andShould()
            .resideInAPackage("io.slipway.web.page..");

    /** Who may see and do what is decided by {@code Permissions} alone. */
    @ArchTest
    private final ArchRule nobodyHereAsksForTheRole = noClasses().should().callMethod(Caller.class, "administrator");

    @ArchTest
    private final ArchRule noStaticMutableFields =
            noFields().that().areStatic().should().notBeFinal();

    @ArchTest
    private final ArchRule noStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
