import { builtInCatalogue } from '@klockwork/images';
import { expect, test } from 'vitest';
import { DescribedContainer } from '../../../testing/described-container.ts';

const python = (...args: string[]) =>
  new DescribedContainer({ catalogue: builtInCatalogue(), image: 'python:3.12' }).start({ args, workingDir: '/data' });

test('`python -m http.server` serves the working folder and logs each request', async () => {
  const app = await python('python', '-m', 'http.server', '8080');
  await app.exec('sh', '-c', 'echo hello > hello.txt; mkdir sub');
  const file = await app.get('/hello.txt', 8080);
  const folder = await app.get('/', 8080);
  const missing = await app.get('/nope', 8080);
  expect([file, missing]).toMatchObject([
    { status: 200, body: 'hello\n' },
    { status: 404, body: expect.stringContaining('<p>Message: File not found.</p>') },
  ]);
  const items = '<ul>\n<li><a href="hello.txt">hello.txt</a></li>\n<li><a href="sub/">sub/</a></li>\n</ul>';
  expect(folder).toMatchObject({ status: 200, body: expect.stringContaining(items) });
  const client = expect.stringMatching(/^0 [\d.]+ - - \[01\/Jan\/2026 00:00:00\] "GET \/hello.txt HTTP\/1.1" 200 -$/);
  expect(app.log).toEqual([
    '0 Serving HTTP on 0.0.0.0 port 8080 (http://0.0.0.0:8080/) ...',
    client,
    expect.stringContaining('"GET / HTTP/1.1" 200 -'),
    expect.stringContaining('code 404, message File not found'),
    expect.stringContaining('"GET /nope HTTP/1.1" 404 -'),
  ]);
});

test.each([
  [['python3', '-u', '-m', 'http.server', '--directory', '/nope'], "FileNotFoundError: [Errno 2] No such file or directory: '/nope'", 1],
  [['python3', '-m', 'http.server', 'http'], "server.py: error: argument port: invalid int value: 'http'", 2],
])('`%j` fails', async (args, message, code) => {
  const app = await python(...args);
  expect([app.state, app.log.at(-1)]).toEqual([`exited ${code} Error at 0`, `0 ${message}`]);
});
