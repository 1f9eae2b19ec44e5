// Both generations of the official client for TypeScript, in each era that they speak, with an API key.
import assert from 'node:assert/strict';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { judge } from './judge.mjs';

const [url, key, spentKey] = process.argv.slice(2);
const who = { name: 'judge', version: '1' };

const modern = (mode) => () => new Client(who, { versionNegotiation: { mode } });

// Which revision it comes to, who it is, and what carries its messages.
const ways = [
  ['2025-11-25', 'the first client', () => new LegacyClient(who), LegacyTransport],
  ['2025-11-25', 'the second, as old ones do', modern('legacy'), StreamableHTTPClientTransport],
  ['2026-07-28', 'the second, finding out by itself', modern('auto'), StreamableHTTPClientTransport],
  ['2026-07-28', 'the second, that will have no other', modern({ pin: '2026-07-28' }), StreamableHTTPClientTransport],
];

for (const [revision, name, made, Transport] of ways) {
  const as = (apiKey) => async () => {
    const client = made();
    const transport = new Transport(new URL(`${url}/mcp`), { requestInit: { headers: { 'x-api-key': apiKey } } });
    await client.connect(transport);
    assert.equal(transport.protocolVersion, revision, name);
    return client;
  };
  const era = revision === '2026-07-28' ? 'modern' : 'legacy';
  console.log(`${revision}, ${name}: ${await judge(era, as(key), as(spentKey))}`);
}
console.log(`${ways.length} ways, over two eras: every tool listed and called, and refusals told by their codes`);
