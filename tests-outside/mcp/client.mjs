// Both generations of the official client for TypeScript, in each era that they speak: with an API key, and with a token that the
// client's own OAuth gets for a person of the local issuer. node client.mjs URL API_KEY SPENT_KEY EMAIL
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { judge } from './judge.mjs';
import { signIn } from './person.mjs';

const [url, key, spentKey, email] = process.argv.slice(2);
const who = { name: 'judge', version: '1' };
const address = new URL(`${url}/mcp`);

const modern = (mode) => () => new Client(who, { versionNegotiation: { mode } });

// Which revision it comes to, who it is, and what carries its messages.
const ways = [
  ['2025-11-25', 'the first client', () => new LegacyClient(who), LegacyTransport],
  ['2025-11-25', 'the second, as old ones do', modern('legacy'), StreamableHTTPClientTransport],
  ['2026-07-28', 'the second, finding out by itself', modern('auto'), StreamableHTTPClientTransport],
  ['2026-07-28', 'the second, that will have no other', modern({ pin: '2026-07-28' }), StreamableHTTPClientTransport],
];

// What a client keeps of its sign-in.
class Keeper {
  redirectUrl = 'http://127.0.0.1:43210/callback';
  clientMetadata = { client_name: 'The judge', redirect_uris: [this.redirectUrl], token_endpoint_auth_method: 'none' };
  kept = {};

  state() {
    return (this.kept.state ??= randomUUID());
  }
  clientInformation() {
    return this.kept.client;
  }
  saveClientInformation(client) {
    this.kept.client = client;
  }
  tokens() {
    return this.kept.tokens;
  }
  saveTokens(tokens) {
    this.kept.tokens = tokens;
  }
  redirectToAuthorization(to) {
    this.kept.to = to;
  }
  discoveryState() {
    return this.kept.discovered;
  }
  saveDiscoveryState(discovered) {
    this.kept.discovered = discovered;
  }
  saveCodeVerifier(verifier) {
    this.kept.verifier = verifier;
  }
  codeVerifier() {
    return this.kept.verifier;
  }
}

// The client is refused, registers, sends the person away, and makes a token of what they bring back.
const signedIn = async (made, Transport) => {
  const authProvider = new Keeper();
  const transport = new Transport(address, { authProvider });
  const refusal = await made().connect(transport).then(() => undefined, (error) => error);
  assert.ok(authProvider.kept.to, `no one is sent to sign in: ${refusal}`);
  const back = await signIn(authProvider.kept.to, email);
  assert.equal(back.searchParams.get('state'), authProvider.kept.state);
  // The first client does not know that an issuer names itself.
  await transport.finishAuth(Transport === LegacyTransport ? back.searchParams.get('code') : back.searchParams);
  return { authProvider };
};

// A token that is of no use any more is renewed, and nobody is sent anywhere.
const renewed = async (connect, kept) => {
  const before = kept.tokens;
  kept.tokens = { ...before, access_token: 'of-no-use' };
  kept.to = undefined;
  const client = await connect();
  await client.listTools();
  await client.close();
  assert.notEqual(kept.tokens.access_token, 'of-no-use');
  assert.equal(kept.to, undefined);
  return 'its token renewed';
};

for (const [revision, name, made, Transport] of ways) {
  const as = (options) => async () => {
    const client = made();
    const transport = new Transport(address, options);
    await client.connect(transport);
    assert.equal(transport.protocolVersion, revision, name);
    return client;
  };
  const by = (apiKey) => as({ requestInit: { headers: { 'x-api-key': apiKey } } });
  const era = revision === '2026-07-28' ? 'modern' : 'legacy';
  console.log(`${revision}, ${name}: ${await judge(era, by(key), by(spentKey))}`);
  const token = await signedIn(made, Transport);
  console.log(`${revision}, ${name}, with a token: ${await judge(era, as(token))}`);
  console.log(`${revision}, ${name}, ${await renewed(as(token), token.authProvider.kept)}`);
}
console.log(`${ways.length} ways, over two eras, by key and by token: every tool listed and called, and refusals told by their codes`);
