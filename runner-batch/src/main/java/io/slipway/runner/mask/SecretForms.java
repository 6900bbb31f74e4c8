// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.mask;

import io.slipway.manifest.ShellText;
import io.slipway.message.JobToken;
import io.slipway.message.WorkOrder;
import io.slipway.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The forms in which a secret shows up in a log: as it is, line by line, in Base64, in an address, and as a shell that traces its commands
 * quotes it.
 */
public final class SecretForms {
    /** Of less than this, every log is full. */
    private static final int SHORTEST_WHOLE = 4;

    private static final int SHORTEST_LINE = 8;
    /** Longer ones are keys and files, which nobody puts into an address or a header. */
    private static final int MOST_OF_ADDRESS = 1_024;

    private static final int MOST_OF_HEADER = 256;

    /** How many bytes make a line of Base64: of OpenSSL and of coreutils. */
    private static final int[] WRAPPED = {48, 57};

    private final List<byte[]> forms = new ArrayList<>();

    private SecretForms() {}

    /** What masks everything that an order confides. */
    public static Mask mask(WorkOrder order) {
        SecretForms forms = new SecretForms();
        for (Secret secret : order.secrets()) {
            forms.add(secret.content().bytes());
        }
        JobToken token = order.token();
        if (token != null) {
            forms.add(token.text().getBytes(StandardCharsets.UTF_8));
        }
        return Mask.of(forms.forms);
    }

    private void add(byte[] content) {
        byte[] whole = stripped(content);
        if (whole.length < SHORTEST_WHOLE) {
            return;
        }
        List<byte[]> lines = lines(whole);
        lines.stream().filter(line -> line.length >= SHORTEST_LINE).forEach(this::addText);
        if (lines.stream().anyMatch(line -> line.length > 0 && line.length < SHORTEST_LINE)) {
            addText(whole);
            // As a terminal prints it.
            forms.add(latin(latin(whole).replace("\n", "\r\n")));
            // As a shell makes words of it.
            forms.add(latin(latin(whole).replaceAll("\\s+", " ")));
        }
        addBase64(content);
        addBase64(whole);
        addBase64(latin(latin(whole) + "\n"));
        addWrapped(content);
        addWrapped(whole);
        if (whole.length <= MOST_OF_ADDRESS) {
            addOfAddress(whole);
        }
        if (whole.length <= MOST_OF_HEADER) {
            addShifted(whole);
        }
    }

    /** As it is, and as shells and JSON quote it. */
    private void addText(byte[] text) {
        forms.add(text);
        String plain = latin(text);
        String escaped = plain.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        forms.add(latin(plain.replace("'", "'\\''")));
        forms.add(latin(traced(plain)));
        forms.add(latin(plain.replaceAll("([^A-Za-z0-9,._+:@%/\\u0080-\\u00ff-])", "\\\\$1")));
        forms.add(latin(escaped.replace("'", "\\'")));
        forms.add(latin(escaped.replace("\"", "\\\"")));
    }

    /** As a shell shows the words of it that it was not told to keep together. */
    private static String traced(String text) {
        return Arrays.stream(text.strip().split("\\s+")).map(ShellText::quoted).collect(Collectors.joining(" "));
    }

    /** With padding and without, and as far as it is the same whatever stands behind. */
    private void addBase64(byte[] bytes) {
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            if (encoder == Base64.getEncoder() || bytes.length <= MOST_OF_ADDRESS) {
                forms.add(encoder.encode(bytes));
                forms.add(encoder.withoutPadding().encode(bytes));
                addGroups(encoder, bytes, 0);
            }
        }
    }

    /** Behind one or two bytes of something else. */
    private void addShifted(byte[] bytes) {
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            addGroups(encoder, bytes, 1);
            addGroups(encoder, bytes, 2);
        }
    }

    private void addGroups(Base64.Encoder encoder, byte[] bytes, int from) {
        int end = bytes.length - (bytes.length - from) % 3;
        if ((end - from) / 3 * 4 >= SHORTEST_LINE) {
            forms.add(encoder.encode(Arrays.copyOfRange(bytes, from, end)));
        }
    }

    private void addWrapped(byte[] bytes) {
        for (int width : WRAPPED) {
            for (int from = 0; from < bytes.length && bytes.length > width; from += width) {
                byte[] line = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + width));
                byte[] encoded = Base64.getEncoder().withoutPadding().encode(line);
                if (encoded.length >= SHORTEST_LINE) {
                    forms.add(encoded);
                    forms.add(Base64.getEncoder().encode(line));
                }
            }
        }
    }

    /** With every byte escaped that an address may not have; which those are, and how a blank is written, is not agreed upon. */
    private void addOfAddress(byte[] bytes) {
        for (String plain : List.of("-_.~", "-_.~/", "-_.*", "-_.~!'()*")) {
            String upper = escaped(bytes, plain, "%%%02X");
            String lower = escaped(bytes, plain, "%%%02x");
            for (String form : List.of(upper, lower, upper.replace("%20", "+"), lower.replace("%20", "+"))) {
                forms.add(latin(form));
            }
        }
    }

    private static String escaped(byte[] bytes, String plain, String form) {
        StringBuilder escaped = new StringBuilder();
        for (byte one : bytes) {
            char c = (char) (one & 0xff);
            boolean isPlain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || plain.indexOf(c) >= 0;
            escaped.append(isPlain ? String.valueOf(c) : form.formatted((int) c));
        }
        return escaped.toString();
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte one : text) {
            if (one == '\n') {
                lines.add(stripped(line.toByteArray()));
                line.reset();
            } else {
                line.write(one);
            }
        }
        lines.add(stripped(line.toByteArray()));
        return lines;
    }

    private static byte[] stripped(byte[] bytes) {
        int from = 0;
        int to = bytes.length;
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        while (to > from && isBlank(bytes[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static boolean isBlank(byte one) {
        return one == ' ' || one >= '\t' && one <= '\r';
    }

    /** Bytes as text and back, one character each, whatever they mean. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
