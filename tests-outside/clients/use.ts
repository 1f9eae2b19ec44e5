// What a customer's program does with the generated types: tsc checks it, nobody runs it.
import type { components, operations, paths } from "./api.js";

type Billing = components["schemas"]["BillingAccount"];
type Quote = NonNullable<paths["/v1/billing/quote"]["post"]["requestBody"]>["content"]["application/json"];
type Query = NonNullable<operations["ResolveEntity"]["parameters"]["query"]>;

export async function billing(base: string, key: string): Promise<Billing> {
  const answer = await fetch(`${base}/v1/billing`, { headers: { "x-api-key": key } });
  if (!answer.ok) {
    const error = (await answer.json()) as components["schemas"]["Error"];
    throw new Error(`${error.code}: ${error.message}`);
  }
  return (await answer.json()) as Billing;
}

export const apple: Query = { ticker: "AAPL" };

export function isGrant(account: Billing): boolean {
  // @ts-expect-error no such state: a generator that lost the enumeration would let it pass
  if (account.billingState === "no_such_state") return false;
  return account.billingState === "sandbox_grant";
}

export type QuoteOfCalls = Quote;
