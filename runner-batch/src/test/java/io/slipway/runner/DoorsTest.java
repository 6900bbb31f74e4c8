// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** By which ways a runner can be reached from outside. */
class DoorsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

    /** Defect 6 of the original: whoever reached a runner by HTTP cancelled its jobs and read their manifests and logs. */
    @Test
    void runnerAnswersNothingByHttp() throws IOException {
        assertThat(CLASSES.size()).isGreaterThan(50);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "jakarta.servlet..",
                                "jakarta.ws.rs..",
                                "jakarta.websocket..",
                                "jakarta.faces..",
                                "jakarta.jws..",
                                "com.sun.net.httpserver..")
                        .and(not(belongToAnyOf(
                                ServletContextListener.class, ServletContextEvent.class, WebListener.class))))
                .check(CLASSES);
        assertThat(filesOfTheApplication()).allMatch(file -> file.startsWith("WEB-INF/"));
    }

    private static List<String> filesOfTheApplication() throws IOException {
        Path root = Path.of("src/main/webapp");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }
}
