// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.store.Transaction;
import jakarta.annotation.Resource;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Supplier;

/** The transactions of the application server. */
@Stateless
@Local(Transaction.class)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ContainerTransaction implements Transaction {
    @Resource
    private TransactionSynchronizationRegistry registry;

    @Override
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public <T> T separate(Supplier<T> work) {
        return work.get();
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void separate(Runnable work) {
        work.run();
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void joined(Runnable work) {
        work.run();
    }

    @Override
    public void afterCommit(Runnable action) {
        if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            action.run();
            return;
        }
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Only the commit itself counts.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    action.run();
                }
            }
        });
    }
}
