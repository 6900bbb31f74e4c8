// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Repositories to clone. Git: {@code project.git}, of which {@code v1} is a tag, {@code other} a branch and {@code main} the default branch; its
 * submodule {@code lib} is {@code lib.git}, of which {@code v1} wants an older commit than {@code main}; the submodule {@code deep} of that is {@code
 * deep.git}. Mercurial: {@code hgproject}, of which {@code v1} is a tag.
 */
public final class Repositories {
    private final Path folder;
    private final String firstCommit;

    /** Makes them. @param folder that has nothing in it */
    public Repositories(Path folder) {
        this.folder = folder;
        git("init", "-q", "--bare", "-b", "main", "deep.git");
        git("init", "-q", "--bare", "-b", "main", "lib.git");
        git("init", "-q", "--bare", "-b", "main", "project.git");
        Path deep = work("deep");
        commit(deep, "file", "deep one");
        Path lib = work("lib");
        Host.run(lib, "git", "-c", "protocol.file.allow=always", "submodule", "-q", "add", "../deep.git", "deep");
        commit(lib, "file", "lib one");
        Path project = work("project");
        Host.run(project, "git", "-c", "protocol.file.allow=always", "submodule", "-q", "add", "../lib.git", "lib");
        firstCommit = commit(project, "file", "project one");
        Host.run(project, "git", "tag", "v1");
        Host.run(project, "git", "switch", "-q", "-c", "other");
        commit(project, "file", "project other");
        Host.run(project, "git", "switch", "-q", "main");
        commit(lib, "file", "lib two");
        Host.run(project.resolve("lib"), "git", "pull", "-q");
        commit(project, "file", "project two");
        Host.run(project, "git", "push", "-q", "origin", "main", "other", "v1");
        makeHg();
    }

    private void makeHg() {
        Host.run(folder, "hg", "init", "hgproject");
        Path project = hgProject();
        write(project.resolve("file"), "hg one");
        Host.run(project, "hg", "commit", "-A", "-m", "one");
        Host.run(project, "hg", "tag", "v1");
        write(project.resolve("file"), "hg two");
        Host.run(project, "hg", "commit", "-m", "two");
    }

    private Path work(String name) {
        git("clone", "-q", folder.resolve(name + ".git").toString(), "work-" + name);
        Path work = folder.resolve("work-" + name);
        Host.run(work, "git", "config", "submodule.recurse", "false");
        return work;
    }

    private static String commit(Path work, String file, String text) {
        write(work.resolve(file), text);
        Host.run(work, "git", "add", "-A");
        Host.run(work, "git", "commit", "-q", "-m", text);
        Host.run(work, "git", "push", "-q", "origin", "HEAD");
        return Host.run(work, "git", "rev-parse", "HEAD");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void git(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "git";
        System.arraycopy(words, 0, command, 1, words.length);
        Host.run(folder, command);
    }

    public Path folder() {
        return folder;
    }

    public Path hgProject() {
        return folder.resolve("hgproject");
    }

    /** The first commit of {@code project.git}, the one of tag {@code v1}. */
    public String firstCommit() {
        return firstCommit;
    }
}
