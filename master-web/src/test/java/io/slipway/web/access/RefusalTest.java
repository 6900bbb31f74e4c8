// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private final Map<String, Object> attributes = new HashMap<>();

    @Test
    void whatKeepsACallerOutIsNotedOnce() {
        ProblemException refusal = new ProblemException(Problem.JOB_UNKNOWN, "no such job");

        Access.refused(request(), refusal);

        assertThat(Access.takeRefusal(request())).containsSame(refusal);
        assertThat(Access.takeRefusal(request())).isEmpty();
    }

    @Test
    void mistakeInARequestIsNoRefusal() {
        Access.refused(request(), new ProblemException(Problem.REQUEST_ILLEGAL, "no JSON"));

        assertThat(Access.takeRefusal(request())).isEmpty();
    }

    /** A live log is asked for below the API, and answered by what its address is forwarded to. */
    @Test
    void refusalsAreNotedWhereverATokenIsTaken() {
        WebFilter filter = RefusalFilter.class.getAnnotation(WebFilter.class);

        assertThat(filter.urlPatterns()).containsExactlyInAnyOrder("/api/*", "/query", "/query/*", "/live");
        assertThat(filter.dispatcherTypes()).containsExactlyInAnyOrder(DispatcherType.REQUEST, DispatcherType.FORWARD);
    }

    private HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, values) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get(values[0]);
                    case "setAttribute" -> attributes.put((String) values[0], values[1]);
                    case "removeAttribute" -> attributes.remove(values[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
