import { expect, test } from 'vitest';
import { scriptRunner } from '../testing/run-script.ts';

const DEBIAN =
  'bin boot dev docker-entrypoint.d docker-entrypoint.sh etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var work';

test('the root of nginx has the folders of Debian and the scripts that its log names', async () => {
  const run = await scriptRunner('nginx');
  const { stdout } = await run('sh', 'ls / | xargs; ls /docker-entrypoint.d | head -n1; cat /etc/nginx/conf.d/default.conf | head -n2');
  expect(stdout).toBe(`${DEBIAN}\n10-listen-on-ipv6-by-default.sh\nserver {\n    listen       80;\n`);
});

test('files of an image have its build date', async () => {
  const run = await scriptRunner('nginx');
  const { stdout } = await run('sh', 'cd /usr/share/nginx/html; stat -c %y . .. index.html | cut -c1-10 | uniq');
  expect(stdout).toBe('2025-11-04\n');
});
