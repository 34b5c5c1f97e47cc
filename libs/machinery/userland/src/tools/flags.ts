/** Returns the value of a Go flag, `--port=8443` or `--port 8443`; undefined if absent. */
export function flagOf(args: readonly string[], name: string): string | undefined {
  const flag = `--${name}`;
  const index = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  if (index < 0) return undefined;
  const arg = args[index] as string;
  return arg === flag ? args[index + 1] : arg.slice(flag.length + 1);
}
