// SPDX-License-Identifier: Apache-2.0
package io.slipway.trigger;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What happens after a job, or the last job of a group, has ended. */
public sealed interface Trigger {

    /** On which ends it happens. */
    TriggerCondition condition();

    /** The word of manifests and of the API for what is done. */
    String action();

    /**
     * A message by e-mail.
     *
     * @param to an address list of RFC 5322
     * @param cc the same, empty for none
     * @param inReplyTo a message id, with angle brackets or without; empty for none
     */
    record EmailTrigger(TriggerCondition condition, String to, String cc, String inReplyTo) implements Trigger {
        private static final int LONGEST_MESSAGE_ID = 500;
        private static final Pattern MESSAGE_ID = Pattern.compile("<?[!-;=?-~]+>?");

        public EmailTrigger {
            requireNonNull(condition, "condition");
            if (to.isBlank() || isMoreThanOneLine(to) || isMoreThanOneLine(cc)) {
                throw new IllegalArgumentException(
                        "e-mail to `%s`, cc `%s`: one line each is allowed, and `to` is needed".formatted(to, cc));
            }
            if (!inReplyTo.isEmpty() && !isMessageId(inReplyTo)) {
                throw new IllegalArgumentException("in reply to `%s`: one message id is allowed".formatted(inReplyTo));
            }
        }

        @Override
        public String action() {
            return "email";
        }

        /** Whether a text is one message id: it becomes a header, so blanks and ends of lines are none. */
        public static boolean isMessageId(String text) {
            return text.length() <= LONGEST_MESSAGE_ID
                    && MESSAGE_ID.matcher(text).matches();
        }

        private static boolean isMoreThanOneLine(String text) {
            return text.codePoints().anyMatch(Character::isISOControl);
        }
    }

    /**
     * One POST of the job's JSON.
     *
     * @param url http or https
     */
    record WebhookTrigger(TriggerCondition condition, String url) implements Trigger {
        private static final int HIGHEST_PORT = 65_535;

        public WebhookTrigger {
            requireNonNull(condition, "condition");
            if (!isAddress(url)) {
                throw new IllegalArgumentException(
                        "webhook to `%s`: an http or https address with a host is allowed".formatted(url));
            }
        }

        @Override
        public String action() {
            return "webhook";
        }

        /** Whether a text is an http or https address with a host. */
        public static boolean isAddress(String url) {
            try {
                URI address = new URI(url);
                String scheme =
                        address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
                return Set.of("http", "https").contains(scheme)
                        && address.getHost() != null
                        && address.getPort() != 0
                        && address.getPort() <= HIGHEST_PORT;
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }
}
