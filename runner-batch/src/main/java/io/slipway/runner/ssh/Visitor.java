// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.ssh;

import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.runner.guest.GuestTerminal;
import io.slipway.runner.guest.GuestTerminal.Window;
import io.slipway.runner.log.LogTail;
import io.slipway.runner.standby.Standby.Visit;
import io.slipway.runner.step.AttemptRun;
import io.slipway.ssh.CommandServer;
import io.slipway.ssh.TerminalLines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;

/**
 * What a person may do at the door: {@code connect JOB [COMMAND]}, which follows the job's log until it has ended and then opens a
 * session in its guest, and {@code tail JOB}, which only follows the log.
 */
final class Visitor extends AbstractCommandSupport {
    private static final System.Logger LOG = System.getLogger(Visitor.class.getName());

    private static final String USAGE = """
            usage: connect JOB [COMMAND...]   follow the job's log, then log in to its guest when it stands by
                   tail JOB                   follow the job's log
            """;
    private static final int FAILED = 1;
    private static final int WRONG_USE = 64;
    private static final int MOST_WORDS = 3;
    private static final int LONGEST_NUMBER = 18;
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;
    private static final long LOOK_MILLIS = 100;

    private final Jobs jobs;
    private final KeyUse use;
    private volatile GuestTerminal terminal;

    /** @param command as the person gave it; empty for a login */
    Visitor(Jobs jobs, KeyUse use, String command) {
        super(command, null);
        this.jobs = jobs;
        this.use = use;
    }

    @Override
    public void run() {
        int code = FAILED;
        try {
            code = perform(getCommand().strip().split(" +", MOST_WORDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProblemException e) {
            say(e.getMessage());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A visitor has gone: {0}", e.getMessage());
        } finally {
            onExit(code);
        }
    }

    private int perform(String[] words) throws IOException, InterruptedException {
        boolean connect = words[0].equals("connect");
        if (!connect && !words[0].equals("tail") || words.length < 2 || !connect && words.length > 2) {
            say(USAGE.stripTrailing());
            return WRONG_USE;
        }
        Optional<AttemptRun> found = number(words[1]).flatMap(jobs::find);
        if (found.isEmpty()) {
            say("No such job here: `%s`. A runner has the jobs that it runs, and those whose guests stand by."
                    .formatted(words[1]));
            return FAILED;
        }
        AttemptRun run = found.get();
        Optional<PublicKey> key = CommandServer.key(getServerSession());
        if (key.isEmpty() || !Jobs.isOwner(run, key.get())) {
            say("You are not permitted to connect to job %s: it is somebody else's.".formatted(words[1]));
            return FAILED;
        }
        use.note(run.attempt(), key.get());
        follow(run, connect);
        return connect ? connect(run, words.length == MOST_WORDS ? words[2] : "") : 0;
    }

    private static Optional<JobId> number(String word) {
        return word.matches("[1-9][0-9]*") && word.length() <= LONGEST_NUMBER
                ? Optional.of(new JobId(Long.parseLong(word)))
                : Optional.empty();
    }

    /** Until the attempt has ended; who wants to connect need not see a log that is over. */
    private void follow(AttemptRun run, boolean thenConnect) throws IOException, InterruptedException {
        JobId job = run.attempt().job();
        if (thenConnect && jobs.running(job).isEmpty()) {
            return;
        }
        LogTail tail = new LogTail(run.logs(), lines(getOutputStream()));
        while (jobs.isRunning(run)) {
            tail.copy();
            Thread.sleep(LOOK_MILLIS);
        }
        tail.copy();
    }

    private int connect(AttemptRun run, String command) throws IOException {
        JobId job = run.attempt().job();
        Optional<Visit> visit = jobs.visit(job);
        if (visit.isEmpty()) {
            say("Job %s has ended, and its guest does not stand by.".formatted(job));
            return FAILED;
        }
        try (Visit inside = visit.get();
                GuestTerminal opened = inside.run().guest().open(request(command))) {
            terminal = opened;
            getEnvironment().addSignalListener((channel, signal) -> resize(opened), Signal.WINCH);
            return opened.await();
        }
    }

    /** The person has hung up. */
    @Override
    public void destroy(ChannelSession channel) throws Exception {
        GuestTerminal opened = terminal;
        if (opened != null) {
            opened.close();
        }
        super.destroy(channel);
    }

    private GuestTerminal.Request request(String command) {
        return new GuestTerminal.Request(command, window(getEnvironment()), getInputStream(), getOutputStream());
    }

    private void resize(GuestTerminal terminal) {
        Window window = window(getEnvironment());
        if (window != null) {
            terminal.resize(window.columns(), window.rows());
        }
    }

    private static Window window(Environment environment) {
        Map<String, String> variables = environment.getEnv();
        String type = variables.get(Environment.ENV_TERM);
        return type == null
                ? null
                : new Window(
                        type,
                        number(variables.get(Environment.ENV_COLUMNS), DEFAULT_COLUMNS),
                        number(variables.get(Environment.ENV_LINES), DEFAULT_ROWS));
    }

    private static int number(String text, int otherwise) {
        return text != null && text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : otherwise;
    }

    private void say(String sentence) {
        try {
            OutputStream to = lines(getErrorStream());
            to.write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
            to.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A visitor has gone: {0}", e.getMessage());
        }
    }

    /** A terminal wants a carriage return at the end of a line. */
    private OutputStream lines(OutputStream to) {
        return window(getEnvironment()) == null ? to : new TerminalLines(to);
    }
}
