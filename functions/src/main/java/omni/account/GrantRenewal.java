package omni.account;

/** Whether the starter grant comes back each UTC month (contract 6.3). */
public enum GrantRenewal {
    NONE,
    MONTHLY
}
