// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql;

import io.slipway.master.ejb.Graph;
import io.slipway.master.ejb.Groups;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.ejb.Secrets;
import io.slipway.master.ejb.Webhooks;
import io.slipway.web.graphql.fetch.Services;
import jakarta.ejb.EJB;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Clock;

/** Makes the one engine of the application when it starts, and has it run the queries of webhooks. */
@WebListener
public class EngineStart implements ServletContextListener {
    private static final String ENGINE = Engine.class.getName();

    @EJB
    private Jobs jobs;

    @EJB
    private Groups groups;

    @EJB
    private Webhooks webhooks;

    @EJB
    private Secrets secrets;

    @EJB
    private Graph graph;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Services services = new Services(jobs, groups, webhooks, secrets, graph);
        Engine engine = new Engine(services, graph.instance().graph(), Clock.systemUTC());
        event.getServletContext().setAttribute(ENGINE, engine);
        webhooks.writeBy(engine::run);
    }

    static Engine engine(ServletContext context) {
        return (Engine) context.getAttribute(ENGINE);
    }
}
