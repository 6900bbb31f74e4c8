// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.testreport;

import io.slipway.master.store.TestReportStore.Failure;
import io.slipway.master.store.TestReportStore.Suite;
import java.math.BigDecimal;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** One {@code testsuite} while its {@code testcase}s are read. */
final class SuiteReader {
    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_DETAIL = 4_000;
    private static final int MILLI = 3;
    private static final long LONGEST_MILLIS = 1L << 40;

    private final int position;
    private final String name;
    private final long said;
    private long counted;
    private int tests;
    private int failed;
    private int errors;
    private int skipped;
    private boolean suites;

    /** @param xml at the suite's beginning */
    SuiteReader(int position, XMLStreamReader xml) {
        this.position = position;
        this.name = attribute(xml, "name", LONGEST_NAME);
        this.said = millis(xml);
    }

    void holdsSuites() {
        suites = true;
    }

    boolean holdsNothingButSuites() {
        return suites && tests == 0;
    }

    Suite suite() {
        return new Suite(position, name, tests, failed, errors, skipped, said == 0 ? counted : said);
    }

    /**
     * Reads a test to its end.
     *
     * @param xml at the test's beginning
     * @return how it failed, if it did
     */
    Optional<Failure> read(XMLStreamReader xml) throws XMLStreamException {
        String className = attribute(xml, "classname", LONGEST_NAME);
        String test = attribute(xml, "name", LONGEST_NAME);
        long millis = millis(xml);
        tests++;
        counted += millis;
        Failure failure = null;
        boolean isSkipped = false;
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                String kind = xml.getLocalName();
                isSkipped |= depth == 1 && kind.equals("skipped");
                boolean isFailure = depth == 1 && (kind.equals("failure") || kind.equals("error"));
                if (isFailure && failure == null) {
                    String message = message(xml);
                    failure =
                            new Failure(0, position, className, test, kind.equals("error"), message, text(xml), millis);
                } else {
                    TooMuchException.check(++depth);
                }
            }
        }
        count(failure, isSkipped);
        return Optional.ofNullable(failure);
    }

    private void count(Failure failure, boolean isSkipped) {
        if (failure != null && failure.isError()) {
            errors++;
        } else if (failure != null) {
            failed++;
        } else if (isSkipped) {
            skipped++;
        }
    }

    private static String message(XMLStreamReader xml) {
        String message = attribute(xml, "message", LONGEST_MESSAGE);
        return message.isEmpty() ? attribute(xml, "type", LONGEST_MESSAGE) : message;
    }

    /** The beginning of an element's text, elements in it left out; the reader stands at its end then. */
    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> TooMuchException.check(++depth);
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() < LONGEST_DETAIL) {
                        text.append(xml.getText());
                    }
                }
                default -> {
                    // Nothing else is text.
                }
            }
        }
        return cut(text.toString().strip(), LONGEST_DETAIL);
    }

    private static String attribute(XMLStreamReader xml, String name, int longest) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : cut(value.strip(), longest);
    }

    private static String cut(String text, int longest) {
        String whole = text.replace("\0", "");
        if (whole.codePointCount(0, whole.length()) <= longest) {
            return whole;
        }
        return whole.substring(0, whole.offsetByCodePoints(0, longest)) + "…";
    }

    /** In seconds in the report, sometimes with commas between thousands; 0 for what is no time. */
    private static long millis(XMLStreamReader xml) {
        String time = attribute(xml, "time", LONGEST_NAME).replace(",", "");
        if (!time.matches("[0-9]{1,9}(\\.[0-9]{0,12})?([eE]-?[0-9]{1,2})?")) {
            return 0;
        }
        return new BigDecimal(time)
                .movePointRight(MILLI)
                .min(BigDecimal.valueOf(LONGEST_MILLIS))
                .longValue();
    }
}
