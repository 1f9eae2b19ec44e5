/** Budgets, approvals, quotes, events and activity on the whole local product, over HTTP. */
@NullMarked
package omni.local.budget;

import org.jspecify.annotations.NullMarked;
