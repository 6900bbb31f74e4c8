// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program behind {@code ./slipway dependencies}. {@code old} prints the components of which nothing that was fetched shows that they had a
 * release within two years, {@code newest} what to fetch of these once Maven has asked for their versions, and {@code table} the table of all.
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

    /** @param arguments {@code old}, {@code newest} or {@code table}; the bill of materials; Maven's folder */
    public static void main(String[] arguments) throws IOException {
        Dependencies dependencies =
                new Dependencies(new MavenFolder(Path.of(arguments[2])), LocalDate.now(ZoneOffset.UTC));
        BillOfMaterials bill = BillOfMaterials.read(Path.of(arguments[1]));
        List<String> lines = switch (arguments[0]) {
            case "old" -> dependencies.old(bill);
            case "newest" -> dependencies.newest(bill);
            case "table" -> dependencies.table(bill);
            default ->
                throw new IllegalArgumentException(
                        "`%s`: `old`, `newest` and `table` are allowed".formatted(arguments[0]));
        };
        lines.forEach(System.out::println);
    }

    List<String> old(BillOfMaterials bill) throws IOException {
        List<String> old = new ArrayList<>();
        for (Component component : bill.components()) {
            if (!isYoung(maven.madeOn(component))) {
                old.add(component.toString());
            }
        }
        return old;
    }

    /** The newest versions of those that are old, where it is another than we have. */
    List<String> newest(BillOfMaterials bill) throws IOException {
        List<String> newest = new ArrayList<>();
        for (Component component : bill.components()) {
            if (!isYoung(maven.madeOn(component))) {
                Component newer = asked(component);
                if (!newer.equals(component)) {
                    newest.add(newer.toString());
                }
            }
        }
        return newest;
    }

    /** For each component the newest release that is known; nobody was asked about one of which what we have is young. */
    List<String> table(BillOfMaterials bill) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        for (Component component : bill.components()) {
            Component newest = isYoung(maven.madeOn(component)) ? component : asked(component);
            LocalDate made = maven.madeOn(newest)
                    .orElseThrow(() -> new IOException("Looking up `%s`: it was not fetched".formatted(newest)));
            lines.add(String.join(
                    ",", component.name(), component.version(), newest.version(), made.toString(), today.toString()));
        }
        return lines;
    }

    private Component asked(Component component) throws IOException {
        return maven.newest(component)
                .orElseThrow(() -> new IOException(
                        "Looking up `%s`: the repository was not asked for its versions".formatted(component.name())));
    }

    private boolean isYoung(Optional<LocalDate> date) {
        return date.filter(made -> made.isAfter(today.minusYears(YEARS)) && !made.isAfter(today))
                .isPresent();
    }
}
