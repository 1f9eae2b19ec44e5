/**
 * The stack on AWS, made from {@link omni.endpoint.Endpoints} and {@link omni.job.Jobs}: a route without a function
 * cannot be deployed.
 *
 * <p>Owns: table, functions with their rights, API, usage stream, secrets' places, log groups; and the files that say
 * what one stage sets ({@code infra-cdk/stages}). Does not own: what a function does, or which rights it needs on the
 * table (the two lists say it).
 *
 * <p>Invariants: synthesis needs no network and gives the same template for the same input; a function has exactly the
 * rights that its entry lists; no secret's value is ever in a template.
 */
@NullMarked
package omni.infra;

import org.jspecify.annotations.NullMarked;
