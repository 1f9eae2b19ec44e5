/**
 * The top of the house. For each artifact group: the class that Lambda calls, which makes the one operation that its setting
 * names ({@link omni.lambda.OperationSetting}); how each operation is made from the group's parts; and these parts, built once from a
 * {@link omni.lambda.Configuration}.
 *
 * <p>Owns: which adapter stands behind which port, what each operation is given, and the names of environment variables. Does not
 * own: any rule.
 *
 * <p>Invariants: nothing imports it within the functions; a function makes no operation but its own; one that lacks a setting refuses
 * to start and names every one that is missing or wrong; only the
 * stripe group reaches stripe-java, only the account group the JOSE library.
 */
@NullMarked
package omni.lambda;

import org.jspecify.annotations.NullMarked;
