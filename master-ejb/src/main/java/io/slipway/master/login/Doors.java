// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.login;

import io.slipway.master.access.SessionSettings;
import io.slipway.master.limit.Proxies;
import io.slipway.master.limit.Tries;
import io.slipway.master.twostep.TwoStep;

/**
 * All by which somebody comes in.
 *
 * @param tries what was tried in vain; for what has credentials of its own
 * @param proxies who has sent a request that was passed on
 * @param sessions how sessions of the console are kept
 */
public record Doors(LogIn logIn, TwoStep twoStep, Tries tries, Proxies proxies, SessionSettings sessions) {}
