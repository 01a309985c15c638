package io.redress.app;

import io.redress.app.Redress.Misuse;
import io.redress.app.access.DevelopmentIssuer;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Refuses to serve where credentials would be worth nothing: a sandbox, which gives tokens to whoever asks, that others
 * can reach; tokens of the development issuer in production; an issuer of which not enough is said to check its tokens.
 */
@Component
@ConditionalOnWebApplication
class AccessGuard implements InitializingBean {
    /** Signed with a key that only the issuer has. */
    private static final List<String> ALGORITHMS = List.of("ES256", "RS256");

    private final ListableBeanFactory beans;
    private final boolean sandbox;
    private final String address;
    private final String issuer;
    private final String jwkSet;
    private final String algorithm;

    AccessGuard(
            ListableBeanFactory beans,
            @Value("${redress.sandbox}") boolean sandbox,
            @Value("${server.address:}") String address,
            @Value("${redress.access.issuer}") String issuer,
            @Value("${redress.access.jwk-set}") String jwkSet,
            @Value("${redress.access.algorithm}") String algorithm) {
        this.beans = beans;
        this.sandbox = sandbox;
        this.address = address;
        this.issuer = issuer;
        this.jwkSet = jwkSet;
        this.algorithm = algorithm;
    }

    @Override
    public void afterPropertiesSet() {
        if (sandbox) {
            refuseToBeReached();
        } else {
            refuseDevelopment();
            refuseToGuess();
        }
    }

    /** Without an address a server listens on all of them. */
    private void refuseToBeReached() {
        if (address.isEmpty() || !isLoopback(address)) {
            throw new Misuse(
                    "a sandbox gives tokens to whoever asks, so it listens on this machine only; leave out server.address ("
                            + address + ")",
                    "沙箱会向任何请求者签发令牌，因此只能监听本机；请去掉 server.address（" + address + "）");
        }
        if (!issuer.isEmpty() || !jwkSet.isEmpty()) {
            throw new Misuse(
                    "a sandbox trusts its own development issuer and no other; leave out redress.access.issuer and redress.access.jwk-set",
                    "沙箱只信任自带的开发用签发方；请去掉 redress.access.issuer 和 redress.access.jwk-set");
        }
    }

    private void refuseDevelopment() {
        boolean exists = beans.getBeanNamesForType(DevelopmentIssuer.class, true, false).length > 0;
        if (exists || issuer.equals(DevelopmentIssuer.NAME)) {
            throw new Misuse(
                    "the development issuer gives tokens to whoever asks and has no place outside a sandbox",
                    "开发用签发方会向任何请求者签发令牌，不得用于沙箱以外的环境");
        }
    }

    private void refuseToGuess() {
        if (issuer.isEmpty() != jwkSet.isEmpty()) {
            throw new Misuse(
                    "name the issuer of tokens and where its keys are, redress.access.issuer and redress.access.jwk-set, or neither",
                    "请同时指定令牌签发方 redress.access.issuer 及其公钥位置 redress.access.jwk-set，或两者都不指定");
        }
        if (!ALGORITHMS.contains(algorithm)) {
            throw new Misuse(
                    "redress.access.algorithm is " + algorithm + " and must be one of " + ALGORITHMS,
                    "redress.access.algorithm 为 " + algorithm + "，只能是 " + ALGORITHMS + " 之一");
        }
        if (!jwkSet.isEmpty() && !isTrustworthy(jwkSet)) {
            throw new Misuse(
                    "redress.access.jwk-set must be an https: address or a file: (" + jwkSet + ")",
                    "redress.access.jwk-set 必须是 https: 地址或 file: 文件（" + jwkSet + "）");
        }
    }

    /** Keys that somebody on the way could exchange are nobody's. */
    private static boolean isTrustworthy(String place) {
        try {
            URI uri = new URI(place);
            return "file".equals(uri.getScheme())
                    || ("https".equals(uri.getScheme()) && uri.getHost() != null)
                    || ("http".equals(uri.getScheme()) && uri.getHost() != null && isLoopback(uri.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
