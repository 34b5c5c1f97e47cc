import { type FieldError, fieldErrors, portName, portNumber } from '@klockwork/api-machinery';
import type { ContainerPort } from '@klockwork/kubernetes-types';
import type { Container } from '../pod-spec.ts';
import { checkChoice, checkFormat } from './field-checks.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** Models `validateContainerPorts`. */
export function validateContainerPorts(ports: readonly ContainerPort[], path: string): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => validatePort(port, `${path}[${index}]`, names));
}

/** Refuses host ports used by several `containers`. Models `checkHostPortConflicts`. */
export function hostPortConflicts(containers: readonly Container[], path: string): FieldError[] {
  const usedPorts = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, container] of containers.entries()) {
    for (const [portIndex, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue;
      const text = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (usedPorts.has(text)) errors.push(fieldErrors.duplicate(`${path}[${index}].ports[${portIndex}].hostPort`, text));
      usedPorts.add(text);
    }
  }
  return errors;
}

function validatePort(port: ContainerPort, path: string, names: Set<string>): FieldError[] {
  const errors = validatePortName(port.name, `${path}.name`, names);
  if (port.containerPort) errors.push(...checkFormat(`${path}.containerPort`, port.containerPort, portNumber));
  else errors.push(fieldErrors.required(`${path}.containerPort`));
  if (port.hostPort) errors.push(...checkFormat(`${path}.hostPort`, port.hostPort, portNumber));
  return [...errors, ...checkChoice(`${path}.protocol`, port.protocol, PROTOCOLS)];
}

function validatePortName(name: string | undefined, path: string, names: Set<string>): FieldError[] {
  if (!name) return [];
  const errors = checkFormat(path, name, portName);
  if (errors.length > 0) return errors;
  if (names.has(name)) return [fieldErrors.duplicate(path, name)];
  names.add(name);
  return [];
}
