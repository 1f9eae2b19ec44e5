// The suite's scenarios for who issues tokens, on the local issuer: node issuer.mjs ISSUER RESOURCE EMAIL COMMAND ARGUMENT…. It
// registers a client for the suite, and signs a person in where the suite asks for one; it ends as the command does.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { signIn } from './person.mjs';

const [issuer, resource, email, command, ...args] = process.argv.slice(2);
const port = '43211';

const { origin, pathname } = new URL(issuer);
const server = await (await fetch(`${origin}/.well-known/oauth-authorization-server${pathname}`)).json();
const registered = await fetch(server.registration_endpoint, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    client_name: 'The suite',
    redirect_uris: [`http://127.0.0.1:${port}/callback`],
    token_endpoint_auth_method: 'none',
  }),
});
assert.equal(registered.status, 201);
const { client_id: client } = await registered.json();

const suite = spawn(
  command,
  [...args, 'authorization', '--url', issuer, '--client-id', client, '--resource', resource, '--port', port],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
process.on('exit', () => suite.kill());
let said = '';
let asked = 0;
suite.stdout.on('data', (chunk) => {
  process.stdout.write(chunk);
  said += chunk;
  const address = /http\S+\/authorize\?\S+(?=\s)/.exec(said);
  if (address && said.includes('Callback server started') && asked++ === 0) {
    signIn(address[0], email).then((back) => fetch(back));
  }
});
suite.on('close', (code) => {
  assert.ok(asked > 0, 'the suite asked for nobody');
  process.exit(code ?? 1);
});
