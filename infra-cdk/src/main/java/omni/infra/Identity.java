package omni.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cognito.AccountRecovery;
import software.amazon.awscdk.services.cognito.AuthFlow;
import software.amazon.awscdk.services.cognito.CognitoDomainOptions;
import software.amazon.awscdk.services.cognito.Mfa;
import software.amazon.awscdk.services.cognito.MfaSecondFactor;
import software.amazon.awscdk.services.cognito.OAuthFlows;
import software.amazon.awscdk.services.cognito.OAuthScope;
import software.amazon.awscdk.services.cognito.OAuthSettings;
import software.amazon.awscdk.services.cognito.PasswordPolicy;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolClientOptions;
import software.amazon.awscdk.services.cognito.UserPoolDomainOptions;
import software.constructs.Construct;

/** Who people sign in with: a Cognito user pool of the stack, unless the stage names an OIDC issuer. */
final class Identity extends Construct {

    private final @Nullable UserPool pool;
    private final @Nullable UserPoolClient client;

    Identity(Construct scope, String id, Stage stage) {
        super(scope, id);
        pool = stage.ownUserPool() ? pool(stage) : null;
        client = pool == null ? null : client(pool, stage);
    }

    private UserPool pool(Stage stage) {
        var made = UserPool.Builder.create(this, "Users")
                .selfSignUpEnabled(true)
                .signInAliases(SignInAliases.builder().email(true).build())
                .signInCaseSensitive(false)
                .accountRecovery(AccountRecovery.EMAIL_ONLY)
                .passwordPolicy(PasswordPolicy.builder()
                        .minLength(12)
                        .requireLowercase(true)
                        .requireUppercase(true)
                        .requireDigits(true)
                        .requireSymbols(true)
                        .tempPasswordValidity(Duration.days(3))
                        .build())
                .mfa(Mfa.OPTIONAL)
                .mfaSecondFactor(MfaSecondFactor.builder().otp(true).sms(false).build())
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        made.addDomain(
                "SignIn",
                UserPoolDomainOptions.builder()
                        .cognitoDomain(CognitoDomainOptions.builder()
                                .domainPrefix(stage.userPoolPrefix().orElseGet(() -> ownPrefix(stage)))
                                .build())
                        .build());
        Exemption.write(
                made,
                new Exemption(
                        "AwsSolutions-COG2",
                        "A second factor is offered to everybody; whether customers must have one is theirs to say."),
                new Exemption(
                        "AwsSolutions-COG3",
                        "Threat protection belongs to a paid plan of Cognito: whoever takes that plan turns it on."));
        return made;
    }

    /** One in the region without anybody choosing it: the first group of the stack's own id. */
    private static String ownPrefix(Stage stage) {
        var uuid = Fn.select(2, Fn.split("/", Aws.STACK_ID));
        return "omni-" + stage.name() + "-" + Fn.select(0, Fn.split("-", uuid));
    }

    private UserPoolClient client(UserPool users, Stage stage) {
        return users.addClient(
                "Browser",
                UserPoolClientOptions.builder()
                        .generateSecret(true)
                        .authFlows(AuthFlow.builder().build())
                        .preventUserExistenceErrors(true)
                        .oAuth(OAuthSettings.builder()
                                .flows(OAuthFlows.builder()
                                        .authorizationCodeGrant(true)
                                        .build())
                                .scopes(List.of(OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE))
                                .callbackUrls(List.of(stage.apiBaseUrl() + "/auth/callback"))
                                .build())
                        .build());
    }

    /** The settings that follow from it; none where the stage names an issuer. */
    Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        if (pool != null && client != null) {
            settings.put(Stage.Names.OIDC_ISSUER, pool.getUserPoolProviderUrl());
            settings.put(Stage.Names.OIDC_CLIENT_ID, client.getUserPoolClientId());
        }
        return settings;
    }

    /** The user pool's client, whose secret is known to the deployment alone. */
    Optional<UserPoolClient> client() {
        return Optional.ofNullable(client);
    }
}
