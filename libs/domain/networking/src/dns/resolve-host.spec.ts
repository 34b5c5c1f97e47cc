import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aNetwork, aServiceAt } from '../testing/a-network.ts';
import { answerDns } from './answer-dns.ts';
import { resolveHost, searchNames } from './resolve-host.ts';

const SEARCHES = ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'];
const glibc = { searches: SEARCHES, ndots: 5, library: 'glibc' } as const;
const musl = { ...glibc, library: 'musl' } as const;
const world = { view: aNetwork({ services: [aServiceAt()] }), serial: 1 };
const lookUp = (name: string, options: typeof glibc | typeof musl = glibc) => {
  const questions: string[] = [];
  const found = resolveHost(name, options, (question) => {
    questions.push(question.name);
    return answerDns(question, world);
  });
  return { found, questions };
};

test('a short name is sought in the search list first', () => {
  const found = { addresses: ['10.96.0.20'], name: 'web.default.svc.cluster.local' };
  expect(lookUp('web')).toEqual({ found, questions: ['web.default.svc.cluster.local'] });
  expect(lookUp('web.default', musl)).toEqual({
    found,
    questions: ['web.default.default.svc.cluster.local', 'web.default.svc.cluster.local'],
  });
});

test('an unknown name is queried in each search domain', () => {
  const questions = [...SEARCHES.map((domain) => `no.${domain}`), 'no'];
  expect(lookUp('no')).toEqual({ found: { failure: 'no-such-name' }, questions });
});

test('glibc continues after a name without addresses, musl stops', () => {
  expect(lookUp('default')).toEqual({
    found: { failure: 'no-address' },
    questions: [...SEARCHES.map((domain) => `default.${domain}`), 'default'],
  });
  expect(lookUp('default', musl)).toEqual({
    found: { failure: 'no-address' },
    questions: ['default.default.svc.cluster.local', 'default.svc.cluster.local'],
  });
});

test('a name with enough dots is tried as it is first, by musl only so, and a last dot ends it', () => {
  expect(searchNames('a.b', { ...glibc, ndots: 1 })).toEqual(['a.b', ...SEARCHES.map((domain) => `a.b.${domain}`)]);
  expect(searchNames('a.b', { ...musl, ndots: 1 })).toEqual(['a.b']);
  expect(searchNames('web.', glibc)).toEqual(['web.']);
});

test('a literal address needs no query', () => {
  expect(lookUp('10.1.2.3')).toEqual({ found: { addresses: ['10.1.2.3'], name: '10.1.2.3' }, questions: [] });
});

test('every name is tried as it is exactly once, and never more often than the list is long', () => {
  const name = fc.array(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 8 }).map((labels) => labels.join('.'));
  fc.assert(
    fc.property(name, fc.integer({ min: 0, max: 15 }), fc.constantFrom('glibc', 'musl'), (host, ndots, library) => {
      const names = searchNames(host, { searches: SEARCHES, ndots, library: library as 'glibc' });
      expect(names.filter((candidate) => candidate === host)).toHaveLength(1);
      expect(names.length).toBeLessThanOrEqual(SEARCHES.length + 1);
    }),
  );
});
