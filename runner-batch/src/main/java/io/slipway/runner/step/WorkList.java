// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import java.util.List;

/**
 * A step that has several things to do, one after the other; the batch job keeps which is next as its checkpoint.
 *
 * @param <T> one thing to do
 */
public interface WorkList<T> {

    /** What there is to do, the same at every call. */
    List<T> items();

    /** Does one of them; throws to end the attempt. */
    void perform(T item);
}
