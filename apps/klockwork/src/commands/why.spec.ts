import { expect, test } from 'vitest';
import { whyQuery } from './why.ts';

test.each([
  ['pods/web-1', {}, 'object=pods%2Fweb-1'],
  ['po/web-1', { namespace: 'shop', restart: 3 }, 'object=po%2Fweb-1&namespace=shop&restart=3'],
  ['pods/web-1', { uid: 'u-1' }, 'object=pods%2Fweb-1&uid=u-1'],
  ['812', {}, 'revision=812'],
  [undefined, { revision: 812 }, 'revision=812'],
])('%s with %j asks %s', (subject, options, asked) => {
  expect(whyQuery(subject, options).toString()).toBe(asked);
});

test.each([
  [undefined, {}],
  ['pods/web-1', { revision: 812 }],
])('%s with %j says what is missing', (subject, options) => {
  expect(() => whyQuery(subject, options)).toThrow(
    'say what is to be explained: an object, as pods/web-1, or a revision of the log, as 812',
  );
});
