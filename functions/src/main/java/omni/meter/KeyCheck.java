package omni.meter;

/** Looks a caller's key up once more, when keys have changed between authentication and commit. */
@FunctionalInterface
public interface KeyCheck {

    Result check(Call call);

    enum Result {
        GOOD,
        REFUSED,
        UNREACHABLE
    }
}
