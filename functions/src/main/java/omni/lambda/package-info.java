/**
 * The composition roots: one for each artefact group, each building everything once from a {@link
 * omni.lambda.Configuration}.
 *
 * <p>Owns: which adapter stands behind which port, and the names of environment variables. Does not own: any rule.
 *
 * <p>Invariants: a function that lacks a setting refuses to start and names every one that is missing or wrong; only the
 * stripe group reaches stripe-java, only the account group the JOSE library.
 */
@NullMarked
package omni.lambda;

import org.jspecify.annotations.NullMarked;
