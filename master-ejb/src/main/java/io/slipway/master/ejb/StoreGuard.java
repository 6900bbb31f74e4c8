// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.error.ProblemException;
import io.slipway.master.store.StoreException;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;

/** Says in the words of the catalogue that the database is away, whatever the server's own exception for it is. */
public class StoreGuard {

    /** Lets through what is a problem already. */
    @AroundInvoke
    public Object guard(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) {
            throw StoreException.behind(e).map(RuntimeException.class::cast).orElse(e);
        }
    }
}
