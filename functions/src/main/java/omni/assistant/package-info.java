/**
 * The runtime of a chat that is built in: it understands what the catalog's tools understand, by words and without a model.
 *
 * <p>Owns: what a message means ({@link omni.assistant.Understanding}), what is done for it step by step ({@link omni.assistant.Script}),
 * and how a result is told ({@link omni.assistant.Telling}). Does not own: tools, permissions, frames, bounds of time.
 *
 * <p>All that it knows of a product comes from its tools' names, titles, descriptions and schemas; the rest is a little general English.
 *
 * <p>Invariants: the same turn is answered by the same step; work is bounded by the words that are read and by the tools, never by a
 * message's length; what a tool answered is told and cited, and never read as something to do. Nothing here reads a clock: a year that
 * is not named is counted from the day of the turn's deadline.
 */
@NullMarked
package omni.assistant;

import org.jspecify.annotations.NullMarked;
