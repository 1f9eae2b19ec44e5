package omni.fakes;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import omni.access.AccessTokens;
import omni.access.IdentityProvider.Identity;

/** An issuer's word on tokens, as a test gives it; a token of which it says nothing is a bad one. */
public final class ScriptedTokens implements AccessTokens {

    public static final String ISSUER = Rig.ANN.issuer();

    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final Map<String, Resource> only = new HashMap<>();

    /** A token of this subject, with their verified address. */
    public String of(String subject, String... scopes) {
        return say(subject + Set.of(scopes), new Good(identity(subject), Set.of(scopes)));
    }

    public static Identity identity(String subject) {
        return new Identity(ISSUER, subject, "Ann@Example.com", true, "Ann");
    }

    /** A token of which nothing can be known now. */
    public String unverifiable() {
        return say("unverifiable", new Unverifiable("switched off"));
    }

    /** The token with this verdict. */
    public String say(String name, Verdict verdict) {
        var token = "eyJ." + name + ".sig";
        verdicts.put(token, verdict);
        return token;
    }

    /** A token of this subject that counts at this resource alone. */
    public String of(Resource resource, String subject) {
        var token = of(subject, resource.name());
        only.put(token, resource);
        return token;
    }

    @Override
    public Verdict verify(String token, Resource resource) {
        return only.getOrDefault(token, resource) != resource
                ? new Bad("it counts elsewhere")
                : verdicts.getOrDefault(token, new Bad("a test knows no such token"));
    }
}
