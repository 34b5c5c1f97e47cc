/** What a parameter's value depends on. */
export interface ParameterSource {
  /** `$0` */
  readonly name: string;
  readonly positional: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  /** `$?` */
  readonly status: number;
  /** How many jobs were started in the background. */
  readonly jobs: number;
  /** A draw of `$RANDOM`. */
  random(): number;
}

/** The value of `$name`: a positional or special parameter, or a variable; undefined when it is unset. */
export function parameterValue(name: string, source: ParameterSource): string | undefined {
  if (/^[1-9]$/.test(name)) return source.positional[Number(name) - 1];
  switch (name) {
    case '?':
      return String(source.status);
    case '$':
      return '1';
    case '#':
      return String(source.positional.length);
    case '@':
    case '*':
      return source.positional.join(' ');
    case '0':
      return source.name;
    case '!':
      return String(source.jobs + 1);
    case 'RANDOM':
      return String(source.random());
    default:
      return source.variables.get(name);
  }
}
