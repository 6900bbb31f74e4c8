// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.ejb.Logs;
import io.slipway.web.access.Access;
import io.slipway.web.api.Answer;
import io.slipway.web.api.Json;
import io.slipway.web.api.LogReader;
import io.slipway.web.api.Numbers;
import io.slipway.web.route.Routes;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** {@code GET /api/jobs/ID/events}: a job's events as they happen, until the job's end. */
@WebServlet(urlPatterns = "/live", asyncSupported = true)
public class LiveServlet extends HttpServlet {
    private static final int MOST_READERS = 1_000;
    private static final long TICK_SECONDS = 2;

    private final transient Set<Reader> readers = ConcurrentHashMap.newKeySet();

    @EJB
    private transient Jobs jobs;

    @EJB
    private transient Logs logs;

    @Resource
    private transient ManagedScheduledExecutorService executor;

    private transient ScheduledFuture<?> ticks;

    @Override
    public void init() {
        ticks = executor.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void destroy() {
        ticks.cancel(false);
        readers.forEach(Reader::close);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            open(request, response);
        } catch (RuntimeException e) {
            Answer.problemIn(e).ifPresent(problem -> Access.refused(request, problem));
            refuse(response, Answer.to(e));
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Access.problem(request).ifPresent(problem -> {
            throw problem;
        });
        Caller caller = LogReader.of(Access.caller(request));
        JobId job = Numbers.job(String.valueOf(request.getAttribute(Routes.JOB)));
        jobs.find(caller, job);
        if (readers.size() >= MOST_READERS) {
            throw new ProblemException(
                    Problem.STORE_DOWN,
                    "Following job %s: %d readers follow live already, which is all there may be"
                            .formatted(job, MOST_READERS));
        }
        Position position = Position.of(request.getHeader("Last-Event-ID"))
                .or(() -> Position.of(request.getParameter("from")))
                .orElse(Position.begin(0));
        long tail = Numbers.size("tail", request.getParameter("tail"));
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext connection = request.startAsync();
        connection.setTimeout(0);
        Clock clock = Clock.systemUTC();
        JobFeed feed = new JobFeed(jobs, logs, caller, job, position, tail, clock);
        Reader reader = new Reader(connection, response.getOutputStream(), feed, executor, clock);
        reader.subscribed(logs.watch(caller, job, reader::wake));
        readers.add(reader);
        response.getOutputStream().setWriteListener(reader);
    }

    private void tick() {
        readers.forEach(Reader::tick);
        readers.removeIf(Reader::isClosed);
    }

    private static void refuse(HttpServletResponse response, Answer answer) throws IOException {
        response.setStatus(answer.status());
        response.setContentType("application/json");
        response.getOutputStream().write(Json.write(answer.body()).getBytes(StandardCharsets.UTF_8));
    }
}
