import { expect, test } from 'vitest';
import { freeTable } from './memory.ts';

/** Figures of a real machine, and its output of procps 4.0.2. */
const MEMORY = { total: 24_684_084, free: 17_405_444, available: 21_431_760, shared: 8_872, buffers: 73_872, cache: 4_289_604 };
const HEADER = '               total        used        free      shared  buff/cache   available\n';
const WIDE = '               total        used        free      shared     buffers       cache   available\n';
const SWAP = 'Swap:              0           0           0\n';
const NO_SWAP = 'Swap:             0B          0B          0B\n';

test.each([
  ['', `${HEADER}Mem:        24684084     3252324    17405444        8872     4363476    21431760\n${SWAP}`],
  ['b', `${HEADER}Mem:     25276502016  3330379776 17823174656     9084928  4468199424 21946122240\n${SWAP}`],
  ['m', `${HEADER}Mem:           24105        3176       16997           8        4261       20929\n${SWAP}`],
  ['g', `${HEADER}Mem:              23           3          16           0           4          20\n${SWAP}`],
  ['h', `${HEADER}Mem:            23Gi       3.1Gi        16Gi       8.7Mi       4.2Gi        20Gi\n${NO_SWAP}`],
  ['w', `${WIDE}Mem:        24684084     3252324    17405444        8872       73872     4289604    21431760\n${SWAP}`],
  [
    'hwt',
    `${WIDE}Mem:            23Gi       3.1Gi        16Gi       8.7Mi        72Mi       4.1Gi        20Gi\n${NO_SWAP}Total:          23Gi       3.1Gi        16Gi\n`,
  ],
])('free -%s prints the same as procps', (letters, text) => {
  expect(freeTable(MEMORY, { has: (letter) => letters.includes(letter), flavour: 'gnu' })).toBe(text);
});
