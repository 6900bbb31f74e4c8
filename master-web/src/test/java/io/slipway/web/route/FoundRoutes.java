// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.slipway.web.api.ApiApplication;
import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of the application answers to addresses, found in the application itself. */
final class FoundRoutes {
    private static final java.nio.file.Path WEBAPP = java.nio.file.Path.of("src/main/webapp");

    private FoundRoutes() {}

    static Set<String> console() {
        return new TreeSet<>(Routes.addresses());
    }

    /** Pages by the names of their files, by which they can be asked for too. */
    static Set<String> files() {
        try (Stream<java.nio.file.Path> files = Files.walk(WEBAPP)) {
            return files.map(WEBAPP::relativize)
                    .map(file -> "/" + file)
                    .filter(file -> file.endsWith(".xhtml") && !file.startsWith("/WEB-INF/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Verb and path of every method of every resource. */
    static Set<String> rest() {
        String root = ApiApplication.class.getAnnotation(ApplicationPath.class).value();
        return new ApiApplication()
                .getClasses().stream()
                        .filter(type -> type.isAnnotationPresent(Path.class))
                        .flatMap(type -> Stream.of(type.getMethods())
                                .flatMap(method -> verbs(method)
                                        .map(verb -> "%s %s%s%s"
                                                .formatted(
                                                        verb,
                                                        root,
                                                        type.getAnnotation(Path.class)
                                                                .value(),
                                                        below(method)))))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value);
    }

    private static String below(Method method) {
        return method.isAnnotationPresent(Path.class)
                ? method.getAnnotation(Path.class).value()
                : "";
    }

    static Set<String> servlets() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.slipway.web")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(WebServlet.class))
                        .flatMap(FoundRoutes::patterns)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> patterns(JavaClass type) {
        WebServlet servlet = type.getAnnotationOfType(WebServlet.class);
        return Stream.concat(Arrays.stream(servlet.value()), Arrays.stream(servlet.urlPatterns()));
    }
}
