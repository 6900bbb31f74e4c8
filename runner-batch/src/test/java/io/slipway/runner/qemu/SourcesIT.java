// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.log.LogName;
import io.slipway.runner.fake.Told;
import io.slipway.runner.qemu.RealGuests.Job;
import io.slipway.runner.source.HttpServers;
import io.slipway.runner.source.Repositories;
import io.slipway.runner.source.SshGate;
import io.slipway.secret.Secret;
import io.slipway.secret.SecretContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.UUID;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Guests that clone sources of every form, from servers of this machine, which they may reach. */
@ExtendWith(RealGuests.Shared.class)
class SourcesIT {
    private static final String HERE = RealGuests.here().getHostAddress();

    @TempDir
    private static Path folder;

    private static Repositories repositories;
    private static HttpServers http;
    private static SshGate ssh;
    private static Secret key;

    private final RealGuests guests;

    SourcesIT(RealGuests guests) {
        this.guests = guests;
    }

    @BeforeAll
    static void startServers() throws Exception {
        repositories = new Repositories(Files.createDirectory(folder.resolve("repositories")));
        http = new HttpServers(repositories, RealGuests.here());
        Process keygen = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        folder.resolve("key").toString())
                .inheritIO()
                .start();
        assertThat(keygen.waitFor()).isZero();
        PublicKey allowed = AuthorizedKeyEntry.parseAuthorizedKeyEntry(Files.readString(folder.resolve("key.pub")))
                .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        ssh = new SshGate(allowed, folder, RealGuests.here());
        key = new Secret.SshKey(
                UUID.randomUUID(), "deploy", new SecretContent(Files.readAllBytes(folder.resolve("key"))));
    }

    @AfterAll
    static void stopServers() {
        ssh.close();
        http.close();
    }

    @Test
    void everyFormOfSourceIsClonedAtItsRevisionWithItsSubmodules() {
        guests.startWarm(RealGuests.HOST_ACCESS);
        String place = repositories.folder().toString();

        Job job = guests.awaitSuccess(guests.order(
                """
                image: %1$s
                secrets: [deploy]
                sources:
                  - http://%7$s:%2$d/project.git
                  - tagged::git+http://%7$s:%2$d/project.git#v1
                  - git+ssh://git@%7$s:%4$d%5$s/lib.git
                  - branch::ssh://git@%7$s:%4$d%5$s/project.git#other
                  - commit::git+ssh://git@%7$s:%4$d%5$s/project.git#%6$s
                  - hg+http://%7$s:%3$d/hgproject
                  - by-ssh::hg+ssh://hg@%7$s:%4$d/%5$s/hgproject#v1
                tasks:
                  - show: |
                      set +x
                      for folder in project tagged lib branch commit hgproject by-ssh; do
                        echo "$folder: $(cat $folder/file)"
                      done
                      for folder in project tagged branch commit; do
                        echo "$folder/lib: $(cat $folder/lib/file), $(cat $folder/lib/deep/file)"
                      done
                      git -C project status --short
                      echo "commit: $(git -C commit rev-parse HEAD)"
                      echo "branch: $(git -C branch branch --show-current)"
                """.formatted(
                                RealGuests.IMAGE,
                                http.gitPort(),
                                http.hgPort(),
                                ssh.port(),
                                place,
                                repositories.firstCommit(),
                                HERE),
                List.of(key),
                null));

        assertThat(job.log("show").lines().map(String::strip).filter(line -> !line.startsWith("+")))
                .containsExactly(
                        "project: project two",
                        "tagged: project one",
                        "lib: lib two",
                        "branch: project other",
                        "commit: project one",
                        "hgproject: hg two",
                        "by-ssh: hg one",
                        "project/lib: lib two, deep one",
                        "tagged/lib: lib one, deep one",
                        "branch/lib: lib one, deep one",
                        "commit/lib: lib one, deep one",
                        "commit: " + repositories.firstCommit(),
                        "branch: other");
        assertThat(ssh.commands())
                .contains("git-upload-pack '%s/project.git'".formatted(place))
                .contains("git-upload-pack '%s/deep.git'".formatted(place))
                .anyMatch(command -> command.startsWith("hg "));
    }

    @Test
    void aSourceThatAsksForAKeyNobodyGaveFailsTheJobAndSaysWhatToDo() {
        guests.startWarm(RealGuests.HOST_ACCESS);

        AttemptRef attempt = guests.order("""
                image: %s
                sources: ['git+ssh://git@%s:%d%s/lib.git']
                tasks: [{never: 'true'}]
                """.formatted(RealGuests.IMAGE, HERE, ssh.port(), repositories.folder()));
        Outcome outcome = guests.awaitFailure(attempt);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.StepFailed.class, failed -> {
            assertThat(failed.problem()).isEqualTo(Problem.SOURCE_FAILED);
            assertThat(failed.phase()).isEqualTo(Phase.PREPARE);
        });
        assertThat(new Told(guests.events(attempt)).text(LogName.SETUP))
                .contains("Permission denied")
                .contains("If it is private, the job needs an ssh key among its `secrets`");
    }
}
