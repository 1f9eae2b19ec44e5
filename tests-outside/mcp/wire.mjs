// Every kind of answer of the modern era, held against the specification's own JSON schema, which the conformance suite carries in its
// bundle: node wire.mjs URL API_KEY SPENT_KEY SUITE. The suite's own check of the wire sees no tool of ours.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import vm from 'node:vm';

const [url, key, spentKey, suite] = process.argv.slice(2);
const calls = JSON.parse(readFileSync(new URL('calls.json', import.meta.url)));
const fromSuite = createRequire(`${suite}/package.json`);
const Ajv = fromSuite('ajv/dist/2020').default;
const REVISION = '2026-07-28';

// The object that begins at a place of a program: JSON but for its quotes.
const literal = (text, begin) => {
  let depth = 0;
  for (let at = begin; at < text.length; at++) {
    const quote = text[at];
    if (quote === '`' || quote === '"') {
      for (at++; text[at] !== quote; at++) {
        at += text[at] === '\\' ? 1 : 0;
      }
    }
    depth += { '{': 1, '}': -1 }[text[at]] ?? 0;
    if (depth === 0) {
      return vm.runInNewContext(`(${text.slice(begin, at + 1)})`);
    }
  }
  throw new Error('an object without an end');
};

// The bundle has a schema of each revision; the one of this has what no other does.
const schema = () => {
  const text = readFileSync(`${suite}/dist/index.js`, 'utf8');
  const found = [...text.matchAll(/\{\$schema:`[^`]*`,\$defs:/g)].map((each) => literal(text, each.index));
  return found.find((each) => each.$defs.DiscoverResultResponse && each.$defs.HeaderMismatchError);
};

const ajv = new Ajv({ strict: false, allErrors: true });
fromSuite('ajv-formats').default(ajv);
ajv.addFormat('byte', true);
ajv.addSchema({ ...schema(), $id: 'mcp' });

// holds(TREE, 'Name', WHAT)
const holds = (tree, name, what) => {
  const valid = ajv.compile({ $ref: `mcp#/$defs/${name}` });
  assert.ok(valid(tree), `${what} is no ${name}: ${ajv.errorsText(valid.errors)}: ${JSON.stringify(tree)}`);
};

let id = 0;
const message = (method, params = {}) => ({
  jsonrpc: '2.0',
  id: ++id,
  method,
  params: { ...params, _meta: { 'io.modelcontextprotocol/protocolVersion': REVISION, 'io.modelcontextprotocol/clientCapabilities': {} } },
});

const send = async (body, { apiKey = key, headers = {} } = {}) => {
  const said = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'x-api-key': apiKey,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': body?.params?._meta?.['io.modelcontextprotocol/protocolVersion'] ?? REVISION,
      'Mcp-Method': body?.method ?? '',
      ...(body?.params?.name ? { 'Mcp-Name': body.params.name } : {}),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = { status: said.status, tree: await said.json() };
  assert.equal(said.headers.get('content-type'), 'application/json');
  return answer;
};

let seen = 0;

const result = async (body, name) => {
  const { status, tree } = await send(body);
  assert.equal(status, 200);
  assert.equal(tree.id, body.id);
  holds(tree, name, body.method);
  seen++;
  return tree.result;
};

// An error is one of the protocol's, and where its code has a name it is as that says.
const error = async (body, status, name, options) => {
  const said = await send(body, options);
  const what = `${JSON.stringify(body).slice(0, 80)} … (${said.status})`;
  assert.equal(said.status, status, what);
  holds(said.tree, 'JSONRPCErrorResponse', what);
  holds(name === 'HeaderMismatchError' || name === 'UnsupportedProtocolVersionError' ? said.tree : said.tree.error, name, what);
  assert.equal(said.tree.id, body.id ?? undefined, `${what}: id`);
  seen++;
};

const tool = (name, args) => message('tools/call', { name, arguments: args });

const refusal = (each) => {
  const name = each.modern === -32602 ? 'InvalidParamsError' : 'Error';
  return error(tool(each.tool, each.arguments), each.spent ? 402 : 400, name, { apiKey: each.spent ? spentKey : key });
};

await result(message('server/discover'), 'DiscoverResultResponse');
const { tools } = await result(message('tools/list'), 'ListToolsResultResponse');
// What a tool says of itself is a schema, holds for what is asked here and for what is answered.
const fits = (described, value, what) => {
  const own = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  assert.ok(own.validateSchema(described), `${what}: ${own.errorsText()}`);
  assert.ok(own.validate(described, value), `${what}: ${own.errorsText()}`);
};
const call = async (name, args) => {
  const listed = tools.find((each) => each.name === name);
  fits(listed.inputSchema, args, `${name}: arguments`);
  const called = await result(tool(name, args), 'CallToolResultResponse');
  holds(called, 'CallToolResult', name);
  if (listed.outputSchema) {
    fits(listed.outputSchema, called.structuredContent, `${name}: answer`);
  }
};
for (const [name, called] of Object.entries(calls.served)) {
  await call(name, called.arguments);
}
await call(calls.amiss.tool, calls.amiss.arguments);
for (const each of calls.refused) {
  await refusal(each);
}
const old = message('tools/list');
old.params._meta['io.modelcontextprotocol/protocolVersion'] = '1900-01-01';
await error(old, 400, 'UnsupportedProtocolVersionError');
await error(message('tools/list'), 400, 'HeaderMismatchError', { headers: { 'Mcp-Method': 'tools/call' } });
await error(message('tools/list', { cursor: 'none' }), 400, 'InvalidParamsError');
await error(message('prompts/list'), 404, 'MethodNotFoundError');
await error('{', 400, 'ParseError');
await error([message('tools/list')], 400, 'InvalidRequestError');
await error({ ...message('tools/list'), id: null }, 400, 'InvalidRequestError');
await error({ ...message('tools/list'), jsonrpc: '1.0' }, 400, 'InvalidRequestError');
console.log(`${seen} answers, each as the schema of ${REVISION} says`);
