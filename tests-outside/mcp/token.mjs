// A token by the flow that MCP's authorization lays down, for clients that have none of their own: node token.mjs URL EMAIL prints it.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { signIn } from './person.mjs';

const [url, email] = process.argv.slice(2);
const callback = 'http://127.0.0.1:43210/callback';

const read = async (address, options) => {
  const said = await fetch(address, options);
  assert.ok(said.ok, `${address}: ${said.status}`);
  return said.json();
};

const refused = await fetch(`${url}/mcp`, { method: 'POST', body: '{}' });
assert.equal(refused.status, 401);
const { resource, authorization_servers: issuers, scopes_supported: scopes } = await read(
  /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate'))[1],
);
const issuer = new URL(issuers[0]);
const server = await read(`${issuer.origin}/.well-known/oauth-authorization-server${issuer.pathname}`);
assert.equal(server.issuer, issuers[0]);
const { client_id: client } = await read(server.registration_endpoint, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ client_name: 'The judge', redirect_uris: [callback], token_endpoint_auth_method: 'none' }),
});
const verifier = randomBytes(32).toString('base64url');
const address = new URL(server.authorization_endpoint);
address.search = new URLSearchParams({
  response_type: 'code',
  client_id: client,
  redirect_uri: callback,
  scope: scopes.join(' '),
  resource,
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
});
const back = await signIn(address, email);
assert.equal(back.searchParams.get('iss'), server.issuer);
const { access_token: token } = await read(server.token_endpoint, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: client,
    redirect_uri: callback,
    code: back.searchParams.get('code'),
    code_verifier: verifier,
    resource,
  }),
});
console.log(token);
