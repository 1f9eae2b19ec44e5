package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.infra.Stage.Names;
import omni.infra.Stage.PoolWishes;
import omni.json.Fields;

/** Reads what a stage's file wants of the stack's own user pool. */
record PoolFields(Fields fields) {

    /** As Cognito takes them: TLS, a scheme of an app's own, or this machine by its name alone. */
    private static final String CALLBACK =
            "(https://[^/#@\\s]+|http://localhost(:[0-9]{1,5})?)(/[^#\\s]*)?|(?!https?:)[a-z][a-z0-9+.-]*:/[^#\\s]*";

    PoolWishes read(Map<String, String> settings) {
        var pool = fields.object("userPool");
        var wishes = pool.map(PoolFields::wishes);
        var ownIssuer = !settings.getOrDefault(Names.OIDC_ISSUER, "").isEmpty();
        if (pool.isPresent() && ownIssuer) {
            fields.fault("userPool", "is instead of an issuer: name one of the two");
        }
        Names.OF_POOL.stream()
                .filter(name -> !ownIssuer && !settings.getOrDefault(name, "").isEmpty())
                .forEach(name ->
                        fields.fault("settings." + name, "is given by the user pool, where no issuer is named"));
        return wishes.orElse(PoolWishes.NONE);
    }

    private static PoolWishes wishes(Fields own) {
        var prefix = Optional.ofNullable(own.text("domainPrefix", 1, 63));
        prefix.filter(text ->
                        !text.matches("[a-z0-9]+(-[a-z0-9]+)*") || text.contains("aws") || text.contains("cognito"))
                .ifPresent(text -> own.fault(
                        "domainPrefix",
                        "must be small letters, digits and single hyphens, without the words aws and cognito"));
        var callbacks = own.texts("callbacks", 50);
        if (callbacks != null && !callbacks.stream().allMatch(address -> address.matches(CALLBACK))) {
            own.fault("callbacks", "must be https addresses, http://localhost, or of an app's own scheme, without a #");
        }
        own.refuseUnknown();
        return new PoolWishes(prefix, callbacks == null ? List.of() : callbacks);
    }
}
