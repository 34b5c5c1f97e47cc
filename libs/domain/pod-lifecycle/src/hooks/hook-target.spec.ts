import { expect, test } from 'vitest';
import { boundPod } from '../testing/pod-on-node.ts';
import { execHookError, hookFailureText, hookTarget, httpHookError } from './hook-target.ts';

const container = { name: 'main', ports: [{ name: 'web', containerPort: 8080 }] };

test.each([
  [{ exec: { command: ['sh', '-c', 'exit 1'] } }, { type: 'exec', command: ['sh', '-c', 'exit 1'] }],
  [{ sleep: { seconds: 5 } }, { type: 'sleep', seconds: 5 }],
  [
    { httpGet: { port: 'web', path: 'up' } },
    { type: 'http', host: '10.244.1.2', port: 8080, tls: false, path: '/up', url: 'http://10.244.1.2:8080/up' },
  ],
  [{}, { type: 'nothing', error: 'invalid handler' }],
])('the hook %j has this target', (handler, target) => {
  expect(hookTarget(handler, container, '10.244.1.2')).toEqual(target);
});

test('a failed command is reported with exit code and output', () => {
  const handler = { exec: { command: ['sh', '-c', 'exit 1'] } };
  const error = execHookError(handler.exec.command, { exitCode: 1, stderr: '' });
  expect(hookFailureText({ pod: boundPod(), container, handler }, error ?? '', 'oh\n')).toBe(
    `Exec lifecycle hook ([sh -c exit 1]) for Container "main" in Pod "web_default(uid-1)" failed - error: command 'sh -c exit 1' exited with 1: , message: "oh\\n"`,
  );
  expect(execHookError(['true'], { exitCode: 0, stderr: '' })).toBeUndefined();
});

test('any answer to a GET counts as success, a missing one does not', () => {
  const handler = { httpGet: { port: 80, path: '/' } };
  const target = hookTarget(handler, container, '10.244.1.2');
  if (target.type !== 'http') throw new Error('a GET');
  expect(httpHookError(target, { type: 'http', status: 500, body: '' })).toBeUndefined();
  const error = httpHookError(target, { type: 'refused' });
  expect(hookFailureText({ pod: boundPod(), container, handler }, error ?? '')).toBe(
    'HTTP lifecycle hook (/) for Container "main" in Pod "web_default(uid-1)" failed - error: Get "http://10.244.1.2:80/": dial tcp 10.244.1.2:80: connect: connection refused',
  );
});
