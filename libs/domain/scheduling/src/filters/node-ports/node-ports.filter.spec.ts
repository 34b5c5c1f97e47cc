import type { Container, ContainerPort, Pod } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodePorts } from './node-ports.filter.ts';

const TAKEN: Refusal = { reasons: ["node(s) didn't have free ports for the requested pod ports"], resolvable: true };

function container(...ports: Partial<ContainerPort>[]): Container {
  return { name: 'c', image: 'nginx', ports: ports.map((port) => ({ containerPort: 80, ...port })) };
}

const withPorts = (...ports: Partial<ContainerPort>[]): Pod => aPod({ spec: { containers: [container(...ports)] } });
const withInit = (restartPolicy: string | undefined): Pod =>
  aPod({ spec: { initContainers: [{ ...container({ hostPort: 80 }), name: 'init', ...(restartPolicy && { restartPolicy }) }] } });

test.each<[string, Pod, Pod, Refusal | undefined]>([
  ['pods without host ports share a node', withPorts({}), withPorts({}), undefined],
  ['pods of different host ports share a node', withPorts({ hostPort: 80 }), withPorts({ hostPort: 81 }), undefined],
  ['a host port that is taken refuses a pod', withPorts({ hostPort: 80 }), withPorts({ hostPort: 80 }), TAKEN],
  ['a second port that is taken refuses a pod', withPorts({ hostPort: 79 }, { hostPort: 80 }), withPorts({ hostPort: 80 }), TAKEN],
  ['a port without a protocol is one of TCP', withPorts({ hostPort: 80, protocol: 'TCP' }), withPorts({ hostPort: 80 }), TAKEN],
  ['pods of different protocols share a port', withPorts({ hostPort: 80, protocol: 'UDP' }), withPorts({ hostPort: 80 }), undefined],
  [
    'pods of different addresses share a port',
    withPorts({ hostPort: 80, hostIP: '10.0.0.1' }),
    withPorts({ hostPort: 80, hostIP: '10.0.0.2' }),
    undefined,
  ],
  [
    'a port on all addresses is taken on each',
    withPorts({ hostPort: 80, hostIP: '10.0.0.1' }),
    withPorts({ hostPort: 80, hostIP: '0.0.0.0' }),
    TAKEN,
  ],
  ['a port of a sidecar is taken as long as the pod runs', withPorts({ hostPort: 80 }), withInit('Always'), TAKEN],
  ['a sidecar needs its port as a container does', withInit('Always'), withPorts({ hostPort: 80 }), TAKEN],
  ['a port of an init container that ends is free', withPorts({ hostPort: 80 }), withInit(undefined), undefined],
])('%s', (_, pod, placed, refusal) => {
  expect(nodePorts.refuse(candidateOf(pod), nodeWith(aNode(), placed))).toEqual(refusal);
});
