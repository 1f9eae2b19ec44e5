/**
 * The o200k_base vocabulary (contract 8): the only importer of the tokenizer's library.
 *
 * <p>Owns: loading it, at most once in a process and only for whoever counts. Does not own: when an answer is counted
 * (omni.call.TokenCounting).
 */
@NullMarked
package omni.tokens;

import org.jspecify.annotations.NullMarked;
