// SPDX-License-Identifier: Apache-2.0
package io.slipway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the code against the import table of the architecture page. */
class ImportTableTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final ImportTable TABLE = ImportTable.read(ROOT.resolve("src/site/markdown/architecture.md"));

    private static JavaClasses classes;

    @BeforeAll
    static void importEveryModule() {
        List<Path> folders = Stream.of("core", "master-ejb", "master-web", "runner-batch", "stack", "bench")
                .map(module -> ROOT.resolve(module).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        classes = new ClassFileImporter().importPaths(folders);
    }

    @Test
    void theTableAndTheClassesAreThere() {
        assertThat(TABLE.isEmpty()).isFalse();
        assertThat(classes.size()).isGreaterThan(50);
    }

    @Test
    void everyPackageHasARow() {
        TreeSet<String> without = new TreeSet<>();
        for (JavaClass type : classes) {
            if (TABLE.row(type.getPackageName()).isEmpty()) {
                without.add(type.getPackageName());
            }
        }

        assertThat(without).as("packages without a row in architecture.md").isEmpty();
    }

    @Test
    void noPackageImportsWhatItsRowDoesNotName() {
        TreeSet<String> broken = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (!TABLE.row(type.getPackageName()).isEmpty() && !TABLE.allows(type.getPackageName(), to)) {
                    broken.add(TABLE.row(type.getPackageName()) + " -> " + to + " (" + type.getSimpleName() + ")");
                }
            }
        }

        assertThat(broken).as("imports that architecture.md does not allow").isEmpty();
    }
}
