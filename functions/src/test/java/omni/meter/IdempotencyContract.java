package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import omni.ledger.Ledger;
import omni.meter.Idempotency.Absent;
import omni.meter.Idempotency.Completion;
import omni.meter.Idempotency.Done;
import omni.meter.Idempotency.InProgress;
import omni.meter.Idempotency.Release;
import omni.meter.Idempotency.Stored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of idempotency records has to do. */
public abstract class IdempotencyContract {

    private static final Instant NOW = Instant.parse("2026-05-14T09:30:00.123Z");

    private final String org = "org_" + UUID.randomUUID().toString().substring(0, 12);
    private final Idempotency.Key key = new Idempotency.Key(org, true, "order 66");

    protected abstract Idempotency idempotency();

    protected abstract Ledger ledger();

    private static InProgress attempt(String fence) {
        return new InProgress("fingerprint", "use_1", fence, NOW.plus(Idempotency.LOCK));
    }

    private VoidMark mark(String usageId, int status) {
        return new VoidMark(usageId, org, true, status, 17, NOW.plusNanos(1_234));
    }

    private static Stored answer(String body) {
        return new Stored(
                200, Map.of("Content-Type", "application/json"), new Body(body.getBytes(StandardCharsets.UTF_8)));
    }

    private void claim(Idempotency.Key claimed, InProgress attempt) {
        assertThat(idempotency().claim(claimed, new Absent(), attempt, NOW)).isTrue();
    }

    private Stored storedAt(Idempotency.Key of, Instant at) {
        assertThat(idempotency().read(of, at)).isInstanceOf(Done.class);
        return ((Done) idempotency().read(of, at)).answer();
    }

    private static String text(Stored stored) {
        return new String(Objects.requireNonNull(stored.body()).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aKeyThatNobodyUsedIsAbsent() {
        assertThat(idempotency().read(key, NOW)).isEqualTo(new Absent());
    }

    @Test
    void aClaimIsReadAsItWasMade() {
        claim(key, attempt("att_1"));

        assertThat(idempotency().read(key, NOW)).isEqualTo(attempt("att_1"));
    }

    @Test
    void aSecondClaimOfAnAbsentKeyIsLostAndChangesNothing() {
        claim(key, attempt("att_1"));

        assertThat(idempotency().claim(key, new Absent(), attempt("att_2"), NOW))
                .isFalse();
        assertThat(idempotency().read(key, NOW)).isEqualTo(attempt("att_1"));
    }

    @Test
    void theOwnClaimRepeatedAfterALostAnswerIsHeld() {
        claim(key, attempt("att_1"));

        assertThat(idempotency().claim(key, new Absent(), attempt("att_1"), NOW))
                .isTrue();
    }

    @Test
    void aTakeoverReplacesExactlyTheAttemptThatWasSeen() {
        claim(key, attempt("att_1"));

        assertThat(idempotency().claim(key, attempt("att_0"), attempt("att_2"), NOW))
                .isFalse();
        assertThat(idempotency().claim(key, attempt("att_1"), attempt("att_2"), NOW))
                .isTrue();
        assertThat(idempotency().claim(key, attempt("att_1"), attempt("att_2"), NOW))
                .as("repeated")
                .isTrue();
        assertThat(idempotency().claim(key, attempt("att_1"), attempt("att_3"), NOW))
                .isFalse();
        assertThat(idempotency().read(key, NOW)).isEqualTo(attempt("att_2"));
    }

    @Test
    void anAnsweredOrFreedKeyIsNotTakenOver() {
        claim(key, attempt("att_1"));
        var free = new Idempotency.Key(org, true, "free");
        idempotency().complete(key, "att_1", answer("{}"), NOW);

        assertThat(idempotency().claim(key, attempt("att_1"), attempt("att_2"), NOW))
                .isFalse();
        assertThat(idempotency().claim(free, attempt("att_1"), attempt("att_2"), NOW))
                .isFalse();
        assertThat(idempotency().read(free, NOW)).isEqualTo(new Absent());
    }

    @Test
    void theHolderStoresItsAnswerAsOftenAsItLikesAndNobodyElseDoes() {
        claim(key, attempt("att_1"));

        assertThat(idempotency().complete(key, "att_2", answer("other"), NOW)).isEqualTo(Completion.LOST_FENCE);
        assertThat(idempotency().complete(key, "att_1", answer("mine"), NOW)).isEqualTo(Completion.DONE);
        assertThat(idempotency().complete(key, "att_1", answer("mine"), NOW)).isEqualTo(Completion.DONE);
        assertThat(idempotency().complete(key, "att_2", answer("other"), NOW)).isEqualTo(Completion.LOST_FENCE);
        var done = (Done) idempotency().read(key, NOW);
        assertThat(done.fingerprint()).isEqualTo("fingerprint");
        assertThat(text(done.answer())).isEqualTo("mine");
        assertThat(done.answer().headers()).isEqualTo(Map.of("Content-Type", "application/json"));
        assertThat(done.answer().status()).isEqualTo(200);
    }

    @Test
    void anAnswerUnderAKeyThatNobodyHoldsIsNotStored() {
        assertThat(idempotency().complete(key, "att_1", answer("late"), NOW)).isEqualTo(Completion.LOST_FENCE);
        assertThat(idempotency().read(key, NOW)).isEqualTo(new Absent());
    }

    @Test
    void onlyTheHolderFreesAKey() {
        claim(key, attempt("att_1"));

        assertThat(idempotency().release(key, "att_2")).isEqualTo(Release.LOST_FENCE);
        assertThat(idempotency().read(key, NOW)).isEqualTo(attempt("att_1"));
        assertThat(idempotency().release(key, "att_1")).isEqualTo(Release.FREED);
        assertThat(idempotency().release(key, "att_1")).as("repeated").isEqualTo(Release.FREED);
        assertThat(idempotency().read(key, NOW)).isEqualTo(new Absent());
        assertThat(ledger().read("use_1").isVoided()).isFalse();
    }

    @Test
    void anAnswerIsNeverFreed() {
        claim(key, attempt("att_1"));
        idempotency().complete(key, "att_1", answer("{}"), NOW);

        assertThat(idempotency().release(key, "att_1")).isEqualTo(Release.LOST_FENCE);
        assertThat(text(storedAt(key, NOW))).isEqualTo("{}");
    }

    @Test
    void anAnnulmentMarksAndFreesAtOnceAndMayBeRepeated() {
        var usageId = "use_" + UUID.randomUUID();
        claim(key, attempt("att_1"));

        for (var repetition = 0; repetition < 2; repetition++) {
            assertThat(idempotency().annulAndRelease(key, "att_1", mark(usageId, 404)))
                    .isEqualTo(Annulment.Result.MARKED);
            assertThat(idempotency().read(key, NOW)).isEqualTo(new Absent());
            var mark = Objects.requireNonNull(ledger().read(usageId).mark());
            assertThat(mark.status()).isEqualTo(404);
            assertThat(mark.orgId()).isEqualTo(org);
        }
    }

    @Test
    void whatIsAnsweredIsNotAnnulled() {
        var usageId = "use_" + UUID.randomUUID();
        claim(key, attempt("att_1"));
        idempotency().complete(key, "att_1", answer("{}"), NOW);

        assertThat(idempotency().annulAndRelease(key, "att_1", mark(usageId, 503)))
                .isEqualTo(Annulment.Result.ANSWERED);
        assertThat(ledger().read(usageId).isVoided()).isFalse();
        assertThat(text(storedAt(key, NOW))).isEqualTo("{}");
    }

    @Test
    void whoLostTheKeyMarksNothing() {
        var usageId = "use_" + UUID.randomUUID();
        claim(key, attempt("att_2"));

        assertThat(idempotency().annulAndRelease(key, "att_1", mark(usageId, 503)))
                .isEqualTo(Annulment.Result.TAKEN_OVER);
        idempotency().complete(key, "att_2", answer("{}"), NOW);
        assertThat(idempotency().annulAndRelease(key, "att_1", mark(usageId, 503)))
                .isEqualTo(Annulment.Result.TAKEN_OVER);
        assertThat(ledger().read(usageId).isVoided()).isFalse();
    }

    @Test
    void theMarkOfATakeoverThatIsOverStays() {
        var usageId = "use_" + UUID.randomUUID();
        claim(key, attempt("att_2"));
        idempotency().annulAndRelease(key, "att_2", mark(usageId, 404));

        assertThat(idempotency().annulAndRelease(key, "att_1", mark(usageId, 503)))
                .isEqualTo(Annulment.Result.TAKEN_OVER);
        assertThat(Objects.requireNonNull(ledger().read(usageId).mark()).status())
                .isEqualTo(404);
    }

    @Test
    void underAKeyThatIsGoneTheMarkIsPutAllTheSame() {
        var usageId = "use_" + UUID.randomUUID();

        assertThat(idempotency().annulAndRelease(key, "att_1", mark(usageId, 503)))
                .isEqualTo(Annulment.Result.MARKED);
        assertThat(ledger().read(usageId).isVoided()).isTrue();
    }

    @Test
    void aKeyIsRememberedForExactlyADayFromItsClaim() {
        var lastInstant = NOW.plus(Duration.ofHours(24)).minusMillis(1);
        claim(key, attempt("att_1"));
        idempotency().complete(key, "att_1", answer("{}"), NOW.plusSeconds(3));
        var running = new Idempotency.Key(org, true, "running");
        claim(running, attempt("att_1"));

        assertThat(idempotency().read(key, lastInstant)).isInstanceOf(Done.class);
        assertThat(idempotency().claim(key, new Absent(), attempt("att_2"), lastInstant))
                .isFalse();
        assertThat(idempotency().read(running, lastInstant)).isInstanceOf(InProgress.class);
        for (var gone : new Idempotency.Key[] {key, running}) {
            assertThat(idempotency().read(gone, lastInstant.plusMillis(1))).isEqualTo(new Absent());
            assertThat(idempotency().claim(gone, new Absent(), attempt("att_2"), lastInstant.plusMillis(1)))
                    .isTrue();
        }
    }

    @Test
    void anAnswerSurvivesAsItWas() {
        claim(key, attempt("att_1"));
        var bytes = new byte[256];
        for (var index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) index;
        }
        idempotency().complete(key, "att_1", new Stored(203, Map.of(), new Body(bytes)), NOW);

        assertThat(storedAt(key, NOW).status()).isEqualTo(203);
        assertThat(storedAt(key, NOW).headers()).isEmpty();
        assertThat(Objects.requireNonNull(storedAt(key, NOW).body()).bytes()).isEqualTo(bytes);
    }

    @Test
    void anEmptyAnswerIsKeptAsEmptyAndNotAsMissing() {
        claim(key, attempt("att_1"));
        idempotency().complete(key, "att_1", new Stored(204, Map.of(), new Body(new byte[0])), NOW);

        assertThat(Objects.requireNonNull(storedAt(key, NOW).body()).length()).isZero();
    }

    @ParameterizedTest(name = "{0} bytes of text are kept")
    @ValueSource(ints = {1_000, 350 * 1024 + 1, 5_000_000})
    void whatCompressesIsKept(int length) {
        claim(key, attempt("att_1"));
        idempotency().complete(key, "att_1", answer("a".repeat(length)), NOW);

        assertThat(text(storedAt(key, NOW))).hasSize(length);
    }

    @Test
    void aBodyThatIsTooLargeIsNotKeptButItsAnswerIs() {
        claim(key, attempt("att_1"));
        var noise = new byte[360 * 1024];
        new Random(1).nextBytes(noise);

        assertThat(idempotency().complete(key, "att_1", new Stored(200, Map.of("A", "b"), new Body(noise)), NOW))
                .isEqualTo(Completion.DONE);
        assertThat(storedAt(key, NOW).body()).isNull();
        assertThat(storedAt(key, NOW).headers()).isEqualTo(Map.of("A", "b"));
    }

    @Test
    void everyPrintableKeyIsItsOwn() {
        var keys = new ArrayList<Idempotency.Key>();
        for (var character = 0x20; character <= 0x7E; character++) {
            keys.add(new Idempotency.Key(org, true, String.valueOf((char) character)));
        }
        keys.add(new Idempotency.Key(org, true, "~".repeat(254)));
        keys.add(new Idempotency.Key(org, true, "~".repeat(255)));
        keys.add(new Idempotency.Key(org, true, "a#b"));
        keys.add(new Idempotency.Key(org, false, "a#b"));
        keys.add(new Idempotency.Key(org, false, "order 66"));
        keys.add(new Idempotency.Key(org + "2", true, "order 66"));
        for (var each : keys) {
            assertThat(idempotency().claim(each, new Absent(), attempt("att " + keys.indexOf(each)), NOW))
                    .as(each.value())
                    .isTrue();
        }
        for (var each : keys) {
            assertThat(idempotency().read(each, NOW)).isEqualTo(attempt("att " + keys.indexOf(each)));
        }
        assertThat(idempotency().read(key, NOW)).isEqualTo(new Absent());
    }
}
