import type { Body } from '@klockwork/bus';
import { expect, test } from 'vitest';
import { decode } from './decode.ts';
import type { FromMember, Marker, State, ToMember, ToMembers } from './messages.ts';

const rest = { epoch: 3, sent: 9, admits: 1, next: null, work: 5_000, now: 4_000 };
const scaled = { type: 'scaled', hostAt: 1.5, labAt: 2, rate: 0.5, until: 9 } as const;

const fromMember: FromMember[] = [
  { type: 'join', from: 'a1', name: 'a' },
  { type: 'join', from: 'a1', name: 'a', now: 4_000, stamps: true },
  { type: 'gate-request', from: 'a1' },
  { type: 'report', from: 'a1', ...rest },
  { type: 'report', from: 'a1', ...rest, fired: { lease: 2 }, heads: { pods: 7 } },
  { type: 'answer', from: 'a1', round: 1, resting: false, ...rest },
  { type: 'leave', from: 'a1' },
];
const toMembers: ToMembers[] = [
  { type: 'hello', by: 'c' },
  { type: 'follow', by: 'c', setting: scaled, out: ['b1'] },
  { type: 'follow', by: 'c', setting: { type: 'lockstep', labAt: 4_000 } },
  { type: 'confirm', by: 'c', round: 2, at: 4_000, heads: { pods: 7 }, members: ['a1'], out: ['b1'] },
];
const toMember: ToMember[] = [
  { type: 'welcome', by: 'c', setting: scaled },
  { type: 'jump', by: 'c', at: 5_000 },
  { type: 'admit', by: 'c', at: 5_000, admits: 3 },
  { type: 'ping', by: 'c', at: 4_000, timers: 5 },
];
const marker: Marker[] = [{ type: 'marker', from: 'a1', round: 2 }];
const state: State[] = [
  { type: 'state', ...rest, resting: true, holds: { exec: 1 }, fired: { probe: 2 }, timers: [{ at: 5_000, name: 'lease', upkeep: true }] },
];

const messages = { fromMember, toMembers, toMember, marker, state };

test.each(Object.keys(messages) as (keyof typeof messages)[])(
  '%s: a message is accepted unchanged, also after a JSON round trip',
  (reader) => {
    for (const message of messages[reader]) expect(decode[reader](JSON.parse(JSON.stringify(message)) as Body)).toEqual(message);
  },
);

test.each(Object.keys(messages) as (keyof typeof messages)[])('%s: a message with a missing or mistyped field is rejected', (reader) => {
  for (const message of messages[reader]) {
    for (const field of Object.keys(message)) {
      expect(decode[reader]({ ...message, [field]: { odd: 'x' } } as Body), `${message.type}.${field}`).toBeUndefined();
    }
    expect(decode[reader]({ type: message.type })).toBeUndefined();
  }
});

test.each<[Body]>([
  [null],
  [7],
  ['jump'],
  [[]],
  [{}],
  [{ type: 'toString' }],
  [{ type: 'jump', by: 'c', at: 1.5 }],
  [{ type: 'jump', by: 'c', at: '5' }],
])('%j is no clock message', (body) => {
  for (const read of Object.values(decode)) expect(read(body)).toBeUndefined();
});

test.each([[{ ...scaled, rate: -1 }], [{ ...scaled, hostAt: null }], [{ type: 'free', labAt: 1 }]])('%j is no time setting', (setting) => {
  expect(decode.toMembers({ type: 'follow', by: 'c', setting })).toBeUndefined();
});
