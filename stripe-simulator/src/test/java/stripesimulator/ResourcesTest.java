package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Customer;
import com.stripe.model.HasId;
import com.stripe.model.PaymentMethod;
import com.stripe.model.StripeCollection;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.PaymentMethodListParams;
import com.stripe.param.SetupIntentRetrieveParams;
import com.stripe.param.checkout.SessionListParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every resource, through stripe-java as the product uses it. */
class ResourcesTest {

    private final Sandbox sandbox = new Sandbox();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theApiVersionIsTheOneThatStripeJavaPins() {
        assertThat(StripeSimulator.API_VERSION).isEqualTo(com.stripe.Stripe.API_VERSION);
    }

    @Test
    void aCustomerIsCreatedReadUpdatedAndDeleted() throws Exception {
        var customers = sandbox.stripe.v1().customers();
        var created = customers.create(CustomerCreateParams.builder()
                .setName("Ada")
                .setEmail("ada@acme.test")
                .setAddress(
                        CustomerCreateParams.Address.builder().setCity("London").build())
                .addPreferredLocale("en")
                .putAllMetadata(Map.of("orgId", "org_1", "tier", "a"))
                .build());

        assertThat(created.getId()).matches("cus_[0-9A-Za-z]{14}");
        assertThat(created.getCreated()).isEqualTo(sandbox.clock.instant().getEpochSecond());
        assertThat(created.getLivemode()).isFalse();
        assertThat(customers.retrieve(created.getId())).isEqualTo(created);

        var updated = customers.update(
                created.getId(),
                CustomerUpdateParams.builder()
                        .setName("")
                        .setPhone("123")
                        .putMetadata("tier", "")
                        .putMetadata("seats", "3")
                        .build());
        assertThat(updated.getName()).isNull();
        assertThat(updated.getPhone()).isEqualTo("123");
        assertThat(updated.getEmail()).isEqualTo("ada@acme.test");
        assertThat(updated.getMetadata()).containsOnly(Map.entry("orgId", "org_1"), Map.entry("seats", "3"));

        assertThat(customers.delete(created.getId()).getDeleted()).isTrue();
        assertThat(customers.retrieve(created.getId()).getDeleted()).isTrue();
        assertThat(customers.list().getData()).isEmpty();
        assertThat(types()).containsExactly("customer.created", "customer.updated", "customer.deleted");
    }

    @Test
    void anUpdateSaysWhatWasThereBefore() throws Exception {
        var customers = sandbox.stripe.v1().customers();
        var id = sandbox.customer("old@acme.test");
        customers.update(
                id,
                CustomerUpdateParams.builder()
                        .setEmail("new@acme.test")
                        .putMetadata("seats", "3")
                        .build());
        customers.update(
                id, CustomerUpdateParams.builder().setEmail("new@acme.test").build());

        var updates = sandbox.stripe
                .v1()
                .events()
                .list(EventListParams.builder().setType("customer.updated").build());

        assertThat(updates.getData()).hasSize(1);
        assertThat(updates.getData().getFirst().getData().getPreviousAttributes())
                .containsEntry("email", "old@acme.test")
                .hasEntrySatisfying("metadata", before -> assertThat(before).hasToString("{seats=null}"));
    }

    @Test
    void aListIsReadPageByPageNewestFirst() throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 25; i++) {
            ids.addFirst(sandbox.customer("c" + i + "@acme.test"));
            sandbox.clock.advance(Duration.ofSeconds(1));
        }
        var customers = sandbox.stripe.v1().customers();

        var first = customers.list();
        assertThat(idsOf(first)).isEqualTo(ids.subList(0, 10));
        assertThat(first.getHasMore()).isTrue();
        assertThat(first.autoPagingIterable()).extracting(Customer::getId).isEqualTo(ids);

        var middle = customers.list(CustomerListParams.builder()
                .setEndingBefore(ids.get(12))
                .setLimit(5L)
                .build());
        assertThat(idsOf(middle)).isEqualTo(ids.subList(7, 12));

        var one = customers.list(
                CustomerListParams.builder().setEmail("c3@acme.test").build());
        assertThat(idsOf(one)).containsExactly(ids.get(21));

        var since = sandbox.clock.instant().getEpochSecond() - 3;
        var recent = customers.list(CustomerListParams.builder()
                .setCreated(CustomerListParams.Created.builder().setGte(since).build())
                .build());
        assertThat(idsOf(recent)).isEqualTo(ids.subList(0, 3));
    }

    @Test
    void aCardIsCreatedAttachedListedDetachedAndNeverAttachedAgain() throws Exception {
        var customer = sandbox.customer("ada@acme.test");
        var methods = sandbox.stripe.v1().paymentMethods();
        var to = PaymentMethodAttachParams.builder().setCustomer(customer).build();
        var card = methods.create(PaymentMethodCreateParams.builder()
                .setType(PaymentMethodCreateParams.Type.CARD)
                .setCard(PaymentMethodCreateParams.CardDetails.builder()
                        .setNumber("5555555555554444")
                        .setExpMonth(12L)
                        .setExpYear(2034L)
                        .setCvc("123")
                        .build())
                .build());
        assertThat(card.getCard())
                .returns("mastercard", PaymentMethod.Card::getBrand)
                .returns("4444", PaymentMethod.Card::getLast4)
                .returns(2034L, PaymentMethod.Card::getExpYear);

        var visa = methods.attach("pm_card_visa", to);
        assertThat(methods.attach(card.getId(), to).getCustomer()).isEqualTo(customer);

        var ofCustomer = sandbox.stripe.v1().customers().paymentMethods();
        assertThat(idsOf(ofCustomer.list(customer))).containsExactly(visa.getId(), card.getId());
        assertThat(ofCustomer.retrieve(customer, visa.getId()).getCard().getLast4())
                .isEqualTo("4242");
        assertThat(idsOf(methods.list(
                        PaymentMethodListParams.builder().setCustomer(customer).build())))
                .hasSize(2);

        assertThat(methods.detach(card.getId()).getCustomer()).isNull();
        assertThat(methods.retrieve(card.getId()).getCustomer()).isNull();
        assertThat(idsOf(ofCustomer.list(customer))).containsExactly(visa.getId());
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> methods.attach(card.getId(), to)))
                .returns(400, InvalidRequestException::getStatusCode);
    }

    @Test
    void aDeclinedCardIsACardErrorAndIsNotAttached() throws Exception {
        var customer = sandbox.customer("ada@acme.test");
        var to = PaymentMethodAttachParams.builder().setCustomer(customer).build();

        assertThat(catchThrowableOfType(
                        CardException.class,
                        () -> sandbox.stripe.v1().paymentMethods().attach("pm_card_chargeDeclined", to)))
                .returns("card_declined", CardException::getCode)
                .returns("generic_decline", CardException::getDeclineCode)
                .returns(402, CardException::getStatusCode);
        assertThat(sandbox.stripe.v1().paymentMethods().list().getData()).isEmpty();
    }

    @Test
    void aDeletedCustomersCardsAreDetached() throws Exception {
        var customer = sandbox.customer("ada@acme.test");
        var card = sandbox.simulator.attachCard(customer);
        sandbox.stripe.v1().customers().delete(customer);

        assertThat(sandbox.stripe.v1().paymentMethods().retrieve(card).getCustomer())
                .isNull();
        assertThat(catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> sandbox.stripe.v1().customers().paymentMethods().list(customer)))
                .returns("resource_missing", InvalidRequestException::getCode);
    }

    @Test
    void aSessionIsCreatedReadListedAndExpired() throws Exception {
        var customer = sandbox.customer("ada@acme.test");
        var sessions = sandbox.stripe.v1().checkout().sessions();
        var open = sessions.create(Sandbox.setup(customer).build());

        assertThat(open.getId()).matches("cs_test_[0-9A-Za-z]{58}");
        assertThat(open.getSetupIntent()).matches("seti_[0-9A-Za-z]{24}");
        assertThat(open.getUrl()).isEqualTo(sandbox.simulator.baseUri() + "/pay/" + open.getId());
        assertThat(open.getExpiresAt()).isEqualTo(open.getCreated() + 86_400);
        assertThat(open.getClientReferenceId()).isEqualTo("org_1");
        assertThat(open.getCustomerDetails().getEmail()).isEqualTo("ada@acme.test");
        assertThat(sessions.retrieve(open.getId())).isEqualTo(open);
        var openOnes = SessionListParams.builder()
                .setCustomer(customer)
                .setStatus(SessionListParams.Status.OPEN)
                .build();
        assertThat(idsOf(sessions.list(openOnes))).containsExactly(open.getId());

        var expired = sessions.expire(open.getId());
        assertThat(expired.getStatus()).isEqualTo("expired");
        assertThat(expired.getUrl()).isNull();
        assertThat(sandbox.stripe
                        .v1()
                        .setupIntents()
                        .retrieve(open.getSetupIntent())
                        .getStatus())
                .isEqualTo("canceled");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> sessions.expire(open.getId())))
                .returns(400, InvalidRequestException::getStatusCode);
        assertThat(idsOf(sessions.list(openOnes))).isEmpty();
        assertThat(types()).endsWith("setup_intent.created", "setup_intent.canceled", "checkout.session.expired");
    }

    @Test
    void aSessionExpiresByItselfWhenTheClockPassesItsDay() throws Exception {
        var sessions = sandbox.stripe.v1().checkout().sessions();
        var open =
                sessions.create(Sandbox.setup(sandbox.customer("ada@acme.test")).build());

        sandbox.clock.advance(Duration.ofSeconds(86_399));
        assertThat(sessions.retrieve(open.getId()).getStatus()).isEqualTo("open");

        sandbox.clock.advance(Duration.ofSeconds(1));
        sandbox.simulator.clockMoved();
        assertThat(types()).endsWith("checkout.session.expired");
        assertThat(sessions.retrieve(open.getId()).getStatus()).isEqualTo("expired");
    }

    @Test
    void expandShowsTheObjectInPlaceOfItsId() throws Exception {
        var customer = sandbox.customer("ada@acme.test");
        var sessions = sandbox.stripe.v1().checkout().sessions();
        var open = sessions.create(Sandbox.setup(customer).addExpand("customer").build());
        assertThat(open.getCustomerObject().getEmail()).isEqualTo("ada@acme.test");
        sandbox.post("/_sim/pay/" + open.getId());

        var session = sessions.retrieve(
                open.getId(),
                SessionRetrieveParams.builder()
                        .addExpand("setup_intent.payment_method")
                        .build());
        assertThat(session.getSetupIntentObject()
                        .getPaymentMethodObject()
                        .getCard()
                        .getLast4())
                .isEqualTo("4242");

        var listed = sessions.list(
                SessionListParams.builder().addExpand("data.customer").build());
        assertThat(listed.getData().getFirst().getCustomerObject().getId()).isEqualTo(customer);

        var intent = sandbox.stripe
                .v1()
                .setupIntents()
                .retrieve(
                        session.getSetupIntent(),
                        SetupIntentRetrieveParams.builder()
                                .addExpand("payment_method")
                                .build());
        assertThat(intent.getStatus()).isEqualTo("succeeded");
        assertThat(intent.getPaymentMethodObject().getCustomer()).isEqualTo(customer);

        for (var path : List.of("client_reference_id", "nonsense", "customer.email.x", "")) {
            var params = SessionRetrieveParams.builder().addExpand(path).build();
            assertThat(catchThrowableOfType(
                            InvalidRequestException.class, () -> sessions.retrieve(open.getId(), params)))
                    .as(path)
                    .isNotNull();
        }
    }

    @Test
    void eventsAreListedByTypeAndReadOneByOne() throws Exception {
        sandbox.simulator.attachCard(sandbox.customer("ada@acme.test"));
        var events = sandbox.stripe.v1().events();

        var all = events.list().getData();
        assertThat(all)
                .extracting(com.stripe.model.Event::getType)
                .containsExactly("payment_method.attached", "customer.created");
        assertThat(idsOf(events.list(
                        EventListParams.builder().setType("customer.*").build())))
                .containsExactly(all.getLast().getId());
        assertThat(idsOf(events.list(EventListParams.builder()
                        .addType("customer.created")
                        .addType("payment_method.attached")
                        .build())))
                .hasSize(2);

        var one = events.retrieve(all.getLast().getId());
        assertThat(one.getDataObjectDeserializer().getObject().orElseThrow())
                .isInstanceOfSatisfying(
                        Customer.class,
                        customer -> assertThat(customer.getMetadata()).containsEntry("orgId", "org_1"));
        assertThat(one.getRequest().getIdempotencyKey()).isNotEmpty();
    }

    private List<String> types() {
        return sandbox.simulator.events().stream()
                .map(StripeSimulator.LoggedEvent::type)
                .toList();
    }

    private static <T extends HasId> List<String> idsOf(StripeCollection<T> page) {
        return page.getData().stream().map(HasId::getId).toList();
    }
}
