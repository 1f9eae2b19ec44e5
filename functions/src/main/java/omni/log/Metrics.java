package omni.log;

/** Where is counted what no line of the log tells by itself. It stands in the next line that the process logs. */
public interface Metrics {

    /**
     * Counts without a dimension; safe for use by several threads.
     *
     * @param value in the metric's unit
     */
    void count(Metric metric, long value);

    default void count(Metric metric) {
        count(metric, 1);
    }

    /** Logs what was counted since the last line, if anything was: for whoever logs no line when it ends. */
    void flush();
}
