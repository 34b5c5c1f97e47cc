import { expect, test } from 'vitest';
import { subjectIn, whyQuery } from './why.ts';

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

test.each([
  [[], undefined],
  [['812'], '812'],
  [['pods/web-1'], 'pods/web-1'],
  [['pod', 'web-1'], 'pod/web-1'],
  [['deployment.apps', 'web'], 'deployment.apps/web'],
])('the words %j name %j', (words, subject) => {
  expect(subjectIn(words)).toBe(subject);
});

test.each([[['pod', 'a', 'b']], [['pod/a', 'pod/b']]])('the words %j name more than one object', (words) => {
  expect(() => subjectIn(words)).toThrow(
    `only one object can be explained at a time, such as pods/web-1, not ${JSON.stringify(words.join(' '))}`,
  );
});
