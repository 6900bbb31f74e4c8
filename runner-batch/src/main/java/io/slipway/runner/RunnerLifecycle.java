// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.message.redis.RedisConnection;
import io.slipway.runner.batch.RepositoryFile;
import io.slipway.runner.enrol.CurrentIdentity;
import io.slipway.runner.enrol.CurrentIdentity.Terms;
import io.slipway.runner.enrol.Enrolment;
import io.slipway.settings.Settings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;

/** Starts the runner when its WAR is deployed, and stops it when the WAR or the server goes. */
@WebListener
public class RunnerLifecycle implements ServletContextListener {
    private static final System.Logger LOG = System.getLogger(RunnerLifecycle.class.getName());

    @Resource
    private ManagedThreadFactory threads;

    private RedisConnection redis;
    private JdbcConnectionPool repository;
    private Runner runner;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        RunnerSettings settings = RunnerSettings.from(settings());
        Enrolment enrolment = new Enrolment(settings.name(), settings.enrolment(), settings.state());
        enrolment.identity();
        CurrentIdentity identity = new CurrentIdentity(
                settings.name(), settings.state(), Terms.of(settings.enrolment().keep()), Clock.systemUTC());
        redis = RedisConnection.open(enrolment.redis(settings.redis()));
        repository = RepositoryFile.open(settings.state());
        runner = new Runner(
                settings,
                redis.inbox(settings.name(), identity.inbox()),
                redis.events(settings.name(), settings.name().value(), identity.events()),
                repository,
                threads,
                identity);
        try {
            runner.start();
        } catch (RuntimeException e) {
            // Else it would go on saying that it lives, and take nothing.
            contextDestroyed(event);
            throw e;
        }
    }

    /** The file that the system property {@code slipway.runner.settings} or the variable of its name names. */
    private static Settings settings() {
        return Optional.ofNullable(System.getProperty("slipway.runner.settings"))
                .or(() -> Optional.ofNullable(System.getenv("SLIPWAY_RUNNER_SETTINGS")))
                .map(file -> Settings.load(Path.of(file)))
                .orElseGet(() -> Settings.of(Map.of()));
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (runner != null) {
            runner.close();
            repository.dispose();
            redis.close();
            LOG.log(System.Logger.Level.INFO, "The runner has stopped");
        }
    }
}
