// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.limit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who has sent a request that a proxy may have passed on. Only proxies of the settings are believed: anybody else may write what he likes. */
public final class Proxies {
    private static final Logger LOG = System.getLogger(Proxies.class.getName());
    private static final ClientNetwork UNKNOWN = new ClientNetwork("unknown");

    private final Set<InetAddress> believed;
    private final AtomicBoolean told = new AtomicBoolean();

    Proxies(Set<InetAddress> believed) {
        this.believed = Set.copyOf(believed);
    }

    /**
     * The network of whoever has sent a request: the last address that no believed proxy has.
     *
     * @param peer the address at the other end of the connection
     * @param forwarded the values of all headers {@code X-Forwarded-For}, in their order
     */
    public ClientNetwork network(String peer, List<String> forwarded) {
        Optional<InetAddress> last = ClientNetwork.address(peer);
        if (last.isEmpty()) {
            return UNKNOWN;
        }
        InetAddress sender = last.get();
        List<String> hops = forwarded.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        for (int hop = hops.size() - 1; hop >= 0 && believed.contains(sender); hop--) {
            Optional<InetAddress> before = ClientNetwork.address(hops.get(hop));
            if (before.isEmpty()) {
                break;
            }
            sender = before.get();
        }
        if (!hops.isEmpty() && !believed.contains(last.get()) && told.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "A request of {0} says that it was passed on for others: {0} is not among the `proxies` of the settings, so all that comes"
                            + " from there counts as one visitor for the limits of logins; this line comes only once",
                    last.get().getHostAddress());
        }
        return ClientNetwork.of(sender);
    }
}
