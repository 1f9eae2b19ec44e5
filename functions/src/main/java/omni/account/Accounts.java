package omni.account;

import java.util.List;
import omni.billing.Approval;
import omni.billing.BillingRecord;
import omni.billing.BudgetCaps;
import omni.billing.OperatorRecord;
import org.jspecify.annotations.Nullable;

/** The port to the accounts for the rare reads and changes that are not calls. Each change raises {@code factsVersion}. */
public interface Accounts {

    /** The live account, strongly consistent; null for an unknown organization. */
    @Nullable
    Account load(String orgId);

    /** What billing shows and no decision needs; an empty record where nothing is stored. */
    BillingRecord billing(String orgId);

    /** What operators have said, and the lost disputes; an empty record where nothing is stored. Only facts move it. */
    OperatorRecord operatorRecord(String orgId);

    /**
     * Replaces the facts of payment and what is shown of them, with the mark of the event that announced them, on condition
     * of {@code basis}'s facts version; false when it moved on.
     */
    boolean replaceStanding(Account basis, Account.Standing standing, BillingRecord record);

    /** As the other, and replaces what operators have said too: for a reading with lost disputes. */
    boolean replaceStanding(Account basis, Account.Standing standing, BillingRecord record, OperatorRecord said);

    /** Replaces budget and approvals, on condition of {@code basis}'s facts version; false when it moved on. */
    boolean replaceBudget(Account basis, BudgetCaps caps, List<Approval> approvals);

    /** Replaces what billing shows, on condition of the version that {@code next} was made from; false when it moved on. */
    boolean saveBilling(BillingRecord next);

    /** The organization of a Stripe customer; null for an unknown one. */
    @Nullable
    String organizationOf(String stripeCustomerId);
}
