import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(() => {
  session = Session.in(lab);
});

const patch = (spec: object): string => `patch clock lab --type merge -p '${JSON.stringify({ spec })}'`;
/** Stable fields of the last advance. */
const ADVANCE = 'get clock lab -o jsonpath=\'{.status.advance.id} {.status.advance.phase} {.status.advance.by}{"\\n"}\'';

test('the clock is a regular kind', async () => {
  expect(
    await session.type(
      'api-resources --api-group=klockwork.dev',
      'explain clock.spec.rate',
      'explain clock.spec.until --recursive',
      'get clock',
      'get clk lab -o name',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl api-resources --api-group=klockwork.dev
    NAME          SHORTNAMES   APIVERSION               NAMESPACED   KIND
    clocks        clk          klockwork.dev/v1alpha1   false        Clock
    connections                klockwork.dev/v1alpha1   true         Connection
    drills                     klockwork.dev/v1alpha1   false        Drill
    faults                     klockwork.dev/v1alpha1   false        Fault
    images        img          klockwork.dev/v1alpha1   false        Image
    $ kubectl explain clock.spec.rate
    GROUP:      klockwork.dev
    KIND:       Clock
    VERSION:    v1alpha1

    FIELD: rate <number>


    DESCRIPTION:
        Lab seconds in a second of the host: 1 is real time, 60 makes a minute of a
        second. More than 0, 1000 at most.


    $ kubectl explain clock.spec.until --recursive
    GROUP:      klockwork.dev
    KIND:       Clock
    VERSION:    v1alpha1

    FIELD: until <ClockUntil>


    DESCRIPTION:
        What ends the advance before its bound. Without a bound that is one hour.
        Write-only, as advance is.
        ClockUntil says what an advance waits for.

    FIELDS:
      for	<string>
      group	<string>
      name	<string>
      namespace	<string>
      reach	<string> -required-
      resource	<string>
      version	<string>

    $ kubectl get clock
    NAME   TIME                   RATE   MODE      AGE
    lab    <time>   1      Running   <age>
    $ kubectl get clk lab -o name
    clock.klockwork.dev/lab
    "
  `);
});

test('time is set, stands, and is wound with a patch', async () => {
  expect(
    await session.type(
      patch({ rate: 60 }),
      'wait --for=jsonpath={.status.rate}=60 clock/lab --timeout=60s',
      patch({ paused: true }),
      'wait --for=jsonpath={.status.mode}=Paused clock/lab --timeout=60s',
      'get clock lab -o wide',
      patch({ advance: '10m' }),
      'wait --for=jsonpath={.status.advance.phase}=Reached clock/lab --timeout=60s',
      patch({ advance: '1m' }),
      "wait --for=jsonpath='{.status.advance.by}'=1m0s clock/lab --timeout=60s",
      'wait --for=jsonpath={.status.advance.phase}=Reached clock/lab --timeout=60s',
      ADVANCE,
      `get clock lab -o jsonpath='{.status.advance.fired[?(@.name=="node-lease-renew")].name}{"\\n"}'`,
      "get clock lab -o jsonpath='{.spec}'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl patch clock lab --type merge -p '{"spec":{"rate":60}}'
    clock.klockwork.dev/lab patched
    $ kubectl wait --for=jsonpath={.status.rate}=60 clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl patch clock lab --type merge -p '{"spec":{"paused":true}}'
    clock.klockwork.dev/lab patched
    $ kubectl wait --for=jsonpath={.status.mode}=Paused clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl get clock lab -o wide
    NAME   TIME                   RATE   MODE     AGE   ADVANCE
    lab    <time>   60     Paused   <age>   <none>
    $ kubectl patch clock lab --type merge -p '{"spec":{"advance":"10m"}}'
    clock.klockwork.dev/lab patched
    $ kubectl wait --for=jsonpath={.status.advance.phase}=Reached clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl patch clock lab --type merge -p '{"spec":{"advance":"1m"}}'
    clock.klockwork.dev/lab patched
    $ kubectl wait --for=jsonpath='{.status.advance.by}'=1m0s clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl wait --for=jsonpath={.status.advance.phase}=Reached clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl get clock lab -o jsonpath='{.status.advance.id} {.status.advance.phase} {.status.advance.by}{"\\n"}'
    2 Reached 1m0s
    $ kubectl get clock lab -o jsonpath='{.status.advance.fired[?(@.name=="node-lease-renew")].name}{"\\n"}'
    node-lease-renew
    $ kubectl get clock lab -o jsonpath='{.spec}'
    {"paused":true,"rate":60}"
  `);
});

test('an advance ends when its condition is true', async () => {
  const until = { reach: 'Condition', for: 'condition=Available', group: 'apps', resource: 'deployments', name: 'web' };
  expect(
    await session.type(
      'create deployment web --image=nginx:1.27',
      patch({ until }),
      'wait --for=jsonpath={.status.advance.phase}=ConditionMet clock/lab --timeout=60s',
      'get deployment web',
      patch({ until: { reach: 'Idle' } }),
      'wait --for=jsonpath={.status.advance.phase}=Idle clock/lab --timeout=60s',
      ADVANCE,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create deployment web --image=nginx:1.27
    deployment.apps/web created
    $ kubectl patch clock lab --type merge -p '{"spec":{"until":{"reach":"Condition","for":"condition=Available","group":"apps","resource":"deployments","name":"web"}}}'
    clock.klockwork.dev/lab patched
    $ kubectl wait --for=jsonpath={.status.advance.phase}=ConditionMet clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl get deployment web
    NAME   READY   UP-TO-DATE   AVAILABLE   AGE
    web    1/1     1            1   <age>
    $ kubectl patch clock lab --type merge -p '{"spec":{"until":{"reach":"Idle"}}}'
    clock.klockwork.dev/lab patched
    $ kubectl wait --for=jsonpath={.status.advance.phase}=Idle clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl get clock lab -o jsonpath='{.status.advance.id} {.status.advance.phase} {.status.advance.by}{"\\n"}'
    4 Idle 1h0m0s
    "
  `);
});

test('an advance is stopped', async () => {
  expect(
    await session.type(
      patch({ advance: '100h', maxRate: 60 }),
      'wait --for=jsonpath={.status.advance.phase}=Running clock/lab --timeout=60s',
      patch({ advance: '0s' }),
      'wait --for=jsonpath={.status.advance.phase}=Stopped clock/lab --timeout=60s',
      ADVANCE,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl patch clock lab --type merge -p '{"spec":{"advance":"100h","maxRate":60}}'
    clock.klockwork.dev/lab patched
    $ kubectl wait --for=jsonpath={.status.advance.phase}=Running clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl patch clock lab --type merge -p '{"spec":{"advance":"0s"}}'
    clock.klockwork.dev/lab patched
    $ kubectl wait --for=jsonpath={.status.advance.phase}=Stopped clock/lab --timeout=60s
    clock.klockwork.dev/lab condition met
    $ kubectl get clock lab -o jsonpath='{.status.advance.id} {.status.advance.phase} {.status.advance.by}{"\\n"}'
    5 Stopped 100h0m0s
    "
  `);
});

test('invalid requests to the clock are refused', async () => {
  session.write('clock.yaml', 'apiVersion: klockwork.dev/v1alpha1\nkind: Clock\nmetadata:\n  name: other\nspec:\n  rate: 2\n  wish: 3\n');
  expect(
    await session.type(
      patch({ rate: -1 }),
      patch({ advance: '10x' }),
      patch({ maxRate: 60 }),
      patch({ until: { reach: 'Condition', for: 'cond', resource: 'podz', name: 'web' } }),
      'create -f clock.yaml',
      'create -f clock.yaml --validate=ignore',
      'delete clock lab',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl patch clock lab --type merge -p '{"spec":{"rate":-1}}'
    The Clock "lab" is invalid: spec.rate: Invalid value: -1: must be greater than 0
    [exit code 1]
    $ kubectl patch clock lab --type merge -p '{"spec":{"advance":"10x"}}'
    The Clock "lab" is invalid: spec.advance: Invalid value: "10x": time: unknown unit "x" in duration "10x"
    [exit code 1]
    $ kubectl patch clock lab --type merge -p '{"spec":{"maxRate":60}}'
    The Clock "lab" is invalid: spec.maxRate: Forbidden: may only be set together with \`advance\` or \`until\`
    [exit code 1]
    $ kubectl patch clock lab --type merge -p '{"spec":{"until":{"reach":"Condition","for":"cond","resource":"podz","name":"web"}}}'
    The Clock "lab" is invalid:
    * spec.until.for: Invalid value: "cond": unrecognized condition: "cond"
    * spec.until.resource: Not found: "podz"
    [exit code 1]
    $ kubectl create -f clock.yaml
    Error from server (BadRequest): error when creating "clock.yaml": Clock in version "v1alpha1" cannot be handled as a Clock: strict decoding error: unknown field "spec.wish"
    [exit code 1]
    $ kubectl create -f clock.yaml --validate=ignore
    The Clock "other" is invalid: metadata.name: Invalid value: "other": must be "lab"
    [exit code 1]
    $ kubectl delete clock lab
    Error from server (Forbidden): clocks.klockwork.dev "lab" is forbidden: this clock may not be deleted
    [exit code 1]
    "
  `);
});

test('the clock is edited, and watched', async () => {
  const env = { KUBE_EDITOR: "sed -i 's/paused: true/paused: false/'" };
  expect(await session.type(['edit clock lab', { env }])).toMatchInlineSnapshot(`
    "$ kubectl edit clock lab
    clock.klockwork.dev/lab edited
    "
  `);
  expect(
    await session.follow('get clock lab -w -o name', { lines: 3, after: 1, change: () => session.quietly(patch({ rate: 2 })) }),
  ).toMatchInlineSnapshot(`
    "$ kubectl get clock lab -w -o name
    clock.klockwork.dev/lab
    clock.klockwork.dev/lab
    clock.klockwork.dev/lab
    "
  `);
});

test('events of the clock describe its changes', async () => {
  const events =
    'get events -n default --field-selector involvedObject.kind=Clock --sort-by=.metadata.name -o custom-columns=REASON:.reason --no-headers';
  expect(await session.type(events)).toMatchInlineSnapshot(`
    "$ kubectl get events -n default --field-selector involvedObject.kind=Clock --sort-by=.metadata.name -o custom-columns=REASON:.reason --no-headers
    ClockRateChanged
    ClockPaused
    ClockAdvanceStarted
    ClockAdvanceEnded
    ClockAdvanceStarted
    ClockAdvanceEnded
    ClockAdvanceStarted
    ClockAdvanceEnded
    ClockAdvanceStarted
    ClockAdvanceEnded
    ClockAdvanceStarted
    ClockAdvanceEnded
    ClockResumed
    ClockRateChanged
    "
  `);
});
