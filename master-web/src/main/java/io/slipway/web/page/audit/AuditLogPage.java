// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.audit;

import io.slipway.error.ProblemException;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditFilter;
import io.slipway.master.audit.AuditLine;
import io.slipway.master.audit.AuditPage;
import io.slipway.master.ejb.Audit;
import io.slipway.web.page.frame.Frame;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/** Shows the audit log, newest first, narrowed as the address says. */
@Named
@RequestScoped
public class AuditLogPage implements Serializable {
    private static final String ADDRESS = "/admin/audit";

    @EJB
    private transient Audit audit;

    private transient AuditPage page;

    /** Answers 403 to who is no administrator. */
    public void open() {
        Frame.requireAdministrator();
    }

    public List<AuditLine> getLines() {
        return page().lines();
    }

    /** The words of all acts. */
    public List<String> getActs() {
        return Stream.of(Act.values()).map(Act::word).sorted().toList();
    }

    public AuditFilter getFilter() {
        return new AuditFilter(
                parameter("actor"),
                parameter("act"),
                parameter("on"),
                parameter("outcome"),
                parameter("from"),
                parameter("to"));
    }

    public boolean isNarrow() {
        return !getFilter().equals(AuditFilter.ALL);
    }

    public boolean isBehind() {
        return start() > 0;
    }

    /** Address of the first page. */
    public String getNewest() {
        return address(0);
    }

    /** Address of the next page; empty on the last. */
    public String getOlder() {
        return page().next() == 0 ? "" : address(page().next());
    }

    /** What a line tells besides, as people read it. */
    public String details(AuditLine line) {
        return line.details().equals("{}")
                ? ""
                : line.details().substring(1, line.details().length() - 1);
    }

    private AuditPage page() {
        if (page == null) {
            page = read();
        }
        return page;
    }

    private AuditPage read() {
        try {
            return audit.list(Frame.caller(), getFilter(), start());
        } catch (ProblemException e) {
            Messages.addGlobalError("{0}", e.getMessage());
            return new AuditPage(List.of(), 0);
        }
    }

    private static long start() {
        String start = parameter("start");
        return start.matches("[1-9][0-9]{0,17}") ? Long.parseLong(start) : 0;
    }

    private static String parameter(String name) {
        String value = Faces.getRequestParameter(name);
        return value == null ? "" : value.strip();
    }

    private String address(long start) {
        AuditFilter filter = getFilter();
        return "%s?actor=%s&act=%s&on=%s&outcome=%s&from=%s&to=%s%s"
                .formatted(
                        ADDRESS,
                        encoded(filter.actor()),
                        encoded(filter.act()),
                        encoded(filter.on()),
                        encoded(filter.outcome()),
                        encoded(filter.from()),
                        encoded(filter.to()),
                        start == 0 ? "" : "&start=" + start);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
