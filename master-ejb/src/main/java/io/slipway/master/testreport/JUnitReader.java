// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.testreport;

import io.slipway.master.store.TestReportStore.Failure;
import io.slipway.master.store.TestReportStore.Report;
import io.slipway.master.store.TestReportStore.Suite;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.MissingResourceException;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a test report in the XML that JUnit made common: {@code testsuites} or {@code testsuite} with {@code testcase}s. Tests are counted, not
 * believed to be as many as the report says.
 *
 * <p>Reads in one go, forwards, and keeps little: whoever wrote the report is a stranger. A document type is not read, so nothing outside of the
 * report is, and no entity expands.
 */
final class JUnitReader {
    private static final int MOST_SUITES = 500;
    private static final int MOST_FAILURES = 200;

    private final Source in;
    private final Deque<SuiteReader> open = new ArrayDeque<>();
    private final List<Suite> suites = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private int next;
    private int leftOut;

    JUnitReader(InputStream in) {
        this.in = new Source(in);
    }

    /** Whether it begins as a report does. */
    static boolean isReport(InputStream bytes) throws IOException {
        Source in = new Source(bytes);
        try {
            return isRoot(factory().createXMLStreamReader(in));
        } catch (XMLStreamException | MissingResourceException e) {
            in.check();
            return false;
        }
    }

    /** @return empty when it does not begin as a report does */
    Optional<Report> read() throws IOException {
        boolean begun = false;
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            if (!isRoot(xml)) {
                return Optional.empty();
            }
            begun = true;
            elements(xml);
            return Optional.of(report(""));
        } catch (XMLStreamException e) {
            in.check();
            return begun ? Optional.of(report(sentence(e))) : Optional.empty();
        } catch (MissingResourceException e) {
            // Java has no sentence for a broken document type, which stands before the root.
            in.check();
            return Optional.empty();
        } catch (TooMuchException e) {
            return Optional.of(report(e.getMessage()));
        }
    }

    private static XMLInputFactory factory() {
        // Java's own: whatever else a server brings has other limits.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    private static boolean isRoot(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD -> {
                    return false;
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    return xml.getLocalName().equals("testsuites")
                            || xml.getLocalName().equals("testsuite");
                }
                default -> {
                    // Comments and the like stand before the root.
                }
            }
        }
        return false;
    }

    private static String sentence(XMLStreamException e) {
        return e.getLocation() == null
                ? "it is not whole XML"
                : "it is not whole XML: it was read up to line %d, column %d"
                        .formatted(
                                e.getLocation().getLineNumber(), e.getLocation().getColumnNumber());
    }

    /** From the root's beginning, where the reader stands, to its end. */
    private void elements(XMLStreamReader xml) throws XMLStreamException {
        begin(xml);
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    TooMuchException.check(depth);
                    if (begin(xml)) {
                        depth--;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    end(xml);
                }
                default -> {
                    // Text between elements says nothing.
                }
            }
        }
    }

    /** @return whether the element was read to its end */
    private boolean begin(XMLStreamReader xml) throws XMLStreamException {
        if (xml.getLocalName().equals("testsuite")) {
            if (next == MOST_SUITES) {
                throw new TooMuchException("it has more than %d suites".formatted(MOST_SUITES));
            }
            open.push(new SuiteReader(next++, xml));
        } else if (xml.getLocalName().equals("testcase") && !open.isEmpty()) {
            open.peek().read(xml).ifPresent(this::keep);
            return true;
        }
        return false;
    }

    private void end(XMLStreamReader xml) {
        if (xml.getLocalName().equals("testsuite")) {
            close(open.pop());
        }
    }

    private void close(SuiteReader suite) {
        if (!open.isEmpty()) {
            open.peek().holdsSuites();
        }
        if (!suite.holdsNothingButSuites()) {
            suites.add(suite.suite());
        }
    }

    private void keep(Failure failure) {
        if (failures.size() == MOST_FAILURES) {
            leftOut++;
        } else {
            failures.add(failure.at(failures.size()));
        }
    }

    /** Of what was read so far. */
    private Report report(String trouble) {
        while (!open.isEmpty()) {
            close(open.pop());
        }
        return new Report(0, trouble, suites, failures, leftOut);
    }

    /** Remembers whether it could not be read itself: that is no defect of the report. */
    private static final class Source extends FilterInputStream {
        private IOException broken;

        private Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                broken = e;
                throw e;
            }
        }

        private void check() throws IOException {
            if (broken != null) {
                throw broken;
            }
        }
    }
}
