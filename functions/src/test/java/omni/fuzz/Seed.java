package omni.fuzz;

/** What the cases of a run are made from: another one each time, unless {@code omni.seed} names it. */
public final class Seed {

    private Seed() {}

    /** Prints the seed, so that a run that fails in whatever way can be had again. */
    public static long of(String test) {
        long seed = Long.getLong("omni.seed", System.nanoTime() & 0x7fff_ffffL);
        System.out.println(test + ": -Domni.seed=" + seed);
        return seed;
    }
}
