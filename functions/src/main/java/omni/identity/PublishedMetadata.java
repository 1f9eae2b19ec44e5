package omni.identity;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import omni.access.AuthorizationServer;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer publishes about itself: its OAuth document (RFC 8414), or, where it has none, that of OpenID Connect,
 * whose fields are the same. Both answers and failures are kept, since anybody may ask.
 */
public final class PublishedMetadata implements AuthorizationServer {

    static final Duration FRESH = Duration.ofMinutes(5);

    /** An issuer that does not answer is asked again after so long. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";

    private final URI issuer;
    private final InstantSource clock;
    private final IssuerHttp http;
    private @Nullable Metadata known;
    private Instant askedAt = Instant.EPOCH;

    public PublishedMetadata(URI issuer, InstantSource clock, Timeouts.Request timeouts) {
        this(issuer, clock, new IssuerHttp(timeouts));
    }

    PublishedMetadata(URI issuer, InstantSource clock, IssuerHttp http) {
        this.issuer = issuer;
        this.clock = clock;
        this.http = http;
    }

    @Override
    public synchronized Metadata metadata() {
        var now = clock.instant();
        var last = known;
        if (last != null && !now.isBefore(askedAt) && now.isBefore(askedAt.plus(life(last)))) {
            return last;
        }
        var next = ask();
        known = next;
        askedAt = now;
        return next;
    }

    private static Duration life(Metadata metadata) {
        return switch (metadata) {
            case Metadata.Published published -> FRESH;
            case Metadata.NotNow notNow -> PAUSE;
        };
    }

    private Metadata ask() {
        try {
            var oauth = http.get(address(issuer), Map.of());
            if (oauth.status() == 200 && speaksForIssuer(oauth)) {
                return new Metadata.Published(oauth.body());
            }
            var openId = http.get(IssuerMetadata.address(issuer), Map.of());
            return openId.status() == 200 && speaksForIssuer(openId)
                    ? new Metadata.Published(openId.body())
                    : new Metadata.NotNow("discovery answered " + oauth.status() + " and " + openId.status()
                            + ", and nothing about " + issuer);
        } catch (IssuerUnreachable e) {
            return new Metadata.NotNow(String.valueOf(e.getMessage()));
        }
    }

    /** The well-known path stands between the host and the issuer's own path (RFC 8414, 3.1). */
    static URI address(URI issuer) {
        var path = issuer.getRawPath() == null ? "" : issuer.getRawPath().replaceAll("/$", "");
        return URI.create(issuer.getScheme() + "://" + issuer.getRawAuthority() + WELL_KNOWN + path);
    }

    /** A document of another issuer must not be used (RFC 8414, 3.3); a page for people is none at all. */
    private boolean speaksForIssuer(IssuerHttp.Answer answer) {
        try {
            return issuer.toString().equals(answer.json().get("issuer"));
        } catch (IssuerUnreachable e) {
            return false;
        }
    }
}
