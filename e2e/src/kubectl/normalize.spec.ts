import { expect, test } from 'vitest';
import { normalize } from './normalize.ts';

test.each(['10.96.0.1', '10.99.12.7', '10.101.1.71', '10.105.12.71', '10.105.128.71', '10.105.128.171'])('the width of a cluster IP (%s) leaves no trace', (ip) => {
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
});
