import { ConfigurationError, DEFAULT_CONFIGURATION, decodeConfiguration, type SchedulerConfiguration } from '@klockwork/scheduling';

/**
 * Reads `KLOCKWORK_SCHEDULER_CONFIG`, the JSON text of a KubeSchedulerConfiguration; empty: default configuration. Throws Error with the
 * variable's name.
 */
export function readSchedulerConfiguration(env: Readonly<Record<string, string | undefined>>): SchedulerConfiguration {
  const text = env.KLOCKWORK_SCHEDULER_CONFIG;
  if (!text) return DEFAULT_CONFIGURATION;
  try {
    return decodeConfiguration(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new Error(`KLOCKWORK_SCHEDULER_CONFIG is no valid configuration: ${error.message}`);
  }
}
