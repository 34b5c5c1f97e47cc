import { expect, test } from 'vitest';
import { normalize } from './normalize.ts';

test.each(['10.96.0.1', '10.99.12.7', '10.101.1.71', '10.105.12.71', '10.105.128.71', '10.105.128.171'])(
  'the width of a cluster IP (%s) leaves no trace',
  (ip) => {
    const column = Math.max(ip.length, 'CLUSTER-IP'.length) + 3;
    const table = [
      `NAME        TYPE           ${'CLUSTER-IP'.padEnd(column)}EXTERNAL-IP   PORT(S)   AGE`,
      `web         ClusterIP      ${ip.padEnd(column)}<none>        80/TCP    1s`,
      `elsewhere   ExternalName   ${'<none>'.padEnd(column)}example.com   <none>    1s`,
    ].join('\n');
    expect(normalize(table, 'https://127.0.0.1:6443')).toBe(
      [
        'NAME        TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE',
        'web         ClusterIP      <cluster-ip>   <none>        80/TCP   <age>',
        'elsewhere   ExternalName   <none>   example.com   <none>   <age>',
      ].join('\n'),
    );
  },
);

test.each(['7s', '99s', '100s', '2m', '2m7s', '9m59s'])('an age (%s) leaves no trace, however slow the machine is', (age) => {
  const row = (name: string, since: string, version: string) => `${name.padEnd(9)}${since.padEnd(Math.max(age.length, 3) + 3)}${version}`;
  const event = (reason: string, since: string, from: string) =>
    `  ${reason.padEnd(9)}${reason.padEnd(9)}${since.padEnd(Math.max(age.length, 4) + 2)}${from.padEnd(9)}Told`;
  const text = [
    ...[row('NAME', 'AGE', 'VERSION'), row('node-1', age, 'v1.35.0')],
    ...[event('Reason', 'Age', 'From'), event('------', '----', '----'), event('Started', age, 'kubelet')],
  ].join('\n');
  expect(normalize(text, 'https://127.0.0.1:6443')).toBe(
    [
      'NAME     AGE   VERSION',
      'node-1   <age>   v1.35.0',
      '  Reason   Reason   Age   From     Told',
      '  ------   ------   ----  ----     Told',
      '  Started  Started   <age>   kubelet  Told',
    ].join('\n'),
  );
});

test('values that are no age stay: parts of a CPU, toleration seconds, requested durations', () => {
  const text = 'cpu: 200m, 2Mi op=Exists for 300s 1m0s 1h0m0s 100h0m0s 24h';
  expect(normalize(text, 'https://127.0.0.1:6443')).toBe(text);
});
