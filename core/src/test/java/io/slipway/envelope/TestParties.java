// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A master and the runners that it knows, with real keys in a folder of their own. */
public final class TestParties implements Senders {
    private final Path folder;
    private final SigningKey master;
    private final OpeningKeys opening;
    private final Map<String, RunnerKeys> runners = new ConcurrentHashMap<>();

    /** @param folder holds the keys; those that are there already are taken */
    public TestParties(Path folder) {
        this.folder = folder;
        this.master = SigningKey.open(folder.resolve("master.json"));
        this.opening = OpeningKeys.open(folder.resolve("master-opening.json"));
    }

    /** In a folder of its own. */
    public static TestParties make() {
        try {
            return new TestParties(
                    Files.createTempDirectory(Files.createDirectories(Path.of("target", "parties")), "keys"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SigningKey master() {
        return master;
    }

    /** What runners seal their events to. */
    public OpeningKeys opening() {
        return opening;
    }

    /** The keys of a runner, which the master knows from then on. */
    public RunnerKeys runner(String name) {
        return runners.computeIfAbsent(name, made -> RunnerKeys.open(folder.resolve(made.replace(':', '-'))));
    }

    /** An inbox as the master writes it and the runner reads it. */
    public Envelope inbox(String runner) {
        RunnerKeys keys = runner(runner);
        return both(
                new OrderSealer(master, keys.opening().publicHalf()),
                new OrderOpener(master.publicHalf(), keys.opening()));
    }

    /** The events as one runner writes them and the master reads them. */
    public Envelope events(String runner) {
        return events(runner, runner(runner).signing());
    }

    /** The events as somebody writes them who has that key, in a runner's name, and the master reads them. */
    public Envelope events(String runner, SigningKey key) {
        return both(new EventSigner(runner, key, opening.newest()), new EventVerifier(this, opening));
    }

    /** Closes as one side does and opens as another. */
    public static Envelope both(Envelope closing, Envelope opening) {
        return new Envelope() {
            @Override
            public Map<String, String> close(String stream, String text) {
                return closing.close(stream, text);
            }

            @Override
            public Opened open(String stream, Map<String, String> fields) {
                return opening.open(stream, fields);
            }
        };
    }

    @Override
    public void require(String runner, String signed, String signature, boolean sealed) {
        RunnerKeys known = runners.get(runner);
        if (known == null) {
            throw new RefusedException(Problem.SENDER_UNKNOWN, runner, "nobody knows `%s`".formatted(runner));
        }
        if (!known.signing().publicHalf().fits(signed, signature)) {
            throw new RefusedException(Problem.MESSAGE_FORGED, runner, "not signed by `%s`".formatted(runner));
        }
    }
}
