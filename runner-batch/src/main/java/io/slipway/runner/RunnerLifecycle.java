// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.RedisConnection;
import io.slipway.settings.Settings;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        redis = RedisConnection.open(settings.redis());
        repository = repository(settings.state());
        runner = new Runner(
                settings,
                redis.inbox(settings.name()),
                redis.events(settings.name().value()),
                repository,
                threads);
        runner.start();
    }

    /** The file that the system property {@code slipway.runner.settings} or the variable of its name names. */
    private static Settings settings() {
        return Optional.ofNullable(System.getProperty("slipway.runner.settings"))
                .or(() -> Optional.ofNullable(System.getenv("SLIPWAY_RUNNER_SETTINGS")))
                .map(file -> Settings.load(Path.of(file)))
                .orElseGet(() -> Settings.of(Map.of()));
    }

    /** The job repository: a file of this runner alone. */
    static JdbcConnectionPool repository(Path state) {
        try {
            Files.createDirectories(state);
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Making `%s`: %s".formatted(state, e), e);
        }
        return JdbcConnectionPool.create("jdbc:h2:file:" + state.resolve("batch"), "sa", "");
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
