// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ssh;

import static java.util.stream.Collectors.joining;

import io.slipway.error.ProblemException;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.manifest.ManifestParser;
import io.slipway.ssh.CommandServer;
import io.slipway.ssh.TerminalLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.command.AbstractCommandSupport;

/** {@code submit}: reads a manifest from standard input, and says where the pages of its jobs are, or what is wrong with it. */
final class SubmitCommand extends AbstractCommandSupport {
    private static final System.Logger LOG = System.getLogger(SubmitCommand.class.getName());

    private static final int FAILED = 1;
    private static final int WRONG_USE = 64;
    private static final String TAB = "    ";

    private final Counter counter;

    /** Where a manifest is handed in. */
    interface Counter {
        /**
         * @param key that the person has logged in with
         * @throws ProblemException when it is not taken
         */
        Receipt take(PublicKey key, SubmitOptions options, String manifest);
    }

    /**
     * What is given for a manifest that was taken.
     *
     * @param addresses of the jobs' pages
     */
    record Receipt(List<String> addresses, List<Finding> warnings) {
        Receipt {
            addresses = List.copyOf(addresses);
            warnings = List.copyOf(warnings);
        }
    }

    /** @param line as the person gave it; empty for a login */
    SubmitCommand(Counter counter, String line, CloseableExecutorService threads) {
        super(line, threads);
        this.counter = counter;
    }

    @Override
    public void run() {
        int code = FAILED;
        try {
            Optional<SubmitOptions> options = SubmitOptions.of(getCommand());
            if (options.isEmpty()) {
                say(getErrorStream(), SubmitOptions.USAGE);
                code = WRONG_USE;
            } else {
                code = submit(options.get());
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Whoever was submitting has gone: {0}", e.getMessage());
        } finally {
            onExit(code);
        }
    }

    private int submit(SubmitOptions options) throws IOException {
        PublicKey key = CommandServer.key(getServerSession()).orElseThrow();
        try {
            Receipt receipt = counter.take(key, options, manifest());
            say(getErrorStream(), lines(receipt.warnings()));
            say(getOutputStream(), String.join("\n", receipt.addresses()) + "\n");
            return 0;
        } catch (ManifestException e) {
            say(getErrorStream(), lines(e.findings()));
        } catch (ProblemException e) {
            say(
                    getErrorStream(),
                    "%s (%s)\n".formatted(e.getMessage(), e.problem().code()));
        }
        return FAILED;
    }

    /** Tabs are four spaces here, since editors put them where YAML wants blanks. What is too long is not read to its end. */
    private String manifest() throws IOException {
        ByteArrayOutputStream manifest = new ByteArrayOutputStream();
        for (byte single : getInputStream().readNBytes(ManifestParser.LIMIT_BYTES)) {
            if (single == '\t') {
                manifest.writeBytes(TAB.getBytes(StandardCharsets.US_ASCII));
            } else {
                manifest.write(single);
            }
        }
        return ManifestParser.text(manifest.toByteArray());
    }

    private static String lines(List<Finding> findings) {
        return findings.stream().map(SubmitCommand::line).collect(joining());
    }

    private static String line(Finding finding) {
        String place = finding.line() == 0 ? "" : "line %d, column %d: ".formatted(finding.line(), finding.column());
        return "%s%s: %s (%s)\n"
                .formatted(
                        place,
                        finding.isError() ? "error" : "warning",
                        finding.sentence(),
                        finding.problem().code());
    }

    /** A terminal wants a carriage return at the end of a line. */
    private void say(OutputStream to, String text) throws IOException {
        boolean terminal = getEnvironment().getEnv().containsKey(Environment.ENV_TERM);
        OutputStream lines = terminal ? new TerminalLines(to) : to;
        lines.write(text.getBytes(StandardCharsets.UTF_8));
        lines.flush();
    }
}
