package omni.credential;

import java.util.List;
import omni.access.Human;
import omni.event.AuditEvent;
import org.jspecify.annotations.Nullable;

class InMemoryCredentialsTest extends CredentialsContract {

    @Override
    protected Store store() {
        var store = new InMemoryCredentials();
        return new Store() {
            @Override
            public Keys keys() {
                return store;
            }

            @Override
            public SponsorTokens tokens() {
                return store;
            }

            @Override
            public List<String> eventTypes() {
                return store.events().stream().map(AuditEvent::type).toList();
            }

            @Override
            public void issuerIs(@Nullable Human human) {
                store.removeMember(SponsorToken.IssuedAs.of(ISSUER));
            }

            @Override
            public List<Long> keysVersions() {
                return List.of(store.keysVersion(ORG), store.keysVersion(ORG));
            }
        };
    }
}
