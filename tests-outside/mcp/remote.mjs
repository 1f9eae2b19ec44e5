// mcp-remote stands between a client that speaks to a program only and the running product, with an API key, in both eras.
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { judge } from './judge.mjs';

const [url, key, spentKey] = process.argv.slice(2);

// Which revision it speaks with the product; with its client it is the old one.
const through = (apiKey, protocol) => async () => {
  const client = new Client({ name: 'judge', version: '1' });
  const args = ['node_modules/.bin/mcp-remote', `${url}/mcp`, '--protocol', protocol, '--header', 'x-api-key:${KEY}', '--silent'];
  const env = { ...process.env, KEY: apiKey, MCP_REMOTE_CONFIG_DIR: `${process.cwd()}/auth` };
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env }));
  return client;
};

for (const [protocol, era] of [['legacy', 'legacy'], ['auto', 'modern']]) {
  console.log(`${protocol}: ${await judge(era, through(key, protocol), through(spentKey, protocol))}`);
}
console.log("two eras: every tool listed and called through it");
