package omni.invoicing;

import java.util.List;
import omni.billing.MonthBook;

/** The port to the books of what was reported and invoiced: one for each organization and month. */
public interface MonthBooks {

    /** All books of an organization, by month, strongly consistent. */
    List<MonthBook> of(String orgId);

    /** Writes a book on condition that the stored version is still {@code next}'s; false when it is not. */
    boolean write(MonthBook next);

    /** Writes two books, each on condition of its version, both or none. */
    boolean write(MonthBook.Move move);
}
