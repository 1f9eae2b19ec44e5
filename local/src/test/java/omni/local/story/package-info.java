/**
 * Tests of the whole product over HTTP: real handlers, DynamoDB Local with its stream, the Stripe simulator.
 *
 * <p>Owns: stories, races, kills, and what they need. Does not own: rules that a smaller test can show. A fresh
 * organization for each test keeps tests apart in a shared world; a test that moves the clock has a world whose clock
 * stands still otherwise.
 */
@NullMarked
package omni.local.story;

import org.jspecify.annotations.NullMarked;
