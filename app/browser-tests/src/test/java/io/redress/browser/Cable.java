package io.redress.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from a browser to the service, which can be cut and mended. */
final class Cable implements AutoCloseable {
    private final int to;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Cable(int to) {
        this.to = to;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Whoever is connected is cut off, and whoever comes is turned away. */
    void cut() {
        cut = true;
        open.forEach(Cable::close);
        open.clear();
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket browser = socket.accept();
                if (cut) {
                    close(browser);
                } else {
                    Socket service = new Socket(InetAddress.getLoopbackAddress(), to);
                    open.add(browser);
                    open.add(service);
                    Thread.ofVirtual().start(() -> pass(browser, service));
                    Thread.ofVirtual().start(() -> pass(service, browser));
                }
            } catch (IOException _) {
                // it was closed, or nobody answers
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8192];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                out.write(some, 0, read);
            }
        } catch (IOException _) {
            // one end has gone, and so the other goes
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed
        }
    }

    @Override
    public void close() {
        cut();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
