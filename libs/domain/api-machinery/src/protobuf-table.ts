import table from './protobuf-fields.json' with { type: 'json' };

/** Field of a message. */
export interface ProtobufField {
  readonly name: string;
  readonly container: 'one' | 'list' | 'map';
  /** True if its fields are inlined in the parent message. */
  readonly embedded: boolean;
  /** True for a Go pointer: its zero is a value. */
  readonly pointer: boolean;
  /** `string`, `bool`, `int32`, `int64`, `bytes`, or the name of a message. */
  readonly type: string;
}

/** Fields of a message by number. */
export type ProtobufMessage = ReadonlyMap<number, ProtobufField>;

const messages = new Map<string, ProtobufMessage>();
const sources: Readonly<Record<string, readonly string[]>> = table;

/** Returns the fields of a message such as `core.v1.Pod`; undefined for an unknown name. */
export function protobufMessage(name: string): ProtobufMessage | undefined {
  const before = messages.get(name);
  if (before !== undefined) return before;
  const lines = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (lines === undefined) return undefined;
  const message = new Map(lines.map(readLine));
  messages.set(name, message);
  return message;
}

/** Parses a line such as `4 labels map[]string`; the generator explains the marks. */
function readLine(line: string): [number, ProtobufField] {
  const [number, name = '', marked = ''] = line.split(' ');
  const mark = /^(map\[\]|\[\]|~|\*)?/.exec(marked)?.[0] ?? '';
  const container = mark === '[]' ? 'list' : mark === 'map[]' ? 'map' : 'one';
  return [Number(number), { name, container, embedded: mark === '~', pointer: mark === '*', type: marked.slice(mark.length) }];
}
