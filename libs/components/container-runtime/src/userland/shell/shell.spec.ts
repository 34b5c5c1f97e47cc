import { ManualClock, SeededRandom } from '@klockwork/kernel';
import { aNetwork, aServiceAt } from '@klockwork/networking/testing';
import { advance } from '@klockwork/userland/testing';
import { describe, expect, test } from 'vitest';
import { SimulatedRuntime } from '../../simulated-runtime.ts';
import { containerSpec } from '../../testing/container-runtime.contract.ts';

const dns = { servers: ['10.96.0.10'], searches: ['default.svc.cluster.local'], options: ['ndots:5'] };
const START = Date.parse('2026-01-01T00:00:00Z');

interface Outcome {
  readonly lines: readonly string[];
  readonly exitCode: number | undefined;
}

async function start(script: string, shell = 'sh', image = 'busybox') {
  const clock = new ManualClock(START);
  const runtime = new SimulatedRuntime({
    clock,
    random: new SeededRandom(1),
    profile: 'fast',
    podCidr: '10.244.1.0/24',
    world: () => ({ view: aNetwork({ services: [aServiceAt({ clusterIP: '10.96.0.7' }, { name: 'there' })] }), serial: 1 }),
  });
  await runtime.pullImage(image);
  const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'default', name: 'pod', hostname: 'my-pod', dns });
  const id = await runtime.createContainer(
    sandbox,
    containerSpec({ image, command: [shell, '-c', script], env: { GREETING: 'hi  there' } }),
  );
  await runtime.startContainer(id);
  const outcome = (): Outcome => ({ lines: runtime.logs(id, {}).map(({ text }) => text), exitCode: runtime.reports()[0]?.exitCode });
  return { clock, runtime, id, outcome };
}

async function run(script: string, shell?: string, image?: string): Promise<Outcome> {
  const { clock, outcome } = await start(script, shell, image);
  await advance(clock, 60_000);
  return outcome();
}

describe('a shell script in a container', () => {
  test.each<[string, string[], number]>([
    ['echo hello world', ['hello world'], 0],
    ['echo "Hello, Kubernetes!" && sleep 3', ['Hello, Kubernetes!'], 0],
    ["echo 'a  b' a  b", ['a  b a b'], 0],
    ['echo -n one; echo two', ['onetwo'], 0],
    ['true && echo yes || echo no', ['yes'], 0],
    ['false && echo yes || echo no', ['no'], 0],
    ['false; echo $?', ['1'], 0],
    ['exit 7', [], 7],
    ['false', [], 1],
    ['! false', [], 0],
    ['echo $GREETING; echo "$GREETING"', ['hi there', 'hi  there'], 0],
    ['x=3; x=$((x * 2 + 1)); echo $x', ['7'], 0],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own syntax
    ['echo ${missing:-default} ${GREETING:+set}', ['default set'], 0],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own syntax
    ['x=abc; echo ${#x}', ['3'], 0],
    ['for i in 1 2 3; do echo "no $i"; done', ['no 1', 'no 2', 'no 3'], 0],
    ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done', ['1', '2', '3'], 0],
    ['i=0; until test $i = 2; do i=$((i+1)); done; echo $i', ['2'], 0],
    ['for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done', ['1', '3'], 0],
    ['while true; do break; done; echo out', ['out'], 0],
    ['if false; then echo a; elif true; then echo b; else echo c; fi', ['b'], 0],
    ['(x=1; echo in $x); echo out $x', ['in 1', 'out'], 0],
    ['{ echo a; echo b; } | wc -l', ['2'], 0],
    ['echo one two | grep two', ['one two'], 0],
    ['echo $(echo nested $(echo deep))', ['nested deep'], 0],
    ['echo hi > /tmp/f; echo ho >> /tmp/f; cat /tmp/f', ['hi', 'ho'], 0],
    ['echo gone > /dev/null; echo err >&2', ['err'], 0],
    ['printf "%s-%03d\\n" a 7', ['a-007'], 0],
    ['hostname; echo $HOSTNAME', ['my-pod', 'my-pod'], 0],
    ['date +%Y-%m-%dT%H:%M:%S', ['2026-01-01T00:00:00'], 0],
    ['date', ['Thu Jan  1 00:00:00 UTC 2026'], 0],
    ['# a comment\necho a # another\n\necho b', ['a', 'b'], 0],
    ['set -e; false; echo not here', [], 1],
    ['set -e; if false; then :; fi; false || true; echo here', ['here'], 0],
    ['foo', ['sh: foo: not found'], 127],
    ['if true; then echo a', ['sh: syntax error: unexpected end of file (expecting "fi")'], 2],
    ['echo a; )', ['sh: syntax error: unexpected ")"'], 2],
    ['trap "echo bye" EXIT; exit 4', ['bye'], 4],
    ['sleep 1 & sleep 2 & wait; echo both', ['both'], 0],
    ['kill -9 1; kill 1; echo still here', ['still here'], 0],
  ])('%j', async (script, lines, exitCode) => {
    expect(await run(script)).toEqual({ lines, exitCode });
  });

  test('a shell script waits for a name to resolve', async () => {
    const { lines, exitCode } = await run('until nslookup there; do echo waiting; sleep 2; done');
    expect([lines.slice(3, 5), exitCode]).toEqual([['Name:\tthere.default.svc.cluster.local', 'Address: 10.96.0.7'], 0]);
    const waiting = await run('until nslookup missing; do echo waiting..; sleep 1; done');
    expect(waiting.lines).toContain("** server can't find missing.default.svc.cluster.local: NXDOMAIN");
    expect(waiting.lines).toContain('waiting..');
    expect(waiting.exitCode).toBeUndefined();
  });

  test('a shell script sleeps in lab time', async () => {
    const { clock, outcome } = await start('sleep 3600; echo awake');
    await advance(clock, 3_599_999);
    expect(outcome()).toEqual({ lines: [], exitCode: undefined });
    await advance(clock, 1);
    expect(outcome()).toEqual({ lines: ['awake'], exitCode: 0 });
  });

  test('a shell script runs its trap after the current command when stopped', async () => {
    const { clock, runtime, id, outcome } = await start('trap "echo stopping; exit 0" TERM; while true; do sleep 5; done');
    await advance(clock, 1_000);
    void runtime.stopContainer(id, 30_000);
    await advance(clock, 3_999);
    expect(outcome().exitCode).toBeUndefined();
    await advance(clock, 1);
    expect(outcome()).toEqual({ lines: ['stopping'], exitCode: 0 });
  });

  test('a shell script runs its trap at once during a wait for a background job', async () => {
    const { clock, runtime, id, outcome } = await start('trap "exit 3" TERM; sleep 100 & wait');
    await advance(clock, 1_000);
    void runtime.stopContainer(id, 30_000);
    await advance(clock, 0);
    expect(outcome()).toEqual({ lines: [], exitCode: 3 });
  });

  test('a shell script passes signals on after exec', async () => {
    const { clock, runtime, id, outcome } = await start('exec nginx', 'sh', 'nginx');
    await advance(clock, 1_000);
    void runtime.stopContainer(id, 30_000);
    await advance(clock, 0);
    expect(outcome().exitCode).toBe(0);
  });

  test('a shell script reports a missing command like its shell', async () => {
    expect((await run('foo', 'bash', 'debian')).lines).toEqual(['bash: line 1: foo: command not found']);
    expect((await run('foo', 'sh', 'debian')).lines).toEqual(['sh: 1: foo: not found']);
  });
});

describe('pipes', () => {
  test('pipes pass output on at once', async () => {
    const { clock, outcome } = await start('(echo one; sleep 10; echo two; sleep 10) | grep o');
    await advance(clock, 5_000);
    expect(outcome()).toEqual({ lines: ['one'], exitCode: undefined });
    await advance(clock, 10_000);
    expect(outcome()).toEqual({ lines: ['one', 'two'], exitCode: undefined });
  });

  test('pipes follow a growing file', async () => {
    const { clock, outcome } = await start('touch /tmp/log; (sleep 5; echo yes; echo no; sleep 5) >> /tmp/log & tail -f /tmp/log | grep y');
    await advance(clock, 4_000);
    expect(outcome().lines).toEqual([]);
    await advance(clock, 2_000);
    expect(outcome()).toEqual({ lines: ['yes'], exitCode: undefined });
  });

  test('a pipe without readers ends its writer', async () => {
    expect(await run('yes | head -1; echo done')).toEqual({ lines: ['y', 'done'], exitCode: 0 });
  });
});
