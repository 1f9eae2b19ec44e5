// Stripe's own library for Node.js as a client of the simulator: sdk.mjs COMMAND…, which starts it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Stripe from 'stripe';

const key = 'sk_test_judge';
const secret = 'whsec_judge';
const url = 'https://example.com/done';
const ages = 10 ** 9; // its clock is another
const came = [];

const listener = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  came.push({ body: Buffer.concat(parts), signature: request.headers['stripe-signature'] });
  response.end();
});
listener.listen(0, '127.0.0.1');
await once(listener, 'listening');

const [command, ...options] = process.argv.slice(2);
const simulator = spawn(command, [...options, '--port', '0', '--api-key', key, '--webhook-secret', secret,
  '--clock', '2026-05-01T12:00:00Z', '--webhook-url', `http://127.0.0.1:${listener.address().port}/`],
{ stdio: ['ignore', 'pipe', 'inherit'] });

try {
  const [address] = await once(createInterface(simulator.stdout), 'line');
  console.log(await use(address));
} finally {
  simulator.kill();
  listener.close();
}

async function use(address) {
  const { protocol, hostname, port } = new URL(address);
  const stripe = new Stripe(key, { protocol: protocol.slice(0, -1), host: hostname, port, maxNetworkRetries: 2 });
  const control = async (path, body = {}) => {
    const answer = await fetch(address + path, { method: 'POST', body: JSON.stringify(body) });
    assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
  };

  const owner = await stripe.customers.create({ email: 'ada@example.com', metadata: { orgId: 'org_1' } });
  const sameKey = { idempotencyKey: 'ada-1' };
  const first = await stripe.customers.create({ email: 'bea@example.com' }, sameKey);
  assert.equal((await stripe.customers.create({ email: 'bea@example.com' }, sameKey)).id, first.id);
  await assert.rejects(stripe.customers.create({ email: 'other@example.com' }, sameKey), { type: 'StripeIdempotencyError' });
  await control('/_sim/faults', { requests: [{ fault: 'timeout_after', next: 1, path: '/v1/customers' }] });
  await stripe.customers.create({ email: 'lost@example.com' });
  assert.equal((await stripe.customers.list({ email: 'lost@example.com' })).data.length, 1, 'a lost answer');

  const product = await stripe.products.create({ name: 'Personal' });
  const price = { product: product.id, currency: 'usd' };
  const plan = await stripe.prices.create({ ...price, unit_amount: 2000, recurring: { interval: 'month' } });
  const meter = await stripe.billing.meters.create({
    display_name: 'Calls', event_name: 'calls', default_aggregation: { formula: 'sum' },
    customer_mapping: { event_payload_key: 'stripe_customer_id', type: 'by_id' },
    value_settings: { event_payload_key: 'value' },
  });
  const metered = await stripe.prices.create({
    ...price, unit_amount: 2, recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  });
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription', customer: owner.id, success_url: url, line_items: [{ price: plan.id, quantity: 1 }],
  });
  await control(`/_sim/pay/${session.id}`);
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
  assert.deepEqual([done.status, done.subscription.status], ['complete', 'active']);
  const usage = await stripe.subscriptions.create({ customer: owner.id, items: [{ price: metered.id }] });
  for (const who of [owner.id, 'cus_nobody']) {
    await stripe.billing.meterEvents.create({ event_name: 'calls', payload: { stripe_customer_id: who, value: '4000' } });
  }
  await control('/_sim/clock', { advance: 'P31D' });
  await control('/_sim/clock', { advance: 'PT2H' });
  const invoices = await stripe.invoices.list({ customer: owner.id, limit: 1 }).autoPagingToArray({ limit: 100 });
  assert.deepEqual(invoices.map((invoice) => invoice.total).sort((a, b) => a - b), [2000, 2000, 8000]);
  const lines = await stripe.invoices.listLineItems(invoices[0].id).autoPagingToArray({ limit: 100 });
  assert.equal(lines.length, 1);
  await stripe.subscriptions.cancel(usage.id);
  await assert.rejects(stripe.subscriptions.cancel(usage.id), { code: 'resource_missing' });

  const configuration = await stripe.billingPortal.configurations.create({ features: { invoice_history: { enabled: true } } });
  const portal = await stripe.billingPortal.sessions.create({ customer: owner.id, configuration: configuration.id });
  assert.ok(portal.url.startsWith(address));
  for (let number = 0; number < 12; number++) {
    await stripe.customers.create({ email: `many${number}@example.com` });
  }
  const people = await stripe.customers.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
  assert.equal(new Set(people.map((person) => person.id)).size, 15);
  return webhooks(stripe);
}

async function webhooks(stripe) {
  const logged = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  const ids = () => new Set(came.map(({ body }) => JSON.parse(body).id));
  for (let waited = 0; logged.some((event) => !ids().has(event.id)); waited++) {
    assert.ok(waited < 600, 'webhooks are missing');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  let [snapshots, thin] = [0, 0];
  for (const { body, signature } of came) {
    if (JSON.parse(body).object === 'v2.core.event') {
      const notification = stripe.parseEventNotification(body, signature, secret, ages);
      const full = await notification.fetchEvent();
      assert.equal(full.id, notification.id);
      assert.ok(full.data);
      thin++;
    } else {
      const event = stripe.webhooks.constructEvent(body, signature, secret, ages);
      assert.equal((await stripe.events.retrieve(event.id)).type, event.type);
      snapshots++;
    }
  }
  assert.ok(thin > 0, 'no thin event came');
  const [{ body, signature }] = came;
  assert.throws(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other', ages), { type: 'StripeSignatureVerificationError' });
  return `stripe ${Stripe.PACKAGE_VERSION} for Node.js: ${snapshots} events and ${thin} thin ones, signed as it expects`;
}
