import { podTemplateDefaults } from '../pod-template/pod-spec.defaults.ts';
import type { Deployment, DeploymentSpec, DeploymentStrategy } from './deployment.ts';

/** Models `SetDefaults_Deployment` of `pkg/apis/apps/v1/defaults.go`. Upstream's spec always exists. */
export function defaultDeployment(draft: Deployment): void {
  draft.spec ??= {} as DeploymentSpec;
  const { spec } = draft;
  spec.replicas ??= 1;
  spec.strategy ??= {};
  defaultStrategy(spec.strategy);
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  spec.template ??= {};
  spec.template.spec ??= { containers: [] };
  podTemplateDefaults(spec.template);
}

function defaultStrategy(strategy: DeploymentStrategy): void {
  strategy.type ||= 'RollingUpdate';
  if (strategy.type !== 'RollingUpdate') return;
  strategy.rollingUpdate ??= {};
  strategy.rollingUpdate.maxUnavailable ??= '25%';
  strategy.rollingUpdate.maxSurge ??= '25%';
}
