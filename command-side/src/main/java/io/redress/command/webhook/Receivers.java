package io.redress.command.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Where requests may go: over https to public addresses, and nowhere else. Names are looked up by the connection itself,
 * and it connects to the very addresses that were judged here, so that no name can point elsewhere a moment later.
 */
final class Receivers implements DnsResolver, AutoCloseable {
    private static final int URL_CHARACTERS_MAX = 2000;
    private static final int LOOK_UP_SECONDS_MAX = 5;
    private static final int LOOK_UPS_AT_ONCE = 64;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * What is not public of IPv4: the special purposes of the IANA registry (RFC 6890) that are not reachable from
     * everywhere, multicast and class E; and the address under which one cloud's machines find their host.
     */
    private static final List<Block> CLOSED_IPV4 = Block.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** Public IPv6 lies in here, without what carries an IPv4 address, protocols and documentation. */
    private static final Block OPEN_IPV6 = Block.of("2000::/3");

    private static final List<Block> CLOSED_IPV6 = Block.all("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final boolean sandbox;
    private final Lookup lookup;
    private final ExecutorService lookups = Executors.newFixedThreadPool(
            LOOK_UPS_AT_ONCE, Thread.ofPlatform().name("look-up-", 0).daemon().factory());

    /** Finds the addresses of a name. */
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /**
     * @param sandbox whether this machine is a receiver too, without TLS
     */
    Receivers(boolean sandbox, Lookup lookup) {
        this.sandbox = sandbox;
        this.lookup = lookup;
    }

    /** An address at which nothing is asked. */
    static final class NotAllowed extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String host) {
            super(host);
        }
    }

    /** The address that a text names, if requests may be sent there as far as the text tells. */
    Optional<URI> allowed(String text) {
        if (text.length() > URL_CHARACTERS_MAX) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            String host = url.getHost();
            boolean plain = "http".equals(url.getScheme()) && sandbox && host != null && THIS_MACHINE.contains(host);
            return (plain || "https".equals(url.getScheme()))
                            && host != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && url.getPort() <= 0xffff
                            && url.getPort() != 0
                            && !isClosedLiteral(host)
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A name is judged when it is looked up, an address at once; one that others read as another address is none. */
    private boolean isClosedLiteral(String host) {
        boolean ipv6 = host.startsWith("[");
        if (!ipv6 && !host.chars().allMatch(c -> c == '.' || Character.isDigit(c))) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(ipv6 ? host.substring(1, host.length() - 1) : host);
            return !isOpen(address) || (!ipv6 && !address.getHostAddress().equals(host));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Future<InetAddress[]> found = lookups.submit(() -> lookup.of(host));
        try {
            InetAddress[] open = Arrays.stream(found.get(LOOK_UP_SECONDS_MAX, TimeUnit.SECONDS))
                    .filter(this::isOpen)
                    .toArray(InetAddress[]::new);
            if (open.length == 0) {
                throw new NotAllowed(host);
            }
            return open;
        } catch (ExecutionException | TimeoutException e) {
            found.cancel(true);
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            found.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    @Override
    public @Nullable String resolveCanonicalHostname(String host) {
        return host;
    }

    boolean isOpen(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return sandbox;
        }
        byte[] bytes = address.getAddress();
        return bytes.length == Block.IPV4_BYTES
                ? CLOSED_IPV4.stream().noneMatch(block -> block.contains(bytes))
                : OPEN_IPV6.contains(bytes) && CLOSED_IPV6.stream().noneMatch(block -> block.contains(bytes));
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }

    /** Addresses that begin with the same bits. */
    private record Block(InetAddress first, int bits) {
        static final int IPV4_BYTES = 4;

        static Block of(String text) {
            int slash = text.indexOf('/');
            return new Block(
                    InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        }

        static List<Block> all(String... texts) {
            return Arrays.stream(texts).map(Block::of).toList();
        }

        boolean contains(byte[] address) {
            byte[] start = first.getAddress();
            int whole = bits / Byte.SIZE;
            int rest = bits % Byte.SIZE;
            return start.length == address.length
                    && Arrays.equals(start, 0, whole, address, 0, whole)
                    && (rest == 0 || (start[whole] ^ address[whole]) >> (Byte.SIZE - rest) == 0);
        }
    }
}
