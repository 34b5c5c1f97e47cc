import { builtInCatalogue, type ImageDescription } from '@klockwork/images';
import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../testing/described-container.ts';

type Program = NonNullable<ImageDescription['programs']>[string];
const started = (app: Program, args: string[] = []) => new DescribedContainer({ programs: { app } }).start({ args });
const lines = ({ log }: DescribedContainer) => log.map((line) => line.replace(/^\d+ /, ''));

describe('a program with needs', () => {
  test.each<[string, NonNullable<Program['needs']>[number], string[]]>([
    ['a file that is there', { file: '/etc/passwd' }, []],
    ['the file of an option that is not given', { file: '{{value:--key}}' }, []],
    ['the file of an option that is there', { file: '{{value:--key}}' }, ['--key=/etc/passwd']],
    ['a host that has an address', { host: 'localhost' }, []],
    ['an option with a value', { option: '--target' }, ['--target', 'x']],
    ['an option with one of its values', { option: '--target', values: ['deployment/*', '*.yaml'] }, ['--target=Deployment/web']],
  ])('runs with %s', async (_, need, args) => {
    const app = await started({ needs: [{ ...need, output: ['missing'] }], output: ['up'] }, args);
    expect([app.state, lines(app)]).toEqual(['running', ['up']]);
  });

  test.each<[string, NonNullable<Program['needs']>[number], string[]]>([
    ['a file', { file: '/etc/app.crt' }, []],
    ['the file of an option', { file: '{{value:--key}}' }, ['--key=/etc/app.key']],
    ['the address of a host', { host: 'hello' }, []],
    ['an option', { option: '--target' }, []],
    ['the value of an option', { option: '--target' }, ['--target=']],
    ['a valid value of an option', { option: '--target', values: ['deployment/*', '*.yaml'] }, ['--target=pod/web']],
  ])('prints its output and ends without %s', async (_, need, args) => {
    const program = {
      needs: [
        { host: 'localhost', output: ['met'] },
        { ...need, output: ['missing {{argument}}'], exitCode: 3 },
      ],
    };
    const app = await started({ ...program, output: ['up'] }, args);
    await app.advance(20_000);
    expect([app.state.replace(/ at \d+$/, ''), lines(app)]).toEqual(['exited 3 Error', [`missing ${args[0] ?? ''}`]]);
  });
});

describe('a program of the catalogue that needs more than its image', () => {
  const run = async (image: string, args: string[], command?: string[]) => {
    const app = new DescribedContainer({ catalogue: builtInCatalogue(), image });
    await (await app.start({ args, ...(command && { command }) })).advance(20_000);
    return [app.state.replace(/ at \d+$/, ''), lines(app)];
  };
  const AUTOSCALER = 'registry.k8s.io/cpa/cluster-proportional-autoscaler:1.8.4';
  const PROXY_SERVER = 'registry.k8s.io/kas-network-proxy/proxy-server:v0.0.37';
  const MISSING_KEY =
    'failed to validate server options with error checking cluster key /pki/a.key, got stat /pki/a.key: no such file or directory';
  const UPSTREAM = 'host not found in upstream "hello" in /etc/nginx/conf.d/frontend-nginx.conf:4';

  test.each<[string, string[], string, string[]]>([
    [
      AUTOSCALER,
      ['--namespace=kube-system', '--target=<SCALE_TARGET>'],
      'exited 1 Error',
      [
        'E0101 00:00:00.000000       1 options.go:86] Target format error. Please use deployment/*, replicationcontroller/* or replicaset/* (not case sensitive).',
        'E0101 00:00:00.000000       1 autoscaler.go:45] failed to validate all input parameters',
      ],
    ],
    [
      AUTOSCALER,
      ['--namespace=kube-system', '--target=Deployment/coredns'],
      'running',
      ['I0101 00:00:00.000000       1 autoscaler.go:49] Scaling Namespace: kube-system, Target: Deployment/coredns'],
    ],
    [
      PROXY_SERVER,
      ['--cluster-cert=/pki/a.crt', '--cluster-key=/pki/a.key'],
      'exited 1 Error',
      [`Error: ${MISSING_KEY}`, `E0101 00:00:00.000000       1 main.go:49] error: ${MISSING_KEY}`],
    ],
    [
      'registry.k8s.io/event-exporter:v0.2.3',
      [],
      'exited 255 Error',
      [
        'F0101 00:00:00.000000       1 main.go:75] Failed to initialize sink: failed to build sink config: not running on GCE, which is not supported for Stackdriver sink',
      ],
    ],
    [
      'gcr.io/google-samples/hello-frontend:1.0',
      [],
      'exited 1 Error',
      [`2026/01/01 00:00:00 [emerg] 1#1: ${UPSTREAM}`, `nginx: [emerg] ${UPSTREAM}`],
    ],
  ])('%s with %j ends as its words say', async (image, args, state, output) => expect(await run(image, args)).toEqual([state, output]));

  test('the proxy server runs with its files', async () => {
    const [state, [first]] = (await run(PROXY_SERVER, ['--cluster-cert=/etc/group', '--cluster-key=/etc/passwd'])) as [string, string[]];
    expect([state, first]).toEqual([
      'running',
      'I0101 00:00:00.000000       1 server.go:90] Starting frontend server for client connections.',
    ]);
  });
});

describe('nginx -s', () => {
  const nginx = () => new DescribedContainer({ catalogue: builtInCatalogue(), image: 'nginx:1.27' }).start();

  test.each(['quit', 'stop'])('%s ends the server', async (command) => {
    const app = await nginx();
    expect(await app.exec('nginx', '-s', command)).toMatch(/\[notice\] 30#30: signal process started\n$/);
    await app.advance(0);
    expect(app.state).toBe('exited 0 Completed at 0');
  });

  test('reload leaves the server running, and is logged', async () => {
    const app = await nginx();
    await app.exec('nginx', '-s', 'reload');
    expect([app.state, lines(app).at(-1)]).toEqual(['running', '2026/01/01 00:00:00 [notice] 1#1: reconfiguring']);
  });

  test('another word is refused', async () => {
    expect(await (await nginx()).exec('nginx', '-s', 'restart')).toBe('nginx: invalid option: "-s restart"\n');
  });
});
