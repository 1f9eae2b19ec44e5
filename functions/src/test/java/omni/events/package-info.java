/** Holds the files in {@code events/} to what they are inputs of. */
@NullMarked
package omni.events;

import org.jspecify.annotations.NullMarked;
