import table from './protobuf-fields.json' with { type: 'json' };

/** A field of a message. */
export interface ProtobufField {
  readonly name: string;
  readonly container: 'one' | 'list' | 'map';
  /** Its fields stand among those of the message around it. */
  readonly embedded: boolean;
  /** Go keeps it behind a pointer: its zero is a value, not an absence. */
  readonly pointer: boolean;
  /** `string`, `bool`, `int32`, `int64`, `bytes`, or the name of a message. */
  readonly type: string;
}

/** The fields of a message by number. */
export type ProtobufMessage = ReadonlyMap<number, ProtobufField>;

const messages = new Map<string, ProtobufMessage>();
const sources: Readonly<Record<string, readonly string[]>> = table;

/** The fields of a message such as `core.v1.Pod`, or undefined when we have none of that name. */
export function protobufMessage(name: string): ProtobufMessage | undefined {
  const before = messages.get(name);
  if (before !== undefined) return before;
  const lines = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (lines === undefined) return undefined;
  const message = new Map(lines.map(readLine));
  messages.set(name, message);
  return message;
}

/** `4 labels map[]string`: the tool that makes the table says what the marks mean. */
function readLine(line: string): [number, ProtobufField] {
  const [number, name = '', marked = ''] = line.split(' ');
  const mark = /^(map\[\]|\[\]|~|\*)?/.exec(marked)?.[0] ?? '';
  const container = mark === '[]' ? 'list' : mark === 'map[]' ? 'map' : 'one';
  return [Number(number), { name, container, embedded: mark === '~', pointer: mark === '*', type: marked.slice(mark.length) }];
}
