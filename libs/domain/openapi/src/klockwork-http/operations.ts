import { drillOperations } from './drill-operations.ts';
import { type Method, type Operation, pathParameter, query } from './operation.ts';
import { pastOperations } from './past-operations.ts';
import { HTTP_PREFIX } from './schema-fields.ts';

const object = query('object', 'Resource and name, such as pods/web or deploy/shop/web.');
const namespace = query('namespace', 'Namespace of an object without one; default "default".');
const client = pathParameter('name', 'Name of the program, a DNS label.');

const logFilters = [
  ...[object, namespace],
  query('kind', 'Kinds with commas.'),
  query('name', 'Name of objects; * matches any characters.'),
  query('type', 'Event types with commas, such as PodBound.'),
  query('actor', 'Authors with commas.'),
  query('since', 'Events since: how long ago, or a lab time.'),
  query('until', 'Events until: how long ago, or a lab time.'),
  query('from', 'First revision.', 'integer'),
  query('revision', 'The only revision.', 'integer'),
  query('cause', 'Events that this revision caused.', 'integer'),
  query('tail', 'Number of last matches.', 'integer'),
  query('follow', 'Continues with new events.', 'boolean'),
];

const clock: Readonly<Record<string, Partial<Record<Method, Operation>>>> = {
  clock: { get: { id: 'readClock', summary: 'Lab time, processes, nearest timers, running advance, holds', answer: 'ClockReport' } },
  'clock/pending': { get: { id: 'listPendingTimers', summary: 'Nearest timers of all processes', answer: 'PendingTimers' } },
  'clock/settled': {
    get: {
      id: 'settle',
      summary: 'Waits until all processes are idle, while lab time stands. 504 names busy processes; 409 while time moves',
      parameters: [query('hostLimit', 'Maximum wait in host time; default 30s, at most 10m.')],
      answer: 'Settled',
    },
  },
  'clock/advance': {
    post: {
      id: 'advance',
      summary: 'Lets lab time pass, and answers at the end',
      body: 'AdvanceRequest',
      answer: 'ClockAdvance',
    },
  },
  'clock/step': { post: { id: 'step', summary: 'Lets lab time pass to the next work timer, and its work end', answer: 'ClockAdvance' } },
  'clock/until': {
    post: {
      id: 'until',
      summary: 'Lets lab time pass to the first instant at which a condition held',
      body: 'UntilRequest',
      answer: 'ConditionVerdict',
    },
  },
  'clock/never': {
    post: {
      id: 'never',
      summary: 'Lets lab time pass for a span, or to the first revision at which a condition held, which fails',
      body: 'NeverRequest',
      answer: 'ConditionVerdict',
    },
  },
  'clock/pause': { post: { id: 'pause', summary: 'Stops lab time, and answers once all clocks stand', answer: 'ClockMode' } },
  'clock/resume': {
    post: { id: 'resume', summary: 'Lets lab time follow the host, at a rate', body: 'Resume', answer: 'ClockMode' },
  },
  'clock/timers/{name}': {
    get: {
      ...{ id: 'followClock', summary: 'Lines with lab time, until the client disconnects', parameters: [client] },
      ...{ answer: 'ClientTime', lines: true },
    },
    put: {
      id: 'setDeadline',
      summary: "Sets the program's next deadline, where an advance stops; answers a fired deadline",
      ...{ parameters: [client], body: 'ClientDeadline', answer: 'ClientTime' },
    },
  },
  'clock/holds/{name}': {
    put: {
      id: 'hold',
      summary: 'Holds lab time until the release, or the expiry; repeated requests renew it',
      ...{ parameters: [client], body: 'HoldRequest', answer: 'Hold' },
    },
    delete: { id: 'release', summary: 'Ends a hold. 404 after its expiry', parameters: [client], answer: 'Hold' },
  },
};

const log: Readonly<Record<string, Partial<Record<Method, Operation>>>> = {
  status: { get: { id: 'readStatus', summary: 'Id of the lab, newest revision and lab time', answer: 'LabStatus' } },
  log: { get: { id: 'readLog', summary: 'Events of the log as lines', parameters: logFilters, answer: 'LogEvent', lines: true } },
  'log/hold': {
    get: { id: 'holdLog', summary: 'Holds the file of the log until the client disconnects', answer: 'Moment', lines: true },
  },
  history: {
    get: {
      id: 'readHistory',
      summary: 'Stored revisions of an object, also of a deleted one',
      parameters: [{ ...object, required: true }, namespace],
      answer: 'History',
    },
  },
  why: {
    get: {
      id: 'explain',
      summary: 'Chain of causes of an object or event',
      parameters: [
        ...[object, namespace],
        query('uid', 'UID of one of several objects of the name.'),
        query('restart', 'Number of a restart of a pod.', 'integer'),
        query('to', 'Destination of a connection of a pod, such as web.shop:80.'),
        query('revision', 'Revision of an event, in place of an object.', 'integer'),
      ],
      answer: 'Why',
    },
  },
  moments: {
    get: {
      id: 'findMoment',
      summary: 'Revision of a moment, for reads below /at/REVISION/',
      parameters: [{ ...query('at', 'Revision, how long ago, or a lab time.'), required: true }],
      answer: 'Moment',
    },
  },
  changes: {
    get: {
      id: 'compareMoments',
      summary: 'Objects that differ between two moments',
      parameters: [query('before', 'First moment.'), query('after', 'Second moment.'), object, namespace],
      answer: 'Changes',
    },
  },
  console: { get: { id: 'readConsole', summary: 'Address of the console. 404 in a lab without one', answer: 'ConsoleAddress' } },
  'console/links': {
    post: { id: 'openConsole', summary: 'Creates an address that signs one browser in', answer: 'ConsoleAddress', status: 201 },
  },
  services: {
    get: {
      id: 'listHostServices',
      summary: 'Ports of Services on the machine of the lab. 404 in a lab without such ports',
      answer: 'HostServices',
    },
  },
  verify: { get: { id: 'verifyLog', summary: 'Reads the whole log, and checks it', answer: 'Verification' } },
  faults: {
    post: {
      ...{ id: 'reportFault', summary: 'Records a fault from outside as a cause' },
      ...{ body: 'FaultReport', answer: 'Revisions', status: 201 },
    },
  },
};

const JSON_TYPE = 'application/json';
const STATUS = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status';

/** Returns the paths of `/klockwork/v1/`, of the past and of replays in the form of OpenAPI v3. */
export function klockworkPaths(): Record<string, object> {
  const own = Object.entries({ ...clock, ...log, ...drillOperations }).map(
    ([path, methods]) => [`/klockwork/v1/${path}`, methods] as const,
  );
  return Object.fromEntries(
    [...own, ...Object.entries(pastOperations)].map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, operationOf(operation)])),
    ]),
  );
}

function operationOf({ id, summary, parameters, body, answer, status = 200, lines }: Operation): object {
  const type = lines ? 'application/x-ndjson' : JSON_TYPE;
  return {
    tags: ['klockwork'],
    operationId: `${id}KlockworkV1`,
    description: `${summary}.`,
    ...(parameters !== undefined && { parameters }),
    ...(body !== undefined && { requestBody: { required: true, content: content(JSON_TYPE, `${HTTP_PREFIX}.${body}`) } }),
    responses: {
      [status]: {
        description: 'OK',
        content: content(type, answer === 'ClockAdvance' ? 'dev.klockwork.v1alpha1.ClockAdvance' : `${HTTP_PREFIX}.${answer}`),
      },
      default: { description: 'Refusal', content: content(JSON_TYPE, STATUS) },
    },
  };
}

function content(type: string, schema: string): object {
  return { [type]: { schema: { $ref: `#/components/schemas/${schema}` } } };
}
