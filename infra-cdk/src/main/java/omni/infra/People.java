package omni.infra;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cognito.AccountRecovery;
import software.amazon.awscdk.services.cognito.CognitoDomainOptions;
import software.amazon.awscdk.services.cognito.FeaturePlan;
import software.amazon.awscdk.services.cognito.ManagedLoginVersion;
import software.amazon.awscdk.services.cognito.Mfa;
import software.amazon.awscdk.services.cognito.MfaSecondFactor;
import software.amazon.awscdk.services.cognito.PasswordPolicy;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolDomainOptions;
import software.constructs.Construct;

/** The people of a stack that has no issuer of its own: the user pool, and the page on which they sign in. */
final class People {

    private People() {}

    /** Bound to a resource are only tokens of managed login, which is no part of the plan Lite. */
    static UserPool pool(Construct scope, Stage stage) {
        var made = UserPool.Builder.create(scope, "Users")
                .featurePlan(FeaturePlan.ESSENTIALS)
                .selfSignUpEnabled(true)
                .signInAliases(SignInAliases.builder().email(true).build())
                .signInCaseSensitive(false)
                .accountRecovery(AccountRecovery.EMAIL_ONLY)
                .passwordPolicy(passwords())
                .mfa(Mfa.OPTIONAL)
                .mfaSecondFactor(MfaSecondFactor.builder().otp(true).sms(false).build())
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        made.addDomain(
                "SignIn",
                UserPoolDomainOptions.builder()
                        .managedLoginVersion(ManagedLoginVersion.NEWER_MANAGED_LOGIN)
                        .cognitoDomain(CognitoDomainOptions.builder()
                                .domainPrefix(stage.userPool().domainPrefix().orElseGet(() -> ownPrefix(stage)))
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

    private static PasswordPolicy passwords() {
        return PasswordPolicy.builder()
                .minLength(12)
                .requireLowercase(true)
                .requireUppercase(true)
                .requireDigits(true)
                .requireSymbols(true)
                .tempPasswordValidity(Duration.days(3))
                .build();
    }

    /** One in the region without anybody choosing it: the first group of the stack's own id. */
    private static String ownPrefix(Stage stage) {
        var uuid = Fn.select(2, Fn.split("/", Aws.STACK_ID));
        return "omni-" + stage.name() + "-" + Fn.select(0, Fn.split("-", uuid));
    }
}
