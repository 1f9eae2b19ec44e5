package omni.identity;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** What an issuer publishes about itself, kept: its metadata, and under the address that this names its signing keys. */
final class IssuerDocuments {

    private final URI issuer;
    private final IssuerHttp http;
    private final Cached<IssuerMetadata> metadata;
    private final SigningKeys keys;

    /** @param coldPause how long a failure stands for the next ones while nothing is known of the issuer */
    IssuerDocuments(URI issuer, InstantSource clock, IssuerHttp http, Duration coldPause) {
        this.issuer = issuer;
        this.http = http;
        this.metadata = new Cached<>(clock, this::discover, coldPause);
        this.keys = new SigningKeys(clock, this::fetchKeys, coldPause);
    }

    IssuerMetadata metadata() throws IssuerUnreachable {
        return metadata.get();
    }

    SigningKeys keys() {
        return keys;
    }

    private IssuerMetadata discover() throws IssuerUnreachable {
        return IssuerMetadata.read(issuer, http.get(IssuerMetadata.address(issuer), Map.of()));
    }

    private JWKSet fetchKeys() throws IssuerUnreachable {
        return SigningKeys.read(http.get(metadata.get().jwksUri(), Map.of()));
    }
}
