"""The official client for Python, in both eras, with an API key: as judge.mjs does, which says more."""

import asyncio
import json
import re
import sys
from pathlib import Path

import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

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


async def main(url, key, spent):
    modes = [("legacy", "legacy"), ("modern", "auto"), ("modern", "2026-07-28")]
    for era, mode in modes:
        print(f"mode {mode}, {await Judge(era, by_key(url, mode)).of(key, spent)}")
    print(f"{len(modes)} modes, over two eras: every tool listed and called, and refusals told by their codes")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
