package omni.sec;

import java.time.Instant;

/**
 * Where facts come from and how they were made.
 *
 * @param source machine name of the source
 * @param label the source's name for people
 * @param retrievedAt when the facts were read from the source
 * @param parserVersion what read them
 * @param version which edition of the facts this is
 */
public record Origin(String source, String label, Instant retrievedAt, String parserVersion, String version) {}
