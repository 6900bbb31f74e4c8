// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import io.slipway.stack.dependency.MavenFolder.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program behind {@code ./slipway dependencies}. {@code old} prints the components whose own jar does not show that there was a release
 * within two years, {@code table} the table of all.
 */
public final class Dependencies {
    static final String HEAD = "dependency,version,newest,released,looked up";
    private static final int YEARS = 2;

    private final MavenFolder maven;
    private final LocalDate today;

    Dependencies(MavenFolder maven, LocalDate today) {
        this.maven = maven;
        this.today = today;
    }

    /** @param arguments {@code old} or {@code table}, the bill of materials, Maven's folder */
    public static void main(String[] arguments) throws IOException {
        Dependencies dependencies =
                new Dependencies(new MavenFolder(Path.of(arguments[2])), LocalDate.now(ZoneOffset.UTC));
        BillOfMaterials bill = BillOfMaterials.read(Path.of(arguments[1]));
        List<String> lines = arguments[0].equals("old") ? dependencies.old(bill) : dependencies.table(bill);
        lines.forEach(System.out::println);
    }

    /** For which the repository must be asked. */
    List<String> old(BillOfMaterials bill) throws IOException {
        List<String> old = new ArrayList<>();
        for (Component component : bill.components()) {
            if (!isYoung(maven.madeOn(component))) {
                old.add(component.toString());
            }
        }
        return old;
    }

    /** For each component the newest release that is known; nobody was asked about one whose own jar is young. */
    List<String> table(BillOfMaterials bill) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        for (Component component : bill.components()) {
            Release release = release(component);
            lines.add(String.join(
                    ",",
                    component.name(),
                    component.version(),
                    release.version(),
                    release.date().toString(),
                    today.toString()));
        }
        return lines;
    }

    private Release release(Component component) throws IOException {
        Optional<LocalDate> made = maven.madeOn(component);
        if (isYoung(made)) {
            return new Release(component.version(), made.orElseThrow());
        }
        return maven.newest(component)
                .orElseThrow(() -> new IOException(
                        "Looking up `%s`: the repository was not asked for its versions".formatted(component.name())));
    }

    private boolean isYoung(Optional<LocalDate> date) {
        return date.filter(made -> made.isAfter(today.minusYears(YEARS)) && !made.isAfter(today))
                .isPresent();
    }
}
