// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import jakarta.transaction.TransactionManager;
import java.util.Properties;
import javax.sql.DataSource;
import org.jberet.repository.JdbcRepository;
import org.jberet.repository.JobRepository;
import org.jberet.spi.ArtifactFactory;
import org.jberet.spi.BatchEnvironment;
import org.jberet.spi.JobTask;
import org.jberet.spi.JobXmlResolver;
import org.jberet.tools.MetaInfBatchJobsJobXmlResolver;
import org.jberet.tx.LocalTransactionManager;

/**
 * What JBeret runs in: our artifacts and our job repository, the same in a server and in a test. An execution runs in the thread that
 * starts it.
 */
final class RunnerBatchEnvironment implements BatchEnvironment {
    private final ArtifactFactory artifacts;
    private final JobRepository repository;

    RunnerBatchEnvironment(ArtifactFactory artifacts, DataSource repository) {
        this.artifacts = artifacts;
        this.repository = new JdbcRepository(repository);
    }

    @Override
    public ClassLoader getClassLoader() {
        return RunnerBatchEnvironment.class.getClassLoader();
    }

    @Override
    public ArtifactFactory getArtifactFactory() {
        return artifacts;
    }

    @Override
    public void submitTask(JobTask task) {
        task.run();
    }

    /** Nothing but the repository takes part in a chunk's transaction, and the repository has its own connection. */
    @Override
    public TransactionManager getTransactionManager() {
        return LocalTransactionManager.getInstance();
    }

    @Override
    public JobRepository getJobRepository() {
        return repository;
    }

    @Override
    public JobXmlResolver getJobXmlResolver() {
        return new MetaInfBatchJobsJobXmlResolver();
    }

    @Override
    public Properties getBatchConfigurationProperties() {
        return new Properties();
    }

    @Override
    public String getApplicationName() {
        return "slipway-runner";
    }
}
