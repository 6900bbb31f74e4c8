// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The server that takes e-mails.
 *
 * @param host empty when no e-mail is sent
 * @param user empty for none, as is the password
 * @param from the address that e-mails come from
 * @param trust a file of certificates in PEM form, one of which signs the server's; null for those that Java trusts
 */
public record MailSettings(
        String host, int port, String user, String password, String from, Security security, Path trust) {
    private static final int HIGHEST_PORT = 65_535;

    public MailSettings {
        requireNonNull(host, "host");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        requireNonNull(from, "from");
        requireNonNull(security, "security");
    }

    /** How the connection to the server is protected. */
    public enum Security {
        /** Not at all. */
        NONE(25),
        /** It begins without, and goes on with TLS or not at all. */
        STARTTLS(587),
        /** TLS from the beginning. */
        TLS(465);

        private final int port;

        Security(int port) {
            this.port = port;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Keys {@code mail.host}, {@code mail.port}, {@code mail.user}, {@code mail.password}, {@code mail.from}, {@code mail.security},
     * {@code mail.trust}.
     *
     * @throws ProblemException SETTING_ILLEGAL when there is a host and no address that e-mails come from
     */
    public static MailSettings from(Settings settings) {
        String host = settings.text("mail.host", "");
        Security security = security(settings.text("mail.security", Security.STARTTLS.word()));
        String from = settings.text("mail.from", "");
        if (!host.isEmpty()) {
            MailAddresses.fault(from).ifPresent(fault -> {
                throw new ProblemException(
                        Problem.SETTING_ILLEGAL,
                        "Reading the settings: key `mail.from` is `%s`; with `mail.host` the one address is needed that e-mails come from: %s"
                                .formatted(from, fault));
            });
        }
        String trust = settings.text("mail.trust", "");
        return new MailSettings(
                host,
                settings.number("mail.port", security.port, 1, HIGHEST_PORT),
                settings.text("mail.user", ""),
                settings.text("mail.password", ""),
                from,
                security,
                trust.isEmpty() ? null : Path.of(trust).toAbsolutePath());
    }

    private static Security security(String word) {
        return List.of(Security.values()).stream()
                .filter(security -> security.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.SETTING_ILLEGAL,
                        "Reading the settings: key `mail.security` is `%s`; `none`, `starttls` and `tls` are allowed"
                                .formatted(word)));
    }

    /** Whether e-mails are sent at all. */
    public boolean isConfigured() {
        return !host.isEmpty();
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "%s:%d as `%s` (%s)".formatted(host, port, user, security.word());
    }
}
