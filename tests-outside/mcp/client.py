"""The official client for Python, in both eras, with an API key and with a token that its own OAuth gets: as client.mjs, which says more.

client.py URL API_KEY SPENT_KEY EMAIL
"""

import asyncio
import json
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp import Client, MCPError
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata

CALLS = json.loads((Path(__file__).parent / "calls.json").read_text())


def at(tree, path):
    for step in path.split("."):
        tree = tree[int(step)] if isinstance(tree, list) else tree.get(step)
    return tree


def says(result, expected, what):
    for path, value in expected.items():
        found = at(result.structured_content, path)
        assert found == value, f"{what}: {path} is {found!r}"
    assert json.loads(result.content[0].text) == result.structured_content, f"{what}: the text is what is structured"


class Judge:
    def __init__(self, era, connect):
        self.era = era
        self.connect = connect

    async def of(self, key, spent):
        async with self.connect(key) as client, self.connect(key) as again:
            version = client.protocol_version
            assert (version == "2026-07-28") == (self.era == "modern"), version
            tools = (await client.list_tools()).tools
            assert (await again.list_tools()).tools == tools, "a second list"
            names = {tool.name for tool in tools}
            assert names == set(CALLS["served"]), f"calls.json knows {names}"
            for tool in tools:
                called = CALLS["served"][tool.name]
                result = await client.call_tool(tool.name, called["arguments"])
                assert not result.is_error, tool.name
                says(result, called["says"], tool.name)
            amiss = await client.call_tool(CALLS["amiss"]["tool"], CALLS["amiss"]["arguments"])
            assert amiss.is_error
            says(amiss, CALLS["amiss"]["says"], "an error of a tool")
        refused = [each for each in CALLS["refused"] if spent or "spent" not in each]
        for each in refused:
            await self.refused(each, spent if "spent" in each else key)
        return f"{version}: {len(tools)} tools called, {len(refused)} calls refused"

    async def refused(self, each, key):
        async with self.connect(key) as client:
            try:
                await client.call_tool(each["tool"], each["arguments"])
            except MCPError as e:
                assert e.error.code == each[self.era], f"{each['why']}: {e.error}"
                assert e.error.data["code"] == each["code"], f"{each['why']}: {e.error}"
            else:
                raise AssertionError(f"not refused: {each['why']}")


def by_key(url, mode):
    def connect(key):
        http = httpx2.AsyncClient(headers={"x-api-key": key}, timeout=60)
        return Client(streamable_http_client(url + "/mcp", http_client=http), mode=mode)

    return connect


class Storage:
    """What a client keeps of its sign-in."""

    tokens = None
    client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


class Person:
    """Signs in without a browser, on the page to which the client sends them."""

    def __init__(self, email):
        self.email = email
        self.asked = 0
        self.back = ""

    async def go(self, address):
        self.asked += 1
        async with httpx2.AsyncClient() as http:
            page = await http.get(address)
            assert page.status_code == 200 and '<form method="post">' in page.text, page.text
            origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
            form = {"email": self.email, "email_verified": "true"}
            sent = await http.post(address, data=form, headers={"Origin": origin})
            assert sent.status_code == 302, sent.text
            self.back = sent.headers["location"]

    async def come_back(self):
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.back).query).items()}
        return AuthorizationCodeResult(code=query["code"], state=query.get("state"), iss=query.get("iss"))


def by_token(url, mode, storage, person):
    metadata = OAuthClientMetadata(client_name="The judge", redirect_uris=["http://127.0.0.1:43210/callback"])

    def connect(_):
        oauth = OAuthClientProvider(url + "/mcp", metadata, storage, person.go, person.come_back)
        http = httpx2.AsyncClient(auth=oauth, timeout=60)
        return Client(streamable_http_client(url + "/mcp", http_client=http), mode=mode)

    return connect


async def main(url, key, spent, email):
    modes = [("legacy", "legacy"), ("modern", "auto"), ("modern", "2026-07-28")]
    for era, mode in modes:
        print(f"mode {mode}, {await Judge(era, by_key(url, mode)).of(key, spent)}")
        person = Person(email)
        by = by_token(url, mode, Storage(), person)
        async with by(None) as client:
            await client.list_tools()
        print(f"mode {mode}, with a token, {await Judge(era, by).of(None, None)}")
        assert person.asked == 1, f"signed in {person.asked} times"
    print(f"{len(modes)} modes, over two eras, by key and by token: every tool listed and called, and refusals told by their codes")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
