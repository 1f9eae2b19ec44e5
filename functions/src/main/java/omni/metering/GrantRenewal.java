package omni.metering;

/** Whether the starter grant comes back each UTC month (contract 6.3). */
public enum GrantRenewal {
    NONE,
    MONTHLY
}
