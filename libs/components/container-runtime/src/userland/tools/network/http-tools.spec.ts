import { beforeAll, describe, expect, test } from 'vitest';
import type { CommandOutcome } from '../../../testing/network-lab.ts';
import { ServiceLab } from '../../../testing/service-lab.ts';

let lab: ServiceLab;
beforeAll(async () => {
  lab = await ServiceLab.start({ server: 'nginx:1.27', clientFields: { workingDir: '/tmp' }, port: 80 });
  await lab.script('server', 'cd /usr/share/nginx/html; echo hello > a.txt; mkdir sub; echo index > sub/index.html');
});

const run = (image: string, script: string, limitMs = 0): Promise<CommandOutcome> => lab.script(image, script, limitMs);

describe('curl', () => {
  test.each<[string, string, string, number]>([
    ['curl prints a page', 'curl -s web/a.txt', 'hello\n', 0],
    ['curl follows redirects', 'curl -sL web/sub', 'index\n', 0],
    [
      'curl prints the status',
      "curl -s -o /dev/null -w '%{http_code} %{num_redirects} %{remote_port}\\n' -L http://web/sub",
      '200 1 80\n',
      0,
    ],
    ['curl prints an error page', 'curl -s web/none | grep -c nginx/1.27.5', '1\n', 0],
    ['curl -f fails for an error status', 'curl -sSf web/none', 'curl: (22) The requested URL returned error: 404\n', 22],
    ['curl -s fails silently', 'curl -sf web/none', '', 22],
    ['curl fails for an unknown host', 'curl -sS nobody', 'curl: (6) Could not resolve host: nobody\n', 6],
    ['curl waits for its connect timeout', 'curl -sS web:81 --connect-timeout 3', 'curl: (28) Connection timeout after 3000 ms\n', 28],
    [
      'curl is refused by a Service without ready pods',
      'curl -sS empty',
      "curl: (7) Failed to connect to empty port 80 after 0 ms: Couldn't connect to server\n",
      7,
    ],
    [
      'curl reaches no address outside the cluster',
      'curl -sS -m 5 93.184.216.34',
      "curl: (7) Failed to connect to 93.184.216.34 port 80 after 0 ms: Couldn't connect to server\n",
      7,
    ],
    [
      "curl times out after Linux's limit",
      'curl -sS 10.244.1.99',
      "curl: (28) Failed to connect to 10.244.1.99 port 80 after 131000 ms: Couldn't connect to server\n",
      28,
    ],
    ['curl saves to a file', 'curl -s web/a.txt -o x; curl -sO web/sub/index.html; cat x index.html', 'hello\nindex\n', 0],
    ['curl uses --resolve', `curl -s --resolve there:80:10.96.0.20 there/a.txt`, 'hello\n', 0],
    ['curl -I requests the head only', 'curl -sI web/a.txt | head -1', 'HTTP/1.1 200 OK\r\n', 0],
    [
      'curl fails with TLS on a plain server',
      'curl -sSk https://web:80/',
      'curl: (35) error:0A00010B:SSL routines::wrong version number\n',
      35,
    ],
    ['curl rejects an unknown protocol', 'curl -sS ftp://web/', 'curl: (1) Protocol "ftp" not supported or disabled in libcurl\n', 1],
    [
      'curl retries',
      'curl -sS --retry 2 empty --retry-connrefused; echo $?; date +%S',
      "curl: (7) Failed to connect to empty port 80 after 0 ms: Couldn't connect to server\n7\n",
      0,
    ],
    [
      'curl rejects an unknown option',
      'curl --foo',
      "curl: option --foo: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
      2,
    ],
  ])('%s', async (_, script, output, code) => {
    const { stdout, stderr, code: ended } = await run('debian', script, 200_000);
    expect([(stderr + stdout).replace(/^\d\d\n/m, ''), ended]).toEqual([output, code]);
  });

  test('curl -v logs its steps', async () => {
    const { stderr } = await run('debian', 'curl -sv web/a.txt');
    expect(stderr.split('\n').map((line) => line.trimEnd())).toEqual([
      '*   Trying 10.96.0.20:80...',
      '* Connected to web (10.96.0.20) port 80 (#0)',
      '> GET /a.txt HTTP/1.1',
      '> Host: web',
      '> User-Agent: curl/7.88.1',
      '> Accept: */*',
      '>',
      '< HTTP/1.1 200 OK',
      '< Server: nginx/1.27.5',
      expect.stringMatching(/^< Date: \w{3}, 01 Jan 2026 /),
      '< Content-Type: text/plain',
      expect.stringMatching(/^< Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT/),
      expect.stringMatching(/^< ETag: "/),
      '< Accept-Ranges: bytes',
      '< Content-Length: 6',
      '<',
      '* Connection #0 to host web left intact',
      '',
    ]);
  });
});

test("a request appears in the server's log", async () => {
  await run('debian', 'curl -s web/a.txt?x=1');
  expect(lab.log(lab.named('server')).at(-1)).toMatch(
    /^10\.244\.2\.\d - - \[01\/Jan\/2026:\d\d:\d\d:\d\d \+0000\] "GET \/a\.txt\?x=1 HTTP\/1\.1" 200 6 "-" "curl\/7\.88\.1" "-"$/,
  );
});

describe('wget', () => {
  test.each<[string, string, string, string, number]>([
    ['busybox', 'prints a page', 'wget -qO- web/a.txt', 'hello\n', 0],
    [
      'busybox',
      'logs its steps',
      'wget -O - http://web/a.txt',
      `Connecting to web (10.96.0.20:80)\nwriting to stdout\n-                    100% |********************************|     6  0:00:00 ETA\nwritten to stdout\nhello\n`,
      0,
    ],
    ['busybox', 'fails for an unknown host', 'wget -q nobody', "wget: bad address 'nobody'\n", 1],
    [
      'busybox',
      'fails for a refused connection',
      'wget -qO- empty',
      "wget: can't connect to remote host (10.96.0.21): Connection refused\n",
      1,
    ],
    ['busybox', 'prints no error page', 'wget -qO- web/none', 'wget: server returned error: HTTP/1.1 404 Not Found\n', 1],
    ['busybox', 'ends at its timeout', 'wget -T 5 -qO- 10.244.1.99', 'wget: download timed out\n', 1],
    [
      'busybox',
      'never overwrites a file',
      'wget -q web/a.txt; wget -q web/a.txt; cat a.txt',
      "wget: can't open 'a.txt': File exists\nhello\n",
      0,
    ],
    ['debian', 'prints a page', 'wget -qO- web/a.txt', 'hello\n', 0],
    [
      'debian',
      'logs its steps',
      'wget http://nobody/',
      '--2026-01-01 00:00:00--  http://nobody/\nResolving nobody (nobody)... failed: Name or service not known.\nwget: unable to resolve host address ‘nobody’\n',
      4,
    ],
    ['debian', 'checks existence with --spider', 'wget -q --spider web/none', '', 8],
  ])('wget of %s: %s', async (image, _, script, output, code) => {
    const { stdout, stderr, code: ended } = await run(image, script, 20_000);
    expect([(stderr + stdout).replace(/^--2026.*?--/m, '--2026-01-01 00:00:00--'), ended]).toEqual([output, code]);
  });
});
