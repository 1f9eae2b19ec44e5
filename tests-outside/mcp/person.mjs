// A person without a browser: on the page to which a client sends them they say who they are, and go where that sends them.
import assert from 'node:assert/strict';

// signIn(ADDRESS, EMAIL): the address they come back to, with the client's code in it.
export const signIn = async (address, email) => {
  const page = await fetch(address);
  const text = await page.text();
  assert.equal(page.status, 200, text);
  assert.match(text, /<form method="post">/);
  assert.match(text, /asks to act for you/, 'the page names the client');
  const sent = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: new URL(address).origin },
    body: new URLSearchParams({ email, email_verified: 'true' }),
  });
  assert.equal(sent.status, 302, await sent.text());
  return new URL(sent.headers.get('location'));
};
