// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Graph;
import io.slipway.master.ejb.Logs;
import io.slipway.master.graph.JobEntry;
import io.slipway.web.access.Access;
import io.slipway.web.api.Answer;
import io.slipway.web.api.ByteRange;
import io.slipway.web.api.LogBytes;
import io.slipway.web.api.LogReader;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET} and {@code HEAD} of {@code /query/log/ID/log} and {@code /query/log/ID/TASK/log}: a log as far as it is there, whole or by
 * ranges. What is wrong is said in plain text.
 */
@WebServlet(urlPatterns = "/query/log/*")
public class LogServlet extends HttpServlet {
    private static final Pattern PLACE = Pattern.compile("/([^/]+)/(?:([^/]+)/)?log");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    @EJB
    private transient Graph graph;

    @EJB
    private transient Logs logs;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, true);
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, false);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, boolean withBytes)
            throws IOException {
        try {
            give(request, response, withBytes);
        } catch (Gate.Refused e) {
            GraphAnswer.refuse(request, response, e);
        } catch (ByteRange.UnsatisfiableException e) {
            response.setHeader("Content-Range", e.contentRange());
            refuse(response, Answer.to(e).status(), e.getMessage());
        } catch (RuntimeException e) {
            Answer.problemIn(e).ifPresent(problem -> Access.refused(request, problem));
            Answer answer = Answer.to(e);
            refuse(response, answer.status(), answer.body().errors().get(0).reason());
        }
    }

    private void give(HttpServletRequest request, HttpServletResponse response, boolean withBytes) throws IOException {
        Caller caller = LogReader.of(Gate.caller(request));
        Matcher place = PLACE.matcher(String.valueOf(request.getPathInfo()));
        if (!place.matches()) {
            refuse(response, HttpServletResponse.SC_NOT_FOUND, "404 not found");
        } else if (!NUMBER.matcher(place.group(1)).matches()) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, "Invalid job ID");
        } else {
            List<JobEntry> found = graph.jobs(caller, List.of(new JobId(Long.parseLong(place.group(1)))));
            if (found.isEmpty()) {
                Access.refused(request, new ProblemException(Problem.JOB_UNKNOWN, "Reading a log: no such job"));
                refuse(response, HttpServletResponse.SC_NOT_FOUND, "Unknown build job");
            } else if (!found.get(0).hasLog()) {
                refuse(response, HttpServletResponse.SC_NOT_FOUND, "This build job has not been started yet");
            } else {
                LogName log = place.group(2) == null ? LogName.SETUP : LogReader.log(place.group(2));
                LogBytes bytes = new LogBytes(logs, caller, found.get(0).id(), log, 0);
                boolean anew = found.get(0).attempt() > 1;
                give(bytes, LogRange.of(request.getHeader("Range"), bytes.size(), anew), response, withBytes);
            }
        }
    }

    private static void give(LogBytes bytes, LogRange range, HttpServletResponse response, boolean withBytes)
            throws IOException {
        response.setStatus(range.status());
        response.setContentType("text/plain; charset=utf-8");
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLengthLong(range.length());
        if (!range.contentRange().isEmpty()) {
            response.setHeader("Content-Range", range.contentRange());
        }
        if (withBytes) {
            bytes.copy(range.first(), range.length(), response.getOutputStream());
        }
    }

    private static void refuse(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
