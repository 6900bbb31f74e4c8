// SPDX-License-Identifier: Apache-2.0
/**
 * Guests of qemu: started by {@code images/control}, from the image's warm template when there is one, reached by one ssh
 * connection. Some are made ready before an attempt asks for one.
 *
 * <p>Found as a service by {@code io.slipway.runner.guest}; starts programs through {@code io.slipway.runner.process} only.
 */
package io.slipway.runner.qemu;
