package omni.lambda;

import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.Operation.Group;
import omni.endpoint.ActivatePayg;
import omni.endpoint.CheckoutAnswers;
import omni.endpoint.Endpoints;
import omni.endpoint.HostedCheckout;
import omni.endpoint.OpenPortal;
import omni.endpoint.ReceiveStripeEvent;
import omni.endpoint.RedirectUrls;
import omni.endpoint.StartCheckout;
import omni.endpoint.StripeEventEffects;
import omni.invoicing.PaymentFacts;
import omni.refusal.RefusalProblems;

/** How each endpoint of the group {@code STRIPE} is made: from exactly what it uses, and no other is. */
public record StripeEndpoints(StripeRoot root) {

    /** The function of a route. */
    public EndpointFunction function(Endpoints route) {
        return new EndpointFunction(route.operation(), root.shell(), of(route));
    }

    /** The endpoint of a route, without the shell. */
    public Endpoint of(Endpoints route) {
        return switch (route) {
            case ACTIVATE_PAYG -> new ActivatePayg(root.accounts(), urls(), checkout(), answers(route));
            case START_CHECKOUT -> startCheckout(answers(route));
            case OPEN_PORTAL -> openPortal(answers(route));
            case RECEIVE_STRIPE_EVENT -> receiveStripeEvent();
            default -> throw OperationSetting.notOf(Group.STRIPE, route.name());
        };
    }

    private StartCheckout startCheckout(CheckoutAnswers answers) {
        return new StartCheckout(
                root.accounts(),
                root.payments(),
                root.foundation().configuration().salesContactUrl(),
                urls(),
                checkout(),
                answers,
                problems());
    }

    private OpenPortal openPortal(CheckoutAnswers answers) {
        return new OpenPortal(root.accounts(), root.payments(), root.settings(), urls(), facts(), answers, problems());
    }

    private ReceiveStripeEvent receiveStripeEvent() {
        return new ReceiveStripeEvent(
                root.accounts(),
                root.payments(),
                root.signature(),
                root.events(),
                root.settings(),
                root.foundation().log(),
                effects());
    }

    private StripeEventEffects effects() {
        var foundation = root.foundation();
        return new StripeEventEffects(
                root.accounts(),
                facts(),
                root.keeper(),
                root.usageBilling(),
                root.marks(),
                root.events(),
                foundation.clock(),
                foundation.log(),
                foundation.timeouts().stripeEvent());
    }

    private PaymentFacts facts() {
        return new PaymentFacts(root.accounts(), root.payments());
    }

    private HostedCheckout checkout() {
        return new HostedCheckout(root.accounts(), root.payments(), root.profile());
    }

    private RedirectUrls urls() {
        var redirects = root.redirects();
        return new RedirectUrls(
                redirects.allowList(), redirects.successUrl(), redirects.cancelUrl(), redirects.returnUrl());
    }

    private CheckoutAnswers answers(Endpoints route) {
        return new CheckoutAnswers(
                root.settings(), root.foundation().log(), route.operation().operationId());
    }

    private RefusalProblems problems() {
        return new RefusalProblems(root.settings());
    }
}
