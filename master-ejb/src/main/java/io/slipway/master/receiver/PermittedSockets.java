// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.receiver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect to permitted addresses alone. The address is looked at that is connected to, after every name was resolved: a name
 * that resolves to another one the next time comes no further.
 */
final class PermittedSockets extends SocketFactory {
    private static final System.Logger LOG = System.getLogger(PermittedSockets.class.getName());

    private final Networks networks;

    PermittedSockets(Networks networks) {
        this.networks = networks;
    }

    @Override
    public Socket createSocket() {
        return new Socket(Proxy.NO_PROXY) {
            @Override
            public void connect(SocketAddress endpoint) throws IOException {
                connect(endpoint, 0);
            }

            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                InetAddress address = endpoint instanceof InetSocketAddress internet ? internet.getAddress() : null;
                if (address == null || !networks.permit(address)) {
                    LOG.log(System.Logger.Level.DEBUG, "Not connecting to {0}", endpoint);
                    throw new ForbiddenAddressException();
                }
                super.connect(endpoint, timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = createSocket();
        socket.connect(address);
        return socket;
    }
}
