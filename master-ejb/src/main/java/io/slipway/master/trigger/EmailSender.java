// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.master.store.DeliveryStore.Message;
import io.slipway.master.store.DeliveryStore.TakenDelivery;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands e-mails to a mail server. The same delivery has the same message id in every try, by which a reader's mailbox knows a second copy. */
final class EmailSender implements Sender {
    private static final Logger LOG = System.getLogger(EmailSender.class.getName());
    private static final String LONGEST_MILLIS = "10000";
    private static final int PERMANENT = 500;
    private static final int TAKEN = 250;
    /** What a mail server's answer begins with. */
    private static final Pattern REPLY = Pattern.compile("\\A\\s*([245]\\d\\d)[ -]");

    private final MailSettings settings;
    private final URI origin;

    /** @param origin whose host stands in message ids */
    EmailSender(MailSettings settings, URI origin) {
        this.settings = settings;
        this.origin = origin;
    }

    @Override
    public Answer send(TakenDelivery delivery) {
        if (!settings.isConfigured()) {
            return Answer.refused(
                    null, "Sending an e-mail: this master sends none, because its setting `mail.host` has no value");
        }
        try {
            Session session = Session.getInstance(properties());
            MimeMessage message = message(session, delivery);
            Address[] to =
                    delivery.rest().isEmpty() ? message.getAllRecipients() : MailAddresses.parse(delivery.rest());
            return send(session, message, to);
        } catch (MessagingException e) {
            return judge(e);
        }
    }

    private Answer send(Session session, MimeMessage message, Address[] to) throws MessagingException {
        Transport transport = session.getTransport();
        try {
            transport.connect(
                    settings.user().isEmpty() ? null : settings.user(),
                    settings.user().isEmpty() ? null : settings.password());
            transport.sendMessage(message, to);
            return Answer.taken(TAKEN, "Taken by `%s`".formatted(settings.host()));
        } finally {
            close(transport);
        }
    }

    /** A server that does not say good-bye has taken the mail all the same. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.log(Level.DEBUG, "Leaving the mail server", e);
        }
    }

    private Properties properties() throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
        properties.put("mail.smtp.connectiontimeout", LONGEST_MILLIS);
        properties.put("mail.smtp.timeout", LONGEST_MILLIS);
        properties.put("mail.smtp.writetimeout", LONGEST_MILLIS);
        // One address that is refused does not keep the mail from the others.
        properties.put("mail.smtp.sendpartial", "true");
        properties.put(
                "mail.smtp.starttls.enable", Boolean.toString(settings.security() == MailSettings.Security.STARTTLS));
        properties.put(
                "mail.smtp.starttls.required", Boolean.toString(settings.security() == MailSettings.Security.STARTTLS));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security() == MailSettings.Security.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        if (settings.trust() != null) {
            properties.put("mail.smtp.ssl.socketFactory", Trust.of(settings.trust()));
        }
        return properties;
    }

    private MimeMessage message(Session session, TakenDelivery delivery) throws MessagingException {
        Message told = delivery.message();
        MimeMessage message = new Identified(session, "<%s@%s>".formatted(delivery.uuid(), origin.getHost()));
        message.setFrom(MailAddresses.parse(settings.from())[0]);
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, MailAddresses.parse(told.target()));
        if (!told.cc().isEmpty()) {
            message.setRecipients(jakarta.mail.Message.RecipientType.CC, MailAddresses.parse(told.cc()));
        }
        if (!told.inReplyTo().isEmpty()) {
            String answered = "<%s>".formatted(told.inReplyTo().replaceAll("[<>]", ""));
            message.setHeader("In-Reply-To", answered);
            message.setHeader("References", answered);
        }
        message.setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(delivery.created().atOffset(ZoneOffset.UTC)));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Slipway-Delivery", delivery.uuid().toString());
        message.setSubject(told.subject(), "UTF-8");
        message.setText(told.body(), "UTF-8");
        message.saveChanges();
        return message;
    }

    /** Only what the server has answered for good is given up: a password that is wrong may be mended, and so may a certificate. */
    private static Answer judge(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            return Answer.notNow(
                    null, "The mail server does not take this master's user and password: " + failure.getMessage());
        }
        Integer status = null;
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            String said = cause.getMessage() == null
                    ? cause.getClass().getSimpleName()
                    : cause.getMessage().strip();
            text.append(text.isEmpty() ? "" : "; ").append(said);
            Matcher reply = REPLY.matcher(said);
            // Of several addresses the one that may be taken later decides.
            if (reply.find() && (status == null || Integer.parseInt(reply.group(1)) < PERMANENT)) {
                status = Integer.valueOf(reply.group(1));
            }
        }
        boolean forGood = status != null && status >= PERMANENT;
        Address[] taken = failure instanceof SendFailedException sending ? sending.getValidSentAddresses() : null;
        if (taken == null || taken.length == 0) {
            return forGood ? Answer.refused(status, text.toString()) : Answer.notNow(status, text.toString());
        }
        String rest = InternetAddress.toString(((SendFailedException) failure).getValidUnsentAddresses());
        return forGood || rest == null || rest.isEmpty()
                ? Answer.taken(status, "Taken for some of the addresses; %s".formatted(text))
                : new Answer(Answer.Verdict.NOT_NOW, status, text.toString(), rest, Duration.ZERO);
    }

    private static Throwable next(Throwable failure) {
        return failure instanceof MessagingException mail ? mail.getNextException() : failure.getCause();
    }

    /** A message that keeps the id that it was given. */
    private static final class Identified extends MimeMessage {
        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
