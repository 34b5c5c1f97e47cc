import { dns1123Label, type FieldError, fieldErrors, portName, portNumber, qualifiedName } from '@klockwork/api-machinery';
import { complaints, oneOf } from '../generic/field-checks.ts';
import type { Service, ServicePort } from './service.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validatePorts({ spec }: Service): FieldError[] {
  const ports = spec?.ports ?? [];
  return ports.flatMap((port, index) => portErrors(port, index, ports));
}

/** Validates ports across each other and with the type, late as in upstream. */
export function validatePortsTogether({ spec }: Service): FieldError[] {
  const ports = spec?.ports ?? [];
  return [...(spec?.type === 'ClusterIP' ? ports.flatMap(strayNodePort) : []), ...repeatedNodePorts(ports), ...repeatedPorts(ports)];
}

/** Models `validateServicePort`. A single port needs no name. */
function portErrors(port: ServicePort, index: number, ports: readonly ServicePort[]): FieldError[] {
  const path = `spec.ports[${index}]`;
  return [
    ...nameErrors(port.name ?? '', index, ports),
    ...complaints(port.port, portNumber(port.port), `${path}.port`),
    ...oneOf(port.protocol, PROTOCOLS, `${path}.protocol`),
    ...targetErrors(port.targetPort ?? 0, `${path}.targetPort`),
    ...(port.appProtocol === undefined ? [] : complaints(port.appProtocol, qualifiedName(port.appProtocol), `${path}.appProtocol`)),
  ];
}

function nameErrors(name: string, index: number, ports: readonly ServicePort[]): FieldError[] {
  const field = `spec.ports[${index}].name`;
  if (name === '') return ports.length > 1 ? [fieldErrors.required(field)] : [];
  const repeated = ports.findIndex((other) => other.name === name) < index;
  return [...complaints(name, dns1123Label(name), field), ...(repeated ? [fieldErrors.duplicate(field, name)] : [])];
}

function targetErrors(target: string | number, field: string): FieldError[] {
  return complaints(target, typeof target === 'number' ? portNumber(target) : portName(target), field);
}

function strayNodePort({ nodePort }: ServicePort, index: number): FieldError[] {
  return nodePort ? [fieldErrors.forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")] : [];
}

function repeatedNodePorts(ports: readonly ServicePort[]): FieldError[] {
  return ports.flatMap(({ protocol, nodePort }, index) => {
    const first = ports.findIndex((other) => other.nodePort === nodePort && other.protocol === protocol);
    return nodePort && first < index ? [fieldErrors.duplicate(`spec.ports[${index}].nodePort`, nodePort)] : [];
  });
}

/** Go's internal type, without JSON names. */
function repeatedPorts(ports: readonly ServicePort[]): FieldError[] {
  return ports.flatMap(({ protocol, port }, index) => {
    const first = ports.findIndex((other) => other.port === port && other.protocol === protocol);
    const key = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
    return first < index ? [fieldErrors.duplicate(`spec.ports[${index}]`, key)] : [];
  });
}
