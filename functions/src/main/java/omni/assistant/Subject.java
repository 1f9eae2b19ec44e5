package omni.assistant;

import org.jspecify.annotations.Nullable;

/**
 * What a question is about.
 *
 * @param text as it was written
 * @param parameter which it is a value for; null for what is only called by a name
 * @param at its place in the text
 */
record Subject(String text, @Nullable String parameter, int at) {}
