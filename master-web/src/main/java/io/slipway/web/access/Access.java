// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.error.Kind;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/** What the mechanism found out about a request: its caller, or what is wrong with its credentials. */
public final class Access {
    private static final String CALLER = Access.class.getName() + ".caller";
    private static final String PROBLEM = Access.class.getName() + ".problem";

    private static final String REFUSAL = Access.class.getName() + ".refusal";
    private static final Set<Kind> KEEPS_OUT = Set.of(Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.NOT_FOUND);

    private Access() {}

    /** The caller of a request; who gave wrong credentials is nobody in particular. */
    public static Caller caller(HttpServletRequest request) {
        return request.getAttribute(CALLER) instanceof Caller caller ? caller : Caller.ANONYMOUS.from(Came.of(request));
    }

    /** What was wrong with the credentials that came with the request. */
    public static Optional<ProblemException> problem(HttpServletRequest request) {
        return Optional.ofNullable((ProblemException) request.getAttribute(PROBLEM));
    }

    /** Says that a request was answered with a problem; one that keeps its caller out, and no mistake in the request, is a refusal. */
    public static void refused(HttpServletRequest request, ProblemException refusal) {
        if (KEEPS_OUT.contains(refusal.problem().kind())) {
            request.setAttribute(REFUSAL, refusal);
        }
    }

    /** What was refused; is given once, whichever dispatch of the request asks. */
    static Optional<ProblemException> takeRefusal(HttpServletRequest request) {
        Optional<ProblemException> refusal = Optional.ofNullable((ProblemException) request.getAttribute(REFUSAL));
        request.removeAttribute(REFUSAL);
        return refusal;
    }

    static void found(HttpServletRequest request, Caller caller) {
        request.setAttribute(CALLER, caller);
    }

    static void wrong(HttpServletRequest request, ProblemException problem) {
        request.setAttribute(PROBLEM, problem);
    }
}
