// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static java.util.Objects.requireNonNull;

import io.slipway.cache.CacheName;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.task.Task;
import io.slipway.trigger.Trigger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A manifest that passed every check: what a user asks to be run.
 *
 * @param image what the guest is made of
 * @param arch {@link Arch#DEFAULT} when the manifest names none
 * @param packages names for the image's package manager, in the manifest's order
 * @param repositories package repositories by name, in the manifest's order; the value's form is the image's own
 * @param sources what to clone, in the manifest's order
 * @param environment variables of every task, in the manifest's order
 * @param secrets names or uuids of secrets
 * @param tasks in the order to run; empty only when {@code shell} is true
 * @param triggers what happens after the job's end
 * @param shell whether the guest stays after success
 * @param artifacts paths and patterns of the guest, relative to the home folder unless absolute; kept after success
 * @param oauth the grants of the job's own token, empty for none
 * @param submitter limits that integrations read before they submit; the job itself ignores them
 * @param reports paths and patterns like {@code artifacts}, kept however the tasks ended, as far as they are there
 * @param caches folders that are kept between jobs, by the name of the cache, in the manifest's order
 */
public record Manifest(
        ImageName image,
        Arch arch,
        List<String> packages,
        Map<String, String> repositories,
        List<Source> sources,
        Map<String, EnvironmentValue> environment,
        List<String> secrets,
        List<Task> tasks,
        List<Trigger> triggers,
        boolean shell,
        List<String> artifacts,
        String oauth,
        Map<String, Submitter> submitter,
        List<String> reports,
        Map<CacheName, List<String>> caches) {
    public Manifest {
        requireNonNull(image, "image");
        requireNonNull(arch, "arch");
        requireNonNull(oauth, "oauth");
        packages = List.copyOf(packages);
        repositories = inOrder(repositories);
        sources = List.copyOf(sources);
        environment = inOrder(environment);
        secrets = List.copyOf(secrets);
        tasks = List.copyOf(tasks);
        triggers = List.copyOf(triggers);
        artifacts = List.copyOf(artifacts);
        submitter = inOrder(submitter);
        reports = List.copyOf(reports);
        caches = inOrder(caches);
        if (tasks.isEmpty() && !shell) {
            throw new IllegalArgumentException("manifest: a task, or `shell: true`, is needed");
        }
        if (tasks.stream().map(Task::name).distinct().count() != tasks.size()) {
            throw new IllegalArgumentException("manifest: two tasks have one name");
        }
    }

    private static <K, V> Map<K, V> inOrder(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
