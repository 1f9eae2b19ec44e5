// Stands before the product on the loopback and puts an API key on each request that names nobody, for judges that can't send one:
// node with-key.mjs URL API_KEY COMMAND ARGUMENT…. {url} in the arguments is its own address; it ends as the command does.
import { spawn } from 'node:child_process';
import { createServer, request } from 'node:http';

const [product, apiKey, command, ...args] = process.argv.slice(2);
const { hostname, port, host, origin } = new URL(product);

const server = createServer((asked, answer) => {
  const own = `127.0.0.1:${server.address().port}`;
  const headers = { ...asked.headers };
  if (headers.host === own) {
    headers.host = host;
  }
  if (headers.origin === `http://${own}`) {
    headers.origin = origin;
  }
  if (!headers.authorization) {
    headers['x-api-key'] ??= apiKey;
  }
  const forwarded = request({ hostname, port, method: asked.method, path: asked.url, headers }, (said) => {
    answer.writeHead(said.statusCode, said.headers);
    said.pipe(answer);
  });
  forwarded.on('error', () => answer.destroy());
  asked.pipe(forwarded);
});

server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const child = spawn(command, args.map((each) => each.replace('{url}', url)), { stdio: 'inherit' });
  child.on('error', (e) => {
    console.error(e.message);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
});
