import type { Definition } from '../definition.ts';
import { array, boolean, integer, map, number, string, struct, structField } from '../klockwork/fields.ts';
import { drillSchemas } from './drill-schemas.ts';
import { HTTP_PREFIX, open, own, strings } from './schema-fields.ts';

const KINDS = 'dev.klockwork.v1alpha1';

const time = (description: string): Definition => ({ ...string(description), format: 'date-time' });

const timerFields = {
  process: string('Process that owns the timer, such as kube-scheduler.'),
  name: string('Name of the timer, such as node-lease-renew.'),
  object: string('Object that the timer belongs to.'),
  upkeep: boolean('Set for timers without own work: leases, probes with a stable result, resyncs.'),
};

const clockSchemas = {
  ClockReport: struct(
    'State of lab time.',
    {
      now: integer('Lab time in ms since 1970.'),
      mode: string('Running, Paused or Advancing.'),
      rate: number('Lab seconds per second of the host while running.'),
      members: array('Processes that follow the clock.', own('ClockMember', '')),
      next: array('Nearest timers of all processes, by instant in ms since 1970.', own('ReportedTimer', '')),
      advance: open('Progress of the running advance: from, to, now, jumps, fired, hostMs, blockedBy.'),
      holds: array('Holds of programs outside.', own('Hold', '')),
    },
    ['now', 'mode', 'rate', 'members', 'next'],
  ),
  ClockMember: struct('Process that follows the clock.', {
    name: string('Name of the process.'),
    state: string('expected, following or fenced.'),
    holds: map('Number of open pieces of work by reason.', { type: 'integer', format: 'int64' }),
  }),
  ReportedTimer: struct('Pending timer of a process.', { at: integer('Instant in ms since 1970.'), ...timerFields }),
  PendingTimer: struct('Pending timer of a process.', { at: time('Instant of lab time.'), ...timerFields }),
  PendingTimers: struct('Nearest timers of all processes, in order.', {
    now: time('Lab time.'),
    items: array('At most 20 timers of work, and as many of upkeep.', own('PendingTimer', '')),
  }),
  Settled: struct('Instant at which all processes are idle.', {
    now: time('Lab time, which did not move.'),
    revision: integer('Newest revision.'),
  }),
  AdvanceRequest: struct('Passage of lab time; advance or until must be given.', {
    advance: string('Span of lab time, such as 10m. 0s ends the running advance.'),
    until: structField('End before the span.', `${KINDS}.ClockUntil`),
    maxRate: number('Maximum speed in lab seconds per second of the host.'),
  }),
  UntilRequest: struct(
    'Condition that has to hold.',
    {
      condition: string(
        'Object and condition of kubectl wait: deploy/web condition=Available, pods/shop/web jsonpath={.status.phase}=Running.',
      ),
      namespace: string('Namespace of an object without one; default "default".'),
      within: string('Maximum span of lab time; default 5m.'),
    },
    ['condition'],
  ),
  NeverRequest: struct(
    'Condition that must not hold.',
    {
      condition: string('Object and condition of kubectl wait.'),
      namespace: string('Namespace of an object without one; default "default".'),
      for: string('Span of lab time, such as 1h.'),
    },
    ['condition', 'for'],
  ),
  ConditionVerdict: struct(
    'Result of a passage of lab time under a condition.',
    {
      passed: boolean('True if the requirement was met.'),
      message: string('Sentence for people.'),
      revision: integer('First revision at which the condition held; absent if it held at none.'),
      advance: structField('Passed time.', `${KINDS}.ClockAdvance`),
    },
    ['passed', 'message'],
  ),
  Resume: struct('Speed of lab time.', { rate: number('Lab seconds per second of the host; by default the present rate.') }),
  ClockMode: struct('State of an obeying clock.', {
    mode: string('Running, Paused or Advancing.'),
    rate: number('Lab seconds per second of the host.'),
    now: time('Lab time of the change.'),
  }),
  ClientDeadline: struct('Next deadline of a program.', {
    at: { ...time('Instant of lab time; null for none.'), nullable: true },
    upkeep: boolean('True if the deadline does not count as work.'),
  }),
  ClientTime: struct('Line of a stream of times.', {
    now: time('Lab time.'),
    rate: number('Lab seconds per second of the host; 0 while only lines move time.'),
    fired: boolean('True after the deadline of the program.'),
  }),
  HoldRequest: struct('Hold of lab time.', { for: string('Host time after which the hold expires, such as 5s; at most 5m.') }, ['for']),
  Hold: struct('Hold of lab time by a program.', {
    name: string('Name of the program.'),
    expiresInMs: integer('Host time until its expiry, in ms.'),
  }),
} as const;

const logSchemas = {
  LogEvent: struct('Accepted write. A line of the log.', {
    revision: integer("Revision of the cluster, which is the object's resourceVersion."),
    previousRevision: integer('Revision of the previous event of the object; 0 for a new object.'),
    key: open('Object: group, resource, namespace, name.'),
    uid: string('UID of the object.'),
    type: string('Event type, such as PodBound.'),
    change: string('created, updated or deleted.'),
    at: integer('Lab time in ms since 1970.'),
    actor: open('Author: user, userAgent.'),
    correlationId: string('Id of the request.'),
    cause: open('Cause: trigger, and the revision, timer or request behind the event.'),
    data: open('Facts of the event type.'),
    object: open('Complete object after the event; without data for Secrets.'),
  }),
  History: struct('Stored revisions of one object name.', {
    items: array('Events, oldest first.', own('LogEvent', '')),
  }),
  LabStatus: struct('Lab and head of its log.', {
    lab: string('Id of the lab: that of its key for service account tokens. A fork has another.'),
    revision: integer('Newest revision.'),
    clock: open('now: lab time.'),
  }),
  Moment: struct('Moment of the log.', {
    revision: integer('Revision.'),
    at: integer('Lab time of the revision, in ms since 1970.'),
    now: integer('Present lab time, in ms since 1970.'),
  }),
  Changes: struct('Objects that differ between two moments.', {
    before: own('Moment', 'First moment.'),
    after: own('Moment', 'Second moment.'),
    changes: array('Objects: key, and the event before and after.', { type: 'object' }),
  }),
  Why: struct('Explanation of an object or event.', {
    apiVersion: string('klockwork.dev/v1alpha1'),
    kind: string('Why'),
    answers: array('Questions with their answers: question, diagnosis, chain of causes.', { type: 'object' }),
    namesakes: strings('UIDs of other objects of the same name, newest first.'),
  }),
  ConsoleAddress: struct('Address of the console.', { url: string('Address for a browser.') }, ['url']),
  HostServices: struct('Ports of Services, Ingresses and Gateways on the machine of the lab.', {
    gateways: array('Listeners of Gateways: namespace, gateway, listener, host, protocol, and address.', { type: 'object' }),
    ingresses: array('Ingresses: namespace, ingress, hosts, and the addresses of all for HTTP and HTTPS.', { type: 'object' }),
    services: array('Open ports: namespace, service, type, port of the Service, and address such as 127.0.0.1:30080.', { type: 'object' }),
  }),
  Verification: struct('Result of a complete read of the log.', {
    events: integer('Number of events.'),
    through: integer('Newest revision.'),
  }),
  FaultReport: struct(
    'Fault from outside, as a cause for the log.',
    { name: string('Name, such as SIGKILL.'), process: string('Ended process.'), nodes: strings('Nodes that lost power.') },
    ['name', 'process'],
  ),
  PastAnswer: struct('Answer of the named path, as in the documents of its group.', {}),
  ReplayLine: struct('Line of an open replay.', {
    revision: integer('Revision of the first position.'),
    at: integer('Lab time of this revision, in ms since 1970.'),
    watched: boolean('True after the first watch.'),
  }),
  ReplayStep: struct('End of a step.', { to: integer('Lab time in ms since 1970; null for the end of the replay.') }, ['to']),
  ReplayPosition: struct('Position of a replay.', {
    revision: integer('Revision of the newest replayed event.'),
    at: integer('Lab time of this event, in ms since 1970.'),
    next: integer('Lab time of the next event; null at the end.'),
  }),
  Nothing: struct('Object without fields.', {}),
  Revisions: struct('Written events.', { revisions: array('Revisions.', { type: 'integer', format: 'int64' }) }),
} as const;

/** Name of a schema of `/klockwork/v1/`. */
export type HttpSchema = keyof typeof clockSchemas | keyof typeof logSchemas | keyof typeof drillSchemas;

/** Schemas of bodies and answers below `/klockwork/v1/`, by full name. */
export const httpSchemas: Readonly<Record<string, Definition>> = Object.fromEntries(
  Object.entries({ ...clockSchemas, ...logSchemas, ...drillSchemas }).map(([name, schema]) => [`${HTTP_PREFIX}.${name}`, schema]),
);
