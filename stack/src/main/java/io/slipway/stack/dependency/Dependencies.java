// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack.dependency;

import io.slipway.stack.dependency.MavenFolder.Newest;
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
                Component newer = asked(component).component();
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
            Newest newest = latest(component);
            lines.add(String.join(
                    ",",
                    component.name(),
                    component.version(),
                    newest.component().version(),
                    newest.updated().toString(),
                    today.toString()));
        }
        return lines;
    }

    /** What we have, when it is young or nothing newer is there; else the newest, by its own date or, without one, by the repository's. */
    private Newest latest(Component component) throws IOException {
        Optional<LocalDate> made = maven.madeOn(component);
        if (isYoung(made)) {
            return new Newest(component, made.orElseThrow());
        }
        Newest asked = asked(component);
        if (asked.component().equals(component)) {
            return new Newest(
                    component,
                    made.orElseThrow(
                            () -> new IOException("Looking up `%s`: it was not fetched".formatted(component))));
        }
        return new Newest(asked.component(), maven.madeOn(asked.component()).orElse(asked.updated()));
    }

    private Newest asked(Component component) throws IOException {
        return maven.newest(component)
                .orElseThrow(() -> new IOException(
                        "Looking up `%s`: the repository was not asked for its versions".formatted(component.name())));
    }

    private boolean isYoung(Optional<LocalDate> date) {
        return date.filter(made -> made.isAfter(today.minusYears(YEARS)) && !made.isAfter(today))
                .isPresent();
    }
}
