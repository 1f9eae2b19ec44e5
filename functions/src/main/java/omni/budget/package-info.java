/**
 * Budgets: caps, approvals and the levels that are announced (contract 6.3, 6.4, 11.5).
 *
 * <p>Owns: the decision on an approval, {@link omni.budget.BudgetAlerts}, and the port {@link omni.budget.Budgets}. Does
 * not own: holding a call back at a cap (omni.meter, in the commit's condition), storage.
 *
 * <p>Invariants: an approval adds to the threshold for one period and never passes the cap; a level is raised once a period.
 */
@NullMarked
package omni.budget;

import org.jspecify.annotations.NullMarked;
