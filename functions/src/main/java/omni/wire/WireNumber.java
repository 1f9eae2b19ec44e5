package omni.wire;

/** An enum whose constants have a number, too, by which stored rows refer to them. */
public interface WireNumber extends WireName {

    int number();

    /** The constant of a number that was stored. */
    static <E extends WireNumber> E of(E[] constants, long number) {
        for (var constant : constants) {
            if (constant.number() == number) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                "no " + constants.getClass().getComponentType().getSimpleName() + " has the number " + number);
    }
}
