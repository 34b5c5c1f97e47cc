import type { Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';

/** `cat [-n] [FILE …]`. */
export const cat: Command = (call) => {
  const { has, operands } = call.options({ letters: 'nbAeEstTuv' });
  let number = 0;
  return call.eachInput(
    operands,
    async (reader) => {
      if (!has('n') && !has('b')) for await (const bytes of call.chunks(reader)) await call.print(bytes);
      else
        for await (const lines of call.lines(reader))
          await call.print(lines.map((line) => (has('b') && line === '' ? '\n' : `${String(++number).padStart(6)}\t${line}\n`)).join(''));
    },
    { busybox: "can't open" },
  );
};

/** `tac [FILE …]`: the last line first. */
export const tac: Command = (call) =>
  call.eachInput(
    call.options({ letters: '' }).operands,
    async (reader) => {
      const text = await wholeInput(call, reader);
      const lines = text.split('\n');
      if (lines.at(-1) === '') lines.pop();
      await call.print(
        lines
          .reverse()
          .map((line) => `${line}\n`)
          .join(''),
      );
    },
    { gnu: 'failed to open' },
  );

/** `rev [FILE …]`: each line backwards. */
export const rev: Command = (call) =>
  call.eachInput(call.options({ letters: '' }).operands, async (reader) => {
    for await (const lines of call.lines(reader)) await call.print(lines.map((line) => `${[...line].reverse().join('')}\n`).join(''));
  });

/** `nl [-b a] [FILE …]`: numbers the lines that are not empty. */
export const nl: Command = (call) => {
  const { value, operands } = call.options({ letters: 'b:' });
  let number = 0;
  return call.eachInput(operands, async (reader) => {
    for await (const lines of call.lines(reader)) {
      await call.print(
        lines.map((line) => (line === '' && value('b') !== 'a' ? '       \n' : `${String(++number).padStart(6)}\t${line}\n`)).join(''),
      );
    }
  });
};

/** `tee [-a] [FILE …]`. */
export const tee: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'ai' });
  let status = 0;
  const writers = [];
  for (const path of operands) {
    try {
      writers.push(call.process.openWriter(path, { append: has('a') }));
    } catch (error) {
      status = await call.refused(path, error, { busybox: '' });
    }
  }
  for await (const bytes of call.chunks(call.stdin)) {
    await call.print(bytes);
    for (const writer of writers) await writer.write(bytes);
  }
  for (const writer of writers) writer.close();
  return status;
};
