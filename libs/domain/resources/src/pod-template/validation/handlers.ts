import { type FieldError, fieldErrors, httpHeaderName, portName, portNumber } from '@klockwork/api-machinery';
import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '@klockwork/kubernetes-types';
import type { Container } from '../pod-spec.ts';
import { checkFormat, checkNotNegative, checkPresent, checkSupported } from './field-checks.ts';

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;

const HTTP_SCHEMES = ['HTTP', 'HTTPS'];

/** Validates probes and hooks of a regular container. `gracePeriod`: the pod's, in seconds, bounds `sleep`. */
export function validateHooksAndProbes(container: Container, gracePeriod: number | undefined, path: string): FieldError[] {
  return [
    ...validateLifecycle(container.lifecycle, gracePeriod, `${path}.lifecycle`),
    ...validateProbeOfOneSuccess(container.livenessProbe, `${path}.livenessProbe`),
    ...validateReadinessProbe(container.readinessProbe, `${path}.readinessProbe`),
    ...validateProbeOfOneSuccess(container.startupProbe, `${path}.startupProbe`),
  ];
}

function validateLifecycle(lifecycle: Lifecycle | undefined, gracePeriod: number | undefined, path: string): FieldError[] {
  const { postStart, preStop } = lifecycle ?? {};
  return [
    ...(postStart ? validateHandler(postStart, gracePeriod, `${path}.postStart`) : []),
    ...(preStop ? validateHandler(preStop, gracePeriod, `${path}.preStop`) : []),
  ];
}

/** Requires a success threshold of 1 for liveness and startup probes. */
function validateProbeOfOneSuccess(probe: Probe | undefined, path: string): FieldError[] {
  if (!probe) return [];
  const errors = validateProbe(probe, path);
  if (probe.successThreshold !== 1) errors.push(fieldErrors.invalid(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'));
  return errors;
}

function validateReadinessProbe(probe: Probe | undefined, path: string): FieldError[] {
  if (!probe) return [];
  const errors = validateProbe(probe, path);
  const grace = probe.terminationGracePeriodSeconds;
  if (grace === undefined) return errors;
  return [...errors, fieldErrors.invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes')];
}

function validateProbe(probe: Probe, path: string): FieldError[] {
  const errors = [
    ...validateHandler(probe, undefined, path),
    ...checkNotNegative(`${path}.initialDelaySeconds`, probe.initialDelaySeconds),
    ...checkNotNegative(`${path}.timeoutSeconds`, probe.timeoutSeconds),
    ...checkNotNegative(`${path}.periodSeconds`, probe.periodSeconds),
    ...checkNotNegative(`${path}.successThreshold`, probe.successThreshold),
    ...checkNotNegative(`${path}.failureThreshold`, probe.failureThreshold),
  ];
  const grace = probe.terminationGracePeriodSeconds;
  if (grace === undefined || grace > 0) return errors;
  return [...errors, fieldErrors.invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0')];
}

/** Requires exactly one action; further ones are refused. Models `validateHandler`. */
function validateHandler(handler: Handler, gracePeriod: number | undefined, path: string): FieldError[] {
  const checks: [keyof Handler, () => FieldError[]][] = [
    ['exec', () => (handler.exec?.command?.length ? [] : [fieldErrors.required(`${path}.exec.command`)])],
    ['httpGet', () => validateHttpGet(handler.httpGet as HTTPGetAction, `${path}.httpGet`)],
    ['tcpSocket', () => checkPort(handler.tcpSocket?.port, `${path}.tcpSocket.port`)],
    ['grpc', () => checkPort(handler.grpc?.port, `${path}.grpc.port`)],
    ['sleep', () => validateSleep(handler.sleep?.seconds ?? 0, gracePeriod, `${path}.sleep`)],
  ];
  const actions = checks.filter(([type]) => handler[type] !== undefined && handler[type] !== null);
  if (actions.length === 0) return [fieldErrors.required(path, 'must specify a handler type')];
  return actions.flatMap(([type, check], index) =>
    index === 0 ? check() : [fieldErrors.forbidden(`${path}.${type}`, 'may not specify more than 1 handler type')],
  );
}

function validateHttpGet(action: HTTPGetAction, path: string): FieldError[] {
  return [
    ...checkPresent(`${path}.path`, action.path),
    ...checkPort(action.port, `${path}.port`),
    ...checkSupported(`${path}.scheme`, action.scheme ?? '', HTTP_SCHEMES),
    ...(action.httpHeaders ?? []).flatMap(({ name }) => checkFormat(`${path}.httpHeaders`, name, httpHeaderName)),
  ];
}

function checkPort(port: number | string | undefined, path: string): FieldError[] {
  return typeof port === 'string' ? checkFormat(path, port, portName) : checkFormat(path, port ?? 0, portNumber);
}

function validateSleep(seconds: number, gracePeriod: number | undefined, path: string): FieldError[] {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return [];
  return [fieldErrors.invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`)];
}
