// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import java.util.List;

/**
 * A step that has several things to do, one after the other; the batch job keeps how many are done as its checkpoint.
 *
 * @param <T> one thing to do
 */
public interface WorkList<T> {

    /** What there is to do, the same at every call. */
    List<T> items();

    /**
     * Where an execution begins.
     *
     * @param done how many were done before the execution that this one goes on from was cut off; 0 when there was none
     * @return index of the first item to do
     */
    default int first(int done) {
        return done;
    }

    /** Does one of them; throws to end the attempt. */
    void perform(T item);
}
