package omni.sec;

/** Ids of data objects: they follow from CIK, accession number and section, so that every edition gives the same. */
final class DataIds {

    private DataIds() {}

    static String entity(String cik) {
        return "cent_" + cik;
    }

    static String filing(Filing filing) {
        return "fil_" + digits(filing);
    }

    static String section(Filing filing, SectionPlace section) {
        return "sec_" + digits(filing) + "_" + section.key();
    }

    static String trace(Filing filing, SectionPlace section) {
        return "trc_" + digits(filing) + "_" + section.key();
    }

    static String statement(String cik, StatementKey statement, Cadence cadence) {
        return "stm_" + cik + "_" + statement.wireName() + "_" + cadence.wireName();
    }

    private static String digits(Filing filing) {
        return filing.accessionNumber().replace("-", "");
    }
}
