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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Every resource, through stripe-java as the product uses it. */
class ResourcesTest {

    @AutoClose
    private final Sandbox sandbox = new Sandbox();

    @Test
    void theApiVersionIsTheOneThatStripeJavaPins() {
        assertThat(StripeSimulator.API_VERSION).isEqualTo(com.stripe.Stripe.API_VERSION);
    }

    @Test
    void aCustomerIsCreatedReadUpdatedAndDeleted() throws Exception {
        var customers = sandbox.stripe.customers();
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
        assertThat(sandbox.types()).containsExactly("customer.created", "customer.updated", "customer.deleted");
    }

    @Test
    void anUpdateSaysWhatWasThereBefore() throws Exception {
        var customers = sandbox.stripe.customers();
        var id = sandbox.customer("old@acme.test");
        var update = CustomerUpdateParams.builder().setEmail("new@acme.test");
        customers.update(id, update.putMetadata("seats", "3").build());
        customers.update(
                id, CustomerUpdateParams.builder().setEmail("new@acme.test").build());

        var updates = sandbox.stripe
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
        var customers = sandbox.stripe.customers();

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
        var methods = sandbox.stripe.paymentMethods();
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

        var ofCustomer = sandbox.stripe.customers().paymentMethods();
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
                        () -> sandbox.stripe.paymentMethods().attach("pm_card_chargeDeclined", to)))
                .returns("card_declined", CardException::getCode)
                .returns("generic_decline", CardException::getDeclineCode)
                .returns(402, CardException::getStatusCode);
        assertThat(sandbox.stripe.paymentMethods().list().getData()).isEmpty();
    }

    @Test
    void aDeletedCustomersCardsAreDetached() throws Exception {
        var customer = sandbox.customer("ada@acme.test");
        var card = sandbox.simulator.attachCard(customer);
        sandbox.stripe.customers().delete(customer);

        assertThat(sandbox.stripe.paymentMethods().retrieve(card).getCustomer()).isNull();
        assertThat(catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> sandbox.stripe.customers().paymentMethods().list(customer)))
                .returns("resource_missing", InvalidRequestException::getCode);
    }

    @Test
    void aSessionIsCreatedReadListedAndExpired() throws Exception {
        var customer = sandbox.customer("ada@acme.test");
        var sessions = sandbox.stripe.checkout().sessions();
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
        assertThat(sandbox.stripe.setupIntents().retrieve(open.getSetupIntent()).getStatus())
                .isEqualTo("canceled");
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> sessions.expire(open.getId())))
                .returns(400, InvalidRequestException::getStatusCode);
        assertThat(idsOf(sessions.list(openOnes))).isEmpty();
        assertThat(sandbox.types())
                .endsWith("setup_intent.created", "setup_intent.canceled", "checkout.session.expired");
    }

    @Test
    void aSessionExpiresByItselfWhenTheClockPassesItsDay() throws Exception {
        var sessions = sandbox.stripe.checkout().sessions();
        var open =
                sessions.create(Sandbox.setup(sandbox.customer("ada@acme.test")).build());

        sandbox.clock.advance(Duration.ofSeconds(86_399));
        assertThat(sessions.retrieve(open.getId()).getStatus()).isEqualTo("open");

        sandbox.pass(Duration.ofSeconds(1));
        assertThat(sandbox.types()).endsWith("checkout.session.expired");
        assertThat(sessions.retrieve(open.getId()).getStatus()).isEqualTo("expired");
    }

    @Test
    void expandShowsTheObjectInPlaceOfItsId() throws Exception {
        var customer = sandbox.customer("ada@acme.test");
        var sessions = sandbox.stripe.checkout().sessions();
        var open = sessions.create(Sandbox.setup(customer).addExpand("customer").build());
        assertThat(open.getCustomerObject().getEmail()).isEqualTo("ada@acme.test");
        sandbox.post("/_sim/pay/" + open.getId());

        var withCard = SessionRetrieveParams.builder().addExpand("setup_intent.payment_method");
        var session = sessions.retrieve(open.getId(), withCard.build());
        var card = session.getSetupIntentObject().getPaymentMethodObject().getCard();
        assertThat(card.getLast4()).isEqualTo("4242");

        var listed = sessions.list(
                SessionListParams.builder().addExpand("data.customer").build());
        assertThat(listed.getData().getFirst().getCustomerObject().getId()).isEqualTo(customer);

        var theCard = SetupIntentRetrieveParams.builder().addExpand("payment_method");
        var intent = sandbox.stripe.setupIntents().retrieve(session.getSetupIntent(), theCard.build());
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
        var events = sandbox.stripe.events();

        var all = events.list().getData();
        assertThat(all)
                .extracting(com.stripe.model.Event::getType)
                .containsExactly("payment_method.attached", "customer.created");
        assertThat(idsOf(events.list(
                        EventListParams.builder().setType("customer.*").build())))
                .containsExactly(all.getLast().getId());
        var both = EventListParams.builder().addType("customer.created").addType("payment_method.attached");
        assertThat(idsOf(events.list(both.build()))).hasSize(2);

        var one = events.retrieve(all.getLast().getId());
        assertThat(one.getDataObjectDeserializer().getObject().orElseThrow())
                .isInstanceOfSatisfying(
                        Customer.class,
                        customer -> assertThat(customer.getMetadata()).containsEntry("orgId", "org_1"));
        assertThat(one.getRequest().getIdempotencyKey()).isNotEmpty();
    }

    private static <T extends HasId> List<String> idsOf(StripeCollection<T> page) {
        return page.getData().stream().map(HasId::getId).toList();
    }
}
