import { compareQuantity, parseDuration, QuantityError } from '@klockwork/api-machinery';
import { type NodeGroupSize, parseNodeGroup } from '@klockwork/resources';
import { InvalidArgumentError, Option } from 'commander';
import type { FaultTime } from './launcher/fault-time.ts';

/** Beyond this a host's timers are no clock. The API says the same. */
const RATE_MAX = 1_000;

/** The option by which every command finds its lab. */
export function dataOption(): Option {
  return new Option('--data <dir>', 'data folder of the lab (default: .klockwork, or KLOCKWORK_DATA)');
}

/** Reads a whole number between two others. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    return value;
  };
}

/** Maximum number of nodes with cluster autoscaler: each is a process. */
const GROUP_NODES_MAX = 100;

/** Reads the limits of a group of nodes: `3..10`. */
export function nodeGroup(text: string): NodeGroupSize {
  const group = parseNodeGroup(text);
  if (group !== undefined && group.max <= GROUP_NODES_MAX) return group;
  throw new InvalidArgumentError(`It must be two numbers from 1 to ${GROUP_NODES_MAX}, as 3..10.`);
}

/** Reads a positive amount as Kubernetes writes it. */
export function quantity(text: string): string {
  if (!isQuantity(text) || compareQuantity(text, '0') <= 0)
    throw new InvalidArgumentError('It must be a quantity above 0, as 4, 500m or 8Gi.');
  return text;
}

/** Parses label values, separated by commas. */
export function names(text: string): string[] {
  const parts = text.split(',');
  if (parts.every((part) => /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(part))) return parts;
  throw new InvalidArgumentError('It must be names with commas, as a,b,c.');
}

/** Parses a kubeconfig context name. */
export function contextName(text: string): string {
  if (/^[A-Za-z0-9][-A-Za-z0-9_.@:/]{0,252}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a name without spaces, as lab-2.');
}

/** Reads lab seconds a second of the host. */
export function rate(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= RATE_MAX)) throw new InvalidArgumentError(`It must be a number above 0, at most ${RATE_MAX}.`);
  return value;
}

/** Parses the maximum rate of an advance: any number above 0, because hosts need not sustain it. */
export function pace(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** Parses a non-negative Go duration to ms. */
export function durationMs(text: string): number {
  const duration = parseDuration(text);
  if ('problem' in duration) throw new InvalidArgumentError(`It must be a duration, as 10m or 1h30m (${duration.problem}).`);
  if (duration.ms < 0) throw new InvalidArgumentError('It must not be negative.');
  return Math.round(duration.ms);
}

/** Parses a lab instant: `+10m` after the request, or RFC 3339. */
export function faultTime(text: string): FaultTime {
  if (text.startsWith('+')) return { inMs: durationMs(text.slice(1)) };
  const at = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(at))
    throw new InvalidArgumentError('It must be a duration with a plus, as +10m, or a time, as 2026-01-01T00:10:00Z.');
  return { at };
}

function isQuantity(text: string): boolean {
  try {
    compareQuantity(text, '0');
    return true;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}
