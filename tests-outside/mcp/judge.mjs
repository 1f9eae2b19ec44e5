// What any client of the product has to come to, whatever it is made of: all tools listed, the same way twice; each one called; an
// error of a tool's own; and refusals under their era's code. calls.json says what is asked and what is said.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const calls = JSON.parse(readFileSync(new URL('calls.json', import.meta.url)));

// at(OBJECT, 'rows.0.value')
const at = (object, path) => path.split('.').reduce((inner, step) => inner?.[step], object);

const says = (result, expected, what) => {
  for (const [path, value] of Object.entries(expected)) {
    assert.deepEqual(at(result.structuredContent, path), value, `${what}: ${path}`);
  }
  assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent, `${what}: the text is what is structured`);
};

// A client that has no words for an error of JSON-RPC under its own HTTP status shows the body.
const refusal = (error) => {
  const body = /\{"jsonrpc".*\}/s.exec(error.message);
  return body ? JSON.parse(body[0]).error : { code: error.code, data: error.data };
};

// judge(ERA, CONNECT, SPENT): CONNECT and SPENT give a client each, the second of one whose grant is used up, or nothing.
export const judge = async (era, connect, spent) => {
  const client = await connect();
  const again = await connect();
  const { tools } = await client.listTools();
  assert.deepEqual((await again.listTools()).tools, tools, 'a second list');
  assert.deepEqual(tools.map((tool) => tool.name).sort(), Object.keys(calls.served).sort(), 'calls.json knows all tools');
  for (const { name } of tools) {
    const called = calls.served[name];
    const result = await client.callTool({ name, arguments: called.arguments });
    assert.notEqual(result.isError, true, name);
    says(result, called.says, name);
  }
  const amiss = await client.callTool({ name: calls.amiss.tool, arguments: calls.amiss.arguments });
  assert.equal(amiss.isError, true);
  says(amiss, calls.amiss.says, 'an error of a tool');
  const refused = calls.refused.filter((each) => spent || !each.spent);
  for (const each of refused) {
    const asked = each.spent ? await spent() : client;
    const error = await asked.callTool({ name: each.tool, arguments: each.arguments }).then(() => undefined, refusal);
    assert.equal(error?.code, each[era], each.why);
    assert.equal(error.data?.code, each.code, each.why);
    await (asked === client || asked.close());
  }
  await client.close();
  await again.close();
  return `${tools.length} tools called, ${refused.length} calls refused`;
};
