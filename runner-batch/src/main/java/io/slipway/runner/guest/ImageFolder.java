// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.image.OfferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of images: {@code DISTRO[/RELEASE]/functions} and {@code …/ARCH/root.img.qcow2}; links are aliases. */
public final class ImageFolder {
    private static final int DEPTH = 3;
    private static final Pattern DEFAULT_ARCH = Pattern.compile("(?m)^\\s*default_arch=[\"']?([A-Za-z0-9_-]+)");

    private final Path folder;

    public ImageFolder(Path folder) {
        this.folder = folder;
    }

    /** Every image that has a root image and can be booted. */
    public List<OfferedImage> offered() {
        List<OfferedImage> offered = new ArrayList<>();
        collect(folder, "", offered);
        return offered;
    }

    private void collect(Path place, String name, List<OfferedImage> into) {
        if (!name.isEmpty() && ImageName.isLegal(name) && Files.isRegularFile(place.resolve("functions"))) {
            List<Arch> arches = folders(place).stream()
                    .filter(arch -> Files.isRegularFile(arch.resolve("root.img.qcow2")))
                    .map(arch -> arch.getFileName().toString())
                    .filter(Arch::isLegal)
                    .map(Arch::new)
                    .toList();
            if (!arches.isEmpty()) {
                into.add(new OfferedImage(new ImageName(name), defaultArch(place, arches), arches));
            }
        }
        if (name.chars().filter(character -> character == '/').count() < DEPTH - 1) {
            for (Path below : folders(place)) {
                String last = below.getFileName().toString();
                collect(below, name.isEmpty() ? last : name + "/" + last, into);
            }
        }
    }

    private static Arch defaultArch(Path image, List<Arch> arches) {
        try {
            Matcher found = DEFAULT_ARCH.matcher(Files.readString(image.resolve("functions")));
            return found.find() ? new Arch(found.group(1)) : arches.get(0);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Reading the functions of `%s`: %s".formatted(image, e), e);
        }
    }

    private static List<Path> folders(Path place) {
        try (Stream<Path> below = Files.list(place)) {
            return below.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
