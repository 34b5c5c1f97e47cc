import { asNumber, parseDuration, parseQuantity, QuantityError } from '@klockwork/api-machinery';

/** Eviction signal, named like in the kubelet configuration. */
export type Signal = 'memory.available' | 'nodefs.available' | 'imagefs.available' | 'pid.available';

/** Absolute amount or percentage of capacity. */
export type ThresholdValue = { readonly amount: number } | { readonly percent: number };

/** Threshold: exceeded when less than `value` is available for `graceMs`. */
export interface Threshold {
  readonly signal: Signal;
  readonly value: ThresholdValue;
  /** 0: hard, pods are evicted at once and with almost no grace. */
  readonly graceMs: number;
}

/** Models `DefaultEvictionHard` of `pkg/kubelet/eviction/defaults_linux.go`, without inodes. */
const HARD = 'memory.available<100Mi,nodefs.available<10%,imagefs.available<15%';
const SIGNALS: ReadonlySet<string> = new Set(['memory.available', 'nodefs.available', 'imagefs.available', 'pid.available']);

/** Syntax of the kubelet flags of these names: `memory.available<100Mi,nodefs.available<10%`, `memory.available=1m30s`. */
export interface ThresholdTexts {
  readonly hard?: string | undefined;
  readonly soft?: string | undefined;
  readonly softGracePeriod?: string | undefined;
}

/** Parses thresholds, hard ones first; default: upstream's. Invalid entries are skipped. Models `ParseThresholdConfig`. */
export function thresholdsOf({ hard = HARD, soft = '', softGracePeriod = '' }: ThresholdTexts): Threshold[] {
  const graces = new Map(pairsOf(softGracePeriod, '='));
  const softOnes = pairsOf(soft, '<').flatMap(([signal, value]) => {
    const grace = parseDuration(graces.get(signal) ?? '');
    return 'ms' in grace ? thresholdOf(signal, value, grace.ms) : [];
  });
  return [...pairsOf(hard, '<').flatMap(([signal, value]) => thresholdOf(signal, value, 0)), ...softOnes];
}

/** `50Mi`, `10%`, or undefined for what is neither. */
export function thresholdValue(text: string): ThresholdValue | undefined {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined) return { percent: Number(percent) };
  try {
    return { amount: asNumber(parseQuantity(text)) };
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}

/** Absolute amount for a capacity. */
export function amountOf(value: ThresholdValue, capacity: number): number {
  return 'amount' in value ? value.amount : Math.floor((capacity * value.percent) / 100);
}

function thresholdOf(signal: string, text: string, graceMs: number): Threshold[] {
  const value = thresholdValue(text);
  return value === undefined || !SIGNALS.has(signal) ? [] : [{ signal: signal as Signal, value, graceMs }];
}

function pairsOf(text: string, sign: '<' | '='): [string, string][] {
  return text.split(',').flatMap((part) => {
    const [signal = '', value = ''] = part.split(sign);
    return value === '' ? [] : [[signal.trim(), value.trim()] as [string, string]];
  });
}
