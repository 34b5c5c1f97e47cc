import { expect, test } from 'vitest';
import { logPath } from './container-log.ts';

test('the present log is followed, and that of the past is not', () => {
  const target = { pod: 'shop/web-1', container: 'app' };
  expect(logPath(target)).toBe('/api/v1/namespaces/shop/pods/web-1/log?container=app&tailLines=500&follow=true');
  expect(logPath({ ...target, at: 7 })).toBe('/at/7/api/v1/namespaces/shop/pods/web-1/log?container=app&tailLines=500');
});
