package omni.infra;

/** What holds data or secrets, and outlives every other part. */
record Stores(
        Encryption encryption,
        Logs logs,
        BillingTable table,
        ParkedRecords parked,
        Identity identity,
        StackSecrets secrets) {

    static Stores in(OmniStack stack, Stage stage) {
        var encryption = new Encryption(stack, "Encryption", stage);
        var identity = new Identity(stack, "Identity", stage);
        return new Stores(
                encryption,
                new Logs(stage, encryption),
                new BillingTable(stack, "Store", encryption, stage.restored()),
                new ParkedRecords(stack, "Parked", encryption),
                identity,
                new StackSecrets(stack, "Secrets", stage, identity));
    }
}
