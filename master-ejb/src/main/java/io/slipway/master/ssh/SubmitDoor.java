// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ssh;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Users;
import io.slipway.master.limit.ClientNetwork;
import io.slipway.master.limit.Limit;
import io.slipway.master.limit.Tries;
import io.slipway.master.ssh.SubmitCommand.Receipt;
import io.slipway.master.store.SshKeyStore;
import io.slipway.master.store.StoreException;
import io.slipway.master.store.Transaction;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.SubmitJob;
import io.slipway.master.submit.Submitted;
import io.slipway.ssh.CommandServer;
import io.slipway.ssh.CommandServer.Visitors;
import io.slipway.ssh.SshSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The master's ssh server: users log in with the keys of their accounts, and submit. Makes its own transactions, one to ask for a key and
 * one for each job.
 */
public final class SubmitDoor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SubmitDoor.class.getName());

    /** Whoever has sent no manifest by then has forgotten it. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final SshSettings settings;
    private final URI origin;
    private final KeyLogin logins;
    private final SubmitJob submit;
    private final Transaction transaction;
    private final Tries tries;
    private final CommandServer server;

    /** @param origin the address of the console, without slash at the end */
    public SubmitDoor(
            DoorSettings settings,
            URI origin,
            SshKeyStore keys,
            Users users,
            SubmitJob submit,
            Transaction transaction,
            Tries tries,
            Clock clock) {
        this.settings = settings.ssh();
        this.origin = origin;
        this.logins = new KeyLogin(keys, users, clock);
        this.submit = submit;
        this.transaction = transaction;
        this.tries = tries;
        Visitors visitors = new Visitors(this::knows, line -> new SubmitCommand(this::take, line, null), SILENCE);
        this.server = new CommandServer(settings.ssh(), settings.hostKey(), visitors);
    }

    /** Listens from now on, if the settings say so. */
    public void open() {
        server.open();
    }

    /** What a person types to submit a manifest; empty when there is no ssh server. */
    public Optional<String> command() {
        if (!settings.isOn()) {
            return Optional.empty();
        }
        int colon = settings.name().lastIndexOf(':');
        return Optional.of("ssh -p %s builds@%s submit"
                .formatted(settings.name().substring(colon + 1), settings.name().substring(0, colon)));
    }

    private boolean knows(PublicKey key, InetAddress from) {
        try {
            return within(() -> logins.caller(key)) != null;
        } catch (ProblemException e) {
            LOG.log(
                    level(e),
                    "Refused a login by ssh: {0} ({1})",
                    e.getMessage(),
                    e.problem().code());
            if (e.problem() == Problem.CREDENTIALS_WRONG) {
                tries.take(
                        Limit.SSH_KEY,
                        ClientNetwork.of(from).text(),
                        "Logging in by ssh with a key that no account has");
            }
            return false;
        }
    }

    private Receipt take(PublicKey key, SubmitOptions options, String manifest) {
        Submitted submitted = within(() -> {
            Caller caller = logins.enter(key);
            return submit.submit(
                    caller, new Submission(manifest, options.note(), options.tags(), true, options.visibility()));
        });
        List<String> addresses = submitted.jobs().stream()
                .map(job -> "%s/~%s/job/%s".formatted(origin, job.owner(), job.id()))
                .toList();
        return new Receipt(addresses, submitted.warnings());
    }

    /** What the database, or a defect of ours, breaks is told as a problem: whoever is at the other end has no other way to learn of it. */
    private <T> T within(Supplier<T> work) {
        try {
            return transaction.separate(work);
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) {
            throw StoreException.behind(e)
                    .map(ProblemException.class::cast)
                    .orElseGet(() -> new ProblemException(
                            Problem.DEFECT,
                            "Submitting by ssh: a defect of ours, which the log of the master tells",
                            e));
        }
    }

    private static Level level(ProblemException e) {
        return switch (e.problem().family()) {
            case USER -> Level.DEBUG;
            case OURS, INTERRUPTION -> Level.WARNING;
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
