import type { LabImage } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { imageRow, imagesText } from './images-text.ts';

const REASON = '\u001b[31mRED\nFAKE-LINE 99999 NodeBecameReady \u009b31m';
const SHOWN = '\\x1b[31mRED\\nFAKE-LINE 99999 NodeBecameReady \\u009b31m';
const image: LabImage = {
  apiVersion: 'klockwork.dev/v1alpha1',
  kind: 'Image',
  metadata: { name: REASON },
  spec: { repository: REASON, tags: [REASON], entrypoint: [REASON], programs: { [REASON]: {} } },
};

test('a row of the table has no control characters', () => {
  expect(imageRow(image)).toEqual([SHOWN, SHOWN, SHOWN, SHOWN]);
  expect(imagesText([image], 'name')).toBe(`image.klockwork.dev/${SHOWN}`);
});

test.each([
  ['json', (text: string) => JSON.parse(text)],
  ['yaml', (text: string) => parse(text)],
] as const)('an object as %s has nothing that a terminal obeys, and reads back as the same', (format, read) => {
  const text = imagesText([image], format);
  expect(text.match(/(?!\n)\p{Cc}/gu)).toBeNull();
  expect(read(text)).toMatchObject({ metadata: image.metadata, spec: image.spec });
});
