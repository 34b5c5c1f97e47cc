import type { LabOptions } from './lab-options.ts';

/** Services of the control plane. */
export const CONTROL_PLANE = ['api-server', 'scheduler', 'controller-manager'] as const;

/** Returns the services of a lab's control plane with their environment. A tape is only read: no controller acts. */
export function controlPlaneOf({
  port,
  consolePort,
  isTape,
  schedulerConfig,
  autoscale,
}: LabOptions): { readonly name: string; readonly env: Record<string, string> }[] {
  const names = isTape ? (['api-server'] as const) : CONTROL_PLANE;
  const ports = { KLOCKWORK_PORT: String(port), KLOCKWORK_CONSOLE_PORT: String(consolePort) };
  const configs: Readonly<Record<string, string | undefined>> = { scheduler: schedulerConfig };
  return names.map((name) => ({
    name,
    env: {
      ...ports,
      ...(isTape && { KLOCKWORK_READ_ONLY: 'true' }),
      ...(configs[name] !== undefined && { KLOCKWORK_SCHEDULER_CONFIG: configs[name] }),
      ...(autoscale !== undefined && name === 'controller-manager' && { KLOCKWORK_AUTOSCALE: `${autoscale.min}..${autoscale.max}` }),
    },
  }));
}
