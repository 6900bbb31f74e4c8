// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.store.Transaction;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Transactions of EclipseLink's own on one database, as a container would give them: an entity manager for each transaction. */
final class TestTransaction implements Transaction {
    private final EntityManagerFactory factory;
    private final ThreadLocal<Running> running = new ThreadLocal<>();
    private int toBreak;

    TestTransaction(String jdbcUrl) {
        factory = Persistence.createEntityManagerFactory(
                "slipway",
                Map.of(
                        "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                        "jakarta.persistence.jdbc.driver", "org.postgresql.Driver",
                        "jakarta.persistence.jdbc.url", jdbcUrl,
                        "eclipselink.weaving", "false"));
    }

    /** The entity manager of whatever transaction runs on the calling thread. */
    EntityManager entityManager() {
        return (EntityManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, arguments) -> {
                    Running current = running.get();
                    if (current == null) {
                        throw new IllegalStateException("no transaction runs");
                    }
                    try {
                        return method.invoke(current.entities, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Has the next transactions that something waits for fail as they are to commit, with what PostgreSQL says to who it disconnects. */
    void breakCommits(int count) {
        toBreak = count;
    }

    @Override
    public <T> T separate(Supplier<T> work) {
        Running outer = running.get();
        Running current = new Running(factory.createEntityManager());
        running.set(current);
        T result;
        try {
            current.entities.getTransaction().begin();
            result = work.get();
            if (toBreak > 0 && !current.afterCommit.isEmpty()) {
                toBreak--;
                current.entities
                        .createNativeQuery("do $$ begin raise 'as the test wants it' using errcode = '57P01'; end $$")
                        .executeUpdate();
            }
            current.entities.getTransaction().commit();
        } finally {
            if (current.entities.getTransaction().isActive()) {
                current.entities.getTransaction().rollback();
            }
            current.entities.close();
            running.set(outer);
        }
        current.afterCommit.forEach(Runnable::run);
        return result;
    }

    @Override
    public void joined(Runnable work) {
        if (running.get() == null) {
            separate(work);
        } else {
            work.run();
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        if (running.get() == null) {
            action.run();
        } else {
            running.get().afterCommit.add(action);
        }
    }

    private static final class Running {
        private final EntityManager entities;
        private final List<Runnable> afterCommit = new ArrayList<>();

        Running(EntityManager entities) {
            this.entities = entities;
        }
    }
}
