package omni.sec;

/** Turns a source's failure into the refusal that the caller is told. */
final class Outcomes {

    private Outcomes() {}

    static <T> Lookup<T> of(LookupRefusal.Thing thing, Reading<Lookup<T>> reading) {
        return switch (reading) {
            case Reading.Got<Lookup<T>>(var lookup) -> lookup;
            case Reading.Failed<Lookup<T>>(var reason) ->
                new Lookup.Refused<>(new LookupRefusal.LookupFailed(thing, reason));
        };
    }

    static <T> Reading<Lookup<T>> notFound(LookupRefusal.Thing thing, String message) {
        return Reading.of(new Lookup.Refused<>(new LookupRefusal.NotFound(thing, message)));
    }
}
