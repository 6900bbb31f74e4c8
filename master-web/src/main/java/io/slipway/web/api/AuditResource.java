// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.slipway.master.audit.AuditFilter;
import io.slipway.master.audit.AuditLine;
import io.slipway.master.audit.AuditPage;
import io.slipway.master.ejb.Audit;
import io.slipway.web.access.Access;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** The audit log, for administrators, with a token of {@code AUDIT:RO}. */
@Path("/audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    @EJB
    private Audit audit;

    @Context
    private HttpServletRequest request;

    @GET
    public ListJson list(
            @DefaultValue("") @QueryParam("actor") String actor,
            @DefaultValue("") @QueryParam("act") String act,
            @DefaultValue("") @QueryParam("on") String on,
            @DefaultValue("") @QueryParam("outcome") String outcome,
            @DefaultValue("") @QueryParam("from") String from,
            @DefaultValue("") @QueryParam("to") String to,
            @QueryParam("start") String start) {
        AuditFilter filter = new AuditFilter(actor, act, on, outcome, from, to);
        return ListJson.of(audit.list(Access.caller(request), filter, Numbers.start("start", start)));
    }

    /** @param next what to give as {@code start} for the next page; null on the last */
    record ListJson(Long next, List<LineJson> results, int resultsPerPage) {
        static ListJson of(AuditPage page) {
            return new ListJson(
                    page.next() == 0 ? null : page.next(),
                    page.lines().stream().map(LineJson::of).toList(),
                    AuditPage.SIZE);
        }
    }

    /**
     * A line.
     *
     * @param problem null when it was done
     */
    record LineJson(
            long id,
            Instant at,
            String actor,
            String way,
            String address,
            String act,
            String kind,
            String target,
            String outcome,
            String problem,
            @JsonRawValue String details) {
        static LineJson of(AuditLine line) {
            return new LineJson(
                    line.id(),
                    line.at(),
                    line.actor(),
                    line.way(),
                    line.address(),
                    line.act(),
                    line.kind(),
                    line.target(),
                    line.done() ? "done" : "refused",
                    line.done() ? null : line.problem(),
                    line.details());
        }
    }
}
