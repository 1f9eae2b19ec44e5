// mcp-remote stands between a client that speaks to a program only and the running product, in both eras: with an API key, and with a
// token that its own OAuth gets. node remote.mjs URL API_KEY SPENT_KEY EMAIL
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { judge } from './judge.mjs';
import { signIn } from './person.mjs';

const [url, key, spentKey, email] = process.argv.slice(2);

// Those that are left over where a judgment fails.
const begun = [];
process.on('exit', () => begun.filter((each) => each.pid).forEach((each) => process.kill(each.pid)));

// A client whose server is mcp-remote. PROTOCOL is what that speaks with the product; with its client it is the old one.
const through = async (protocol, args, env, listen) => {
  const client = new Client({ name: 'judge', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['node_modules/.bin/mcp-remote', `${url}/mcp`, '--protocol', protocol, ...args],
    env: { ...process.env, ...env },
    stderr: 'pipe',
  });
  listen?.(transport.stderr);
  begun.push(transport);
  await client.connect(transport);
  return client;
};

// Each has a folder of its own for what it keeps.
const folder = () => mkdtempSync(`${process.cwd()}/kept/`);

const byKey = (protocol, apiKey) => {
  const env = { KEY: apiKey, MCP_REMOTE_CONFIG_DIR: folder() };
  return () => through(protocol, ['--header', 'x-api-key:${KEY}'], env);
};

// It says where to sign in, and waits for the person at an address of its own. No browser is opened.
const byToken = (protocol) => {
  const env = { BROWSER: 'true', MCP_REMOTE_CONFIG_DIR: folder() };
  const person = { asked: 0, wrong: undefined };
  const listen = (stderr) => {
    let said = '';
    let asked = false;
    stderr.on('data', (chunk) => {
      said += chunk;
      const address = /http\S+\/authorize\?\S+(?=\s)/.exec(said);
      // It names the address before it listens at its own.
      if (address && !asked && said.includes('Waiting for authorization')) {
        asked = true;
        person.asked++;
        signIn(address[0], email).then((back) => fetch(back)).catch((error) => (person.wrong = error));
      }
    });
  };
  return { person, connect: () => through(protocol, [], env, listen) };
};

for (const [protocol, era] of [['legacy', 'legacy'], ['auto', 'modern']]) {
  console.log(`${protocol}: ${await judge(era, byKey(protocol, key), byKey(protocol, spentKey))}`);
  const { person, connect } = byToken(protocol);
  await (await connect()).close();
  console.log(`${protocol}, with a token: ${await judge(era, connect)}`);
  assert.deepEqual(person, { asked: 1, wrong: undefined });
}
console.log('two eras, by key and by token: every tool listed and called through it');
