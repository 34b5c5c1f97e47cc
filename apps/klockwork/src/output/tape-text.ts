import type { ExportedTape } from '../tape/export-tape.ts';
import type { TapeManifest } from '../tape/tape-format.ts';
import type { Tape } from '../tape/tape-reader.ts';
import { labTimeText } from './clock-text.ts';
import { printable } from './printable.ts';
import { tableText } from './table.ts';

/** Formats the result of `klockwork tape export`. */
export function exportedText(file: string, { manifest, frames }: ExportedTape, tookMs: number): string {
  const { span, redacted, redactedValues } = manifest;
  const bytes = frames.reduce((sum, frame) => sum + frame.bytes, 0);
  const perEvent = span.events === 0 ? 0 : Math.round(bytes / span.events);
  return [
    `${printable(file)}: ${span.events} events in ${(tookMs / 1_000).toFixed(1)} s, ${sizeText(bytes)}, ${perEvent} bytes an event`,
    redacted ? `${redactedValues} secret values have pseudonyms` : 'secrets are included',
  ].join('\n');
}

/** Formats `klockwork tape info`. */
export function tapeText({ manifest, frames, bytes, problems }: Tape): string {
  const content = frames.reduce((sum, { contentBytes }) => sum + contentBytes, 0);
  return [
    ...describe(manifest),
    `size        ${sizeText(bytes)}, ${sizeText(content)} as JSON`,
    `frames      ${frames.length}, ${problems.length} damaged`,
    '',
    tableText([
      ['FRAME', 'EVENTS', 'FIRST', 'LAST', 'BYTES'],
      ...frames.map((frame) => [frame.name, frame.events, frame.firstRevision, frame.lastRevision, frame.bytes].map(String)),
    ]),
  ].join('\n');
}

function describe({ klockwork, exportedAt, clock, span, lab, redacted, redactedValues, format }: TapeManifest): string[] {
  return [
    `format      ${format}, by klockwork ${printable(klockwork)} at ${printable(exportedAt)}`,
    `revisions   ${span.firstRevision} to ${span.lastRevision}, ${span.events} events`,
    `lab time    ${labTimeText(clock.firstAt)} to ${labTimeText(clock.lastAt)}`,
    `lab         ${lab.nodes} nodes, profile ${printable(lab.profile)}`,
    `secrets     ${redacted ? `redacted: ${redactedValues} values have pseudonyms` : 'INCLUDED in plain text'}`,
  ];
}

function sizeText(bytes: number): string {
  return bytes < 1_048_576 ? `${(bytes / 1_024).toFixed(1)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
