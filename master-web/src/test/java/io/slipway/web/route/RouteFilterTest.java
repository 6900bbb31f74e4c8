// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.master.access.SessionSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Forms that are not taken. */
class RouteFilterTest {
    private final List<String> done = new ArrayList<>();
    private String site = "cross-site";
    private long length;
    private final ServletInputStream body = new ServletInputStream() {
        private long read;

        @Override
        public int read() {
            return read++ < length ? 'x' : -1;
        }

        @Override
        public boolean isFinished() {
            return read > length;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("nobody waits for this body");
        }
    };

    @Test
    void foreignFormIsRefused() throws IOException, ServletException {
        filter("/settings.xhtml", DispatcherType.REQUEST);

        assertThat(done).containsExactly("error 403");
    }

    /** Else the page that says so would be refused too, and an error of the API would turn into another. */
    @Test
    void pageOfItsErrorIsNotJudgedAnew() throws IOException, ServletException {
        filter("/error403.xhtml", DispatcherType.ERROR);

        assertThat(done).containsExactly("answered");
    }

    /** A form's state belongs to another page, and its buttons to nobody once it was refused. */
    @Test
    void pageOfAnErrorSeesNothingOfTheForm() throws IOException, ServletException {
        new RouteFilter().doFilter(request("/error403.xhtml", DispatcherType.ERROR), response(), (seen, response) -> {
            done.add(((HttpServletRequest) seen).getMethod());
            assertThat(seen.getParameter("jakarta.faces.ViewState")).isNull();
            assertThat(seen.getParameterValues("jakarta.faces.ViewState")).isNull();
            assertThat(seen.getParameterMap()).isEmpty();
            assertThat(seen.getParameterNames().hasMoreElements()).isFalse();
        });

        assertThat(done).containsExactly("GET");
    }

    @Test
    void formThatIsLargerThanAnyIsRefused() throws IOException, ServletException {
        site = "same-origin";
        length = RouteFilter.LARGEST_FORM + 1;
        filter("/secrets.xhtml", DispatcherType.REQUEST);
        assertThat(body.isFinished()).as("who is still sending sees no answer").isTrue();
        filter("/error404.xhtml", DispatcherType.ERROR);
        filter("/api/uploads/1/0/x", DispatcherType.REQUEST);
        length = RouteFilter.LARGEST_FORM;
        filter("/secrets.xhtml", DispatcherType.REQUEST);

        assertThat(done).containsExactly("error 413", "answered", "answered", "answered");
    }

    private void filter(String path, DispatcherType type) throws IOException, ServletException {
        new RouteFilter().doFilter(request(path, type), response(), (request, response) -> done.add("answered"));
    }

    private HttpServletRequest request(String path, DispatcherType type) {
        SessionSettings settings = new SessionSettings(Duration.ofHours(1), URI.create("http://console.example"));
        ServletContext context = fake(ServletContext.class, name -> name.equals("getAttribute") ? settings : null);
        Map<String, Object> answers = Map.of(
                "getServletContext",
                context,
                "getServletPath",
                path,
                "getDispatcherType",
                type,
                "getMethod",
                "POST",
                "getParameter",
                "state",
                "getHeader",
                site,
                "getContentLengthLong",
                length,
                "getInputStream",
                body);
        return fake(HttpServletRequest.class, answers::get);
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, values) -> {
                    if (method.getName().equals("sendError")) {
                        done.add("error " + values[0]);
                    }
                    return null;
                });
    }

    private static <T> T fake(Class<T> type, Function<String, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                RouteFilterTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, values) -> answer.apply(method.getName())));
    }
}
