/**
 * The stack on AWS, made from {@link omni.endpoint.Endpoints} and {@link omni.job.Jobs}: a route without a function
 * cannot be deployed.
 *
 * <p>Owns: table, functions with their rights, API, usage stream, secrets' places, log groups, releases, alarms, sign-in by a user
 * pool; and the files that say what one stage sets ({@code infra-cdk/stages}). Does not own: what a function does, which rights it
 * needs on the table (the two lists say it), or which lines raise an alarm ({@link omni.log.Alarms}).
 *
 * <p>Invariants: synthesis needs no network and gives the same templates for the same input; a function has exactly the
 * rights that its entry lists; no secret's value is ever in a template; what holds data stands in the stack itself, all else in
 * nested stacks, of which none holds more than 400 resources.
 */
@NullMarked
package omni.infra;

import org.jspecify.annotations.NullMarked;
