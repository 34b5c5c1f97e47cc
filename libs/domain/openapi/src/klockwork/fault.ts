import type { Definition } from '../definition.ts';
import { array, integer, listOf, map, number, objectOf, string, struct, structField } from './fields.ts';

const PREFIX = 'dev.klockwork.v1alpha1';
const TYPES = [
  'AgentFrozen',
  'ApiErrors',
  'ApiLatency',
  'BusDelay',
  'BusDuplication',
  'BusLoss',
  'BusReordering',
  'ClockSkew',
  'ContainerCrash',
  'CpuBrownout',
  'ImagePullFailure',
  'NodePowerLoss',
  'Partition',
  'ProcessKill',
  'SlowDisk',
  'StaleReads',
];
const ERRORS = ['TooManyRequests', 'InternalError', 'Conflict', 'Timeout'];
const NAME: Definition = { type: 'string' };

const percent = number('Share of the affected requests or messages, from 0 to 100. 100 when not given.');

const requests: Readonly<Record<string, Definition>> = {
  verbs: array('Verbs of the affected requests: get, list, watch, create, update, patch, delete, deletecollection. All when empty.', NAME),
  resources: array('Resources of the affected requests: pods, deployments.apps, *.apps. All when empty.', NAME),
  users: array('Users of the affected requests, such as system:kube-scheduler or system:node:*. All when empty.', NAME),
  userAgents: array('User agents of the affected requests, such as kubectl/*. All when empty.', NAME),
  percent,
};

const nodes: Readonly<Record<string, Definition>> = {
  nodes: array('Names of the affected nodes, in which * matches any text.', NAME),
  nodeSelector: map('Labels of the affected nodes.', NAME),
};

const components = array('Processes: api-server, controller-manager, scheduler and names of nodes, in which * matches any text.', NAME);

const choice = (description: string, values: readonly string[]): Definition => ({ ...string(description), enum: values });

export const faultDefinitions: Readonly<Record<string, Definition>> = {
  [`${PREFIX}.Fault`]: objectOf({
    kind: 'Fault',
    description: 'Fault is a failure of the lab for a duration of lab time. Its deletion restores everything.',
    spec: structField('The failure, its target and its duration. Immutable.', `${PREFIX}.FaultSpec`),
    status: structField('The progress of the failure, with its evidence. Read-only.', `${PREFIX}.FaultStatus`),
  }),
  [`${PREFIX}.FaultList`]: listOf('Fault', `${PREFIX}.Fault`),
  [`${PREFIX}.FaultSpec`]: struct(
    'FaultSpec describes a failure. The member named after the type holds its settings.',
    {
      type: string(`The type of failure: ${TYPES.slice(0, -1).join(', ')} or ${TYPES.at(-1)}.`),
      duration: string('Lab time until the failure ends, such as 90s or 5m. 5m when not given.'),
      after: string('Lab time from the creation of the object until the failure begins. 0s when not given.'),
      seed: integer('Seed of the draws, for shares below 100 percent. 1 when not given.'),
      agentFrozen: structField('Nodes whose agent hangs until the end.', `${PREFIX}.NodesFault`),
      apiErrors: structField('Requests to the API that fail.', `${PREFIX}.ApiErrorsFault`),
      apiLatency: structField('Requests to the API that are answered late.', `${PREFIX}.ApiLatencyFault`),
      busDelay: structField('Messages of components that arrive late.', `${PREFIX}.BusDelayFault`),
      busDuplication: structField('Messages of components that arrive twice. Requests are never repeated.', `${PREFIX}.BusFault`),
      busLoss: structField('Messages, requests and replies of components that are lost.', `${PREFIX}.BusFault`),
      busReordering: structField('Messages of components with random delays, which reorder them.', `${PREFIX}.BusDelayFault`),
      clockSkew: structField('Nodes whose wall clock differs from lab time.', `${PREFIX}.ClockSkewFault`),
      containerCrash: structField('Containers that receive SIGKILL once.', `${PREFIX}.ContainerCrashFault`),
      cpuBrownout: structField('Nodes whose processors are throttled.', `${PREFIX}.CpuBrownoutFault`),
      imagePullFailure: structField('Image pulls that fail.', `${PREFIX}.ImagePullFailureFault`),
      nodePowerLoss: structField('Nodes that lose power, and boot at the end.', `${PREFIX}.NodesFault`),
      partition: structField('Processes that cannot reach each other.', `${PREFIX}.PartitionFault`),
      processKill: structField('Processes that receive SIGKILL once.', `${PREFIX}.ProcessKillFault`),
      slowDisk: structField('Nodes with slow image pulls and container starts, or a log with slow writes.', `${PREFIX}.SlowDiskFault`),
      staleReads: structField('Clients whose gets and lists come from the past.', `${PREFIX}.StaleReadsFault`),
    },
    ['type'],
  ),
  [`${PREFIX}.ApiErrorsFault`]: struct(
    'ApiErrorsFault selects requests and their answer.',
    { ...requests, error: choice('The answer: TooManyRequests (429), InternalError (500), Conflict (409) or Timeout (504).', ERRORS) },
    ['error'],
  ),
  [`${PREFIX}.ApiLatencyFault`]: struct(
    'ApiLatencyFault selects requests and their delay.',
    { ...requests, delay: string('Lab time before the request is executed, such as 2s.') },
    ['delay'],
  ),
  [`${PREFIX}.BusFault`]: struct('BusFault selects components and the share of their messages.', { components, percent }, ['components']),
  [`${PREFIX}.BusDelayFault`]: struct(
    'BusDelayFault selects components and the delay of their messages.',
    { components, percent, delay: string('Lab time until a message, a request or a reply arrives, such as 200ms.') },
    ['components', 'delay'],
  ),
  [`${PREFIX}.ClockSkewFault`]: struct(
    'ClockSkewFault selects nodes and the offset of their wall clock.',
    { ...nodes, offset: string('Offset from lab time, such as 10m or -90s.') },
    ['offset'],
  ),
  [`${PREFIX}.ContainerCrashFault`]: struct(
    'ContainerCrashFault selects containers of running pods.',
    {
      namespace: string('Namespace of the pods. default when not given.'),
      podSelector: map('Labels of the pods. All pods of the namespace when empty.', NAME),
      container: string('Name of the container. All containers when not given.'),
    },
    ['podSelector'],
  ),
  [`${PREFIX}.CpuBrownoutFault`]: struct(
    'CpuBrownoutFault selects nodes and the share of their processors that is left.',
    { ...nodes, percent: number('Share of the processors that is left, above 0.') },
    ['percent'],
  ),
  [`${PREFIX}.SlowDiskFault`]: struct(
    'SlowDiskFault selects nodes, or the log.',
    {
      ...nodes,
      processes: array('api-server, for writes to the log. Not with nodes.', NAME),
      delay: string('Lab time by which a pull, the creation of a container, or a write takes longer, such as 2s.'),
    },
    ['delay'],
  ),
  [`${PREFIX}.ImagePullFailureFault`]: struct(
    'ImagePullFailureFault selects images and nodes. All nodes when no node is named.',
    { ...nodes, images: array('Images as pods name them, in which * matches any text: nginx:*.', NAME) },
    ['images'],
  ),
  [`${PREFIX}.NodesFault`]: struct('NodesFault selects nodes, by name or by labels.', nodes),
  [`${PREFIX}.PartitionFault`]: struct(
    'PartitionFault names two sides that cannot reach each other.',
    {
      from: array(
        'Processes of one side: api-server, controller-manager, scheduler and names of nodes, in which * matches any text.',
        NAME,
      ),
      to: array('Processes of the other side. A process reaches itself, also if it is on both sides.', NAME),
      direction: choice('Both, or FromTo for messages to the other side only. Both when not given.', ['Both', 'FromTo']),
      traffic: choice('All, or Pods for the network between pods of different nodes only. All when not given.', ['All', 'Pods']),
    },
    ['from', 'to'],
  ),
  [`${PREFIX}.ProcessKillFault`]: struct(
    'ProcessKillFault selects processes of the control plane.',
    { processes: array('Of api-server, scheduler and controller-manager.', NAME) },
    ['processes'],
  ),
  [`${PREFIX}.StaleReadsFault`]: struct('StaleReadsFault selects clients, and the state that they read. Watches show the present.', {
    resources: requests.resources as Definition,
    users: requests.users as Definition,
    userAgents: requests.userAgents as Definition,
    lag: string('Lab time behind the present, such as 30s. The state at the start of the fault when not given.'),
  }),
  [`${PREFIX}.FaultStatus`]: struct('FaultStatus is the progress of a failure.', {
    phase: string('Pending, Active, Recovering or Recovered.'),
    startTime: string('The lab time at which the failure began.'),
    endTime: string('The lab time at which the failure ends.'),
    nodes: array('The affected nodes.', NAME),
    reports: map('Reports of the processes that apply the failure, by process.', structField('', `${PREFIX}.FaultReport`)),
    conditions: array('The conditions Injected and Recovered.', structField('', 'io.k8s.apimachinery.pkg.apis.meta.v1.Condition')),
  }),
  [`${PREFIX}.FaultReport`]: struct('FaultReport is the evidence of a process that applies a failure.', {
    state: string('Injected, Recovered or Refused.'),
    touched: integer('Number of the affected requests, messages or objects.'),
    names: array('The first affected names.', NAME),
    message: string('Details.'),
  }),
};
