// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.master.access.SessionSettings;
import io.slipway.master.ejb.Accounts;
import jakarta.ejb.EJB;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Sets up the console's sessions when the application starts: how long one may be idle, and that its cookie goes by https alone where there is https. */
@WebListener
public class SessionStart implements ServletContextListener {
    @EJB
    private Accounts accounts;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        apply(accounts.sessions(), event.getServletContext());
    }

    static void apply(SessionSettings settings, ServletContext context) {
        context.setSessionTimeout(Math.toIntExact(settings.idle().toMinutes()));
        context.getSessionCookieConfig().setSecure(settings.https());
        context.setAttribute(SessionSettings.class.getName(), settings);
    }

    /** Whether people reach the console by https. */
    public static boolean isHttps(ServletContext context) {
        return settings(context).https();
    }

    /** How sessions are kept. */
    static SessionSettings settings(ServletContext context) {
        return (SessionSettings) context.getAttribute(SessionSettings.class.getName());
    }
}
