import { expect, test } from 'vitest';
import { AUTHORIZER_TYPE, type AuthorizationRequest, authorizerValue, DYN, dynamicValue, Environment } from './index.ts';

function program(environment: Environment, expression: string) {
  const compilation = environment.compile(expression);
  if (compilation.program === undefined) throw new Error(compilation.problem);
  return compilation.program;
}

test('a program names the declared variables that it reads', () => {
  const environment = new Environment({
    variables: new Map([
      ['a', DYN],
      ['b', DYN],
    ]),
  });
  expect([...program(environment, 'a.x == 1 && [2].all(y, y > 0)').variables]).toEqual(['a']);
});

test('an evaluation beyond its limit ends with the cost error', () => {
  const environment = new Environment({ variables: new Map([['a', DYN]]) });
  const outcome = program(environment, 'a.all(x, x >= 0)').evaluate({ a: dynamicValue([1, 2, 3]) }, 10);
  expect(outcome).toEqual({
    value: expect.objectContaining({ message: 'operation cancelled: actual cost limit exceeded' }),
    cost: 11,
    exceeded: true,
  });
});

test('an authorization check asks the port with all that the expression named', () => {
  const requests: AuthorizationRequest[] = [];
  const authorizer = authorizerValue((request) => {
    requests.push(request);
    return { allowed: request.verb === 'get', reason: 'because' };
  });
  const environment = new Environment({ variables: new Map([['authorizer', AUTHORIZER_TYPE]]) });
  const check = "authorizer.serviceAccount('ns', 'sa').group('apps').resource('deployments').namespace('ns').name('x').check('get')";
  const outcome = program(environment, `${check}.allowed() && ${check}.reason() == 'because'`).evaluate({ authorizer });
  expect(outcome).toMatchObject({ value: true, cost: 700_015 });
  expect(requests[0]).toEqual({
    user: 'system:serviceaccount:ns:sa',
    group: 'apps',
    resource: 'deployments',
    namespace: 'ns',
    name: 'x',
    verb: 'get',
  });
});

test('integers beyond the exact doubles stay exact', () => {
  const environment = new Environment({ variables: new Map([['a', DYN]]) });
  const outcome = program(environment, 'a + 1').evaluate({ a: dynamicValue(9007199254740993n) });
  expect(outcome.value).toBe(9007199254740994n);
});

test.each([
  ['{true: null}[true] == null', true],
  ["{'a': null}.a == null", true],
  ["a.b == null && a['b'] == null", true],
  ['dyn(9223372036854775807) < 9223372036854775808.0', false],
  ['dyn(9223372036854775807) >= 9223372036854775808.0', true],
  ['1 == 1.5', undefined],
])('expression %s has the value of the CEL conformance data', (expression, expected) => {
  const environment = new Environment({ variables: new Map([['a', DYN]]) });
  expect(environment.compile(expression).program?.evaluate({ a: dynamicValue({ b: null }) }).value).toBe(expected);
});

test('a pattern with nested repetitions takes linear time', () => {
  const environment = new Environment({ variables: new Map([['a', DYN]]) });
  const outcome = program(environment, "a.matches('^(a+)+$')").evaluate({ a: `${'a'.repeat(20_000)}!` });
  expect(outcome.value).toBe(false);
});
