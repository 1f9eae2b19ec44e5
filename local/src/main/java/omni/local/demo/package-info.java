/**
 * The story of a paid call, told against a running product over HTTP: what a customer's program and a customer's browser
 * do, and nothing else.
 *
 * <p>Owns: the steps of {@code ./omni demo} and the plain HTTP client that they use. Does not own: any knowledge of the
 * product's inside. It reads the answers that every caller gets, and the local world's sign-in without a browser.
 *
 * <p>Invariant: a step that does not answer as the story says ends it with one line that names the answer.
 */
@NullMarked
package omni.local.demo;

import org.jspecify.annotations.NullMarked;
