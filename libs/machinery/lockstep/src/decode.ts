import type { Body } from '@klockwork/bus';
import type { FromMember, Marker, State, ToMember, ToMembers } from './messages.ts';

type Check = (value: unknown) => boolean;
type Message = FromMember | ToMembers | ToMember | Marker | State;
type Fields<T extends Message> = { readonly [K in keyof Required<T>]: Check };
type Shapes<T extends Message> = { readonly [K in T['type']]: Fields<Extract<T, { type: K }>> };

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const whole: Check = (value) => Number.isSafeInteger(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const counts: Check = (value) => isObject(value) && Object.values(value).every(whole);
const shaped =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && hasShape(fields, value);

const atRest = { epoch: whole, sent: whole, admits: whole, next: orNull(whole), work: orNull(whole), now: whole };
const news = { fired: maybe(counts), heads: maybe(counts) };
const out = { by: text, out: maybe(listOf(text)) };

const scaled = shaped({ type: is('scaled'), hostAt: Number.isFinite, labAt: whole, rate: isRate, until: maybe(whole) });
const lockstep = shaped({ type: is('lockstep'), labAt: whole });
const setting: Check = (value) => scaled(value) || lockstep(value);
const timer = shaped({ at: whole, name: text, object: maybe(text), upkeep: maybe(is(true)) });

const FROM_MEMBER: Shapes<FromMember> = {
  join: { type: text, from: text, name: text, now: maybe(whole), stamps: maybe(is(true)) },
  report: { type: text, from: text, ...atRest, ...news },
  answer: { type: text, from: text, round: whole, resting: flag, ...atRest, ...news },
  'gate-request': { type: text, from: text },
  leave: { type: text, from: text },
};

const TO_MEMBERS: Shapes<ToMembers> = {
  hello: { type: text, by: text },
  follow: { type: text, setting, ...out },
  confirm: { type: text, round: whole, at: whole, heads: maybe(counts), members: maybe(listOf(text)), ...out },
};

const TO_MEMBER: Shapes<ToMember> = {
  welcome: { type: text, by: text, setting },
  jump: { type: text, by: text, at: whole },
  admit: { type: text, by: text, at: whole, admits: whole },
  ping: { type: text, by: text, at: maybe(whole), timers: maybe(whole), out: maybe(is(true)) },
};

const MARKER: Shapes<Marker> = { marker: { type: text, from: text, round: whole } };

const STATE: Shapes<State> = {
  state: { type: text, resting: flag, ...atRest, holds: counts, ...news, timers: maybe(listOf(timer)) },
};

/** Decoders that return the message, or undefined for invalid input: any connected client may publish on these subjects. */
export const decode = {
  fromMember: decoder(FROM_MEMBER),
  toMembers: decoder(TO_MEMBERS),
  toMember: decoder(TO_MEMBER),
  marker: decoder(MARKER),
  state: decoder(STATE),
};

function decoder<T extends Message>(shapes: Shapes<T>): (body: Body) => T | undefined {
  const fieldsByType = new Map<unknown, Readonly<Record<string, Check>>>(Object.entries(shapes));
  return (body) => (isMessage<T>(fieldsByType, body) ? body : undefined);
}

function isMessage<T extends Message>(fieldsByType: ReadonlyMap<unknown, Readonly<Record<string, Check>>>, body: unknown): body is T {
  if (!isObject(body)) return false;
  const fields = fieldsByType.get(body.type);
  return fields !== undefined && hasShape(fields, body);
}

function hasShape(fields: Readonly<Record<string, Check>>, value: Readonly<Record<string, unknown>>): boolean {
  for (const name in fields) if (!fields[name]?.(value[name])) return false;
  return true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function is(expected: unknown): Check {
  return (value) => value === expected;
}

function isRate(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
