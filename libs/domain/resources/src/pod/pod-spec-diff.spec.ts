import { copy } from '@klockwork/kernel';
import { describe, expect, it } from 'vitest';
import type { PodSpec } from '../pod-template/pod-spec.ts';
import { podDefaults } from './pod.defaults.ts';
import type { Pod } from './pod.ts';
import { podSpecDiff } from './pod-spec-diff.ts';

function specOf(spec: object): PodSpec {
  const pod = copy({ spec }) as Pod;
  podDefaults(pod);
  return pod.spec as PodSpec;
}

const web = { name: 'web', image: 'nginx:1' };

describe('the difference of two specs is told', () => {
  it('for a field of the spec, between its neighbours', () => {
    expect(podSpecDiff(specOf({ containers: [web] }), specOf({ containers: [web], restartPolicy: 'Never' }))).toBe(
      [
        '  core.PodSpec{',
        '  \t... // 2 identical fields',
        '  \tContainers:                    {{Name: "web", Image: "nginx:1", TerminationMessagePath: "/dev/termination-log", TerminationMessagePolicy: "File", ...}},',
        '  \tEphemeralContainers:           nil,',
        '- \tRestartPolicy:                 "Always",',
        '+ \tRestartPolicy:                 "Never",',
        '  \tTerminationGracePeriodSeconds: &30,',
        '  \tActiveDeadlineSeconds:         nil,',
        '  \t... // 29 identical fields',
        '  }',
        '',
      ].join('\n'),
    );
  });

  it('for the ports of a container, with their type', () => {
    const next = specOf({ containers: [{ ...web, ports: [{ containerPort: 80 }] }] });
    expect(podSpecDiff(specOf({ containers: [web] }), next)).toBe(
      [
        '  core.PodSpec{',
        '  \tVolumes:        nil,',
        '  \tInitContainers: nil,',
        '  \tContainers: []core.Container{',
        '  \t\t{',
        '  \t\t\t... // 3 identical fields',
        '  \t\t\tArgs:       nil,',
        '  \t\t\tWorkingDir: "",',
        '- \t\t\tPorts:      nil,',
        '+ \t\t\tPorts:      []core.ContainerPort{{ContainerPort: 80, Protocol: "TCP"}},',
        '  \t\t\tEnvFrom:    nil,',
        '  \t\t\tEnv:        nil,',
        '  \t\t\t... // 17 identical fields',
        '  \t\t},',
        '  \t},',
        '  \tEphemeralContainers: nil,',
        '  \tRestartPolicy:       "Always",',
        '  \t... // 31 identical fields',
        '  }',
        '',
      ].join('\n'),
    );
  });

  it('for a variable and a limit, inside the container', () => {
    const previous = specOf({ containers: [{ ...web, env: [{ name: 'A', value: '1' }], resources: { limits: { cpu: '100m' } } }] });
    const next = specOf({ containers: [{ ...web, env: [{ name: 'A', value: '2' }], resources: { limits: { cpu: '200m' } } }] });
    expect(podSpecDiff(previous, next)).toBe(
      [
        '  core.PodSpec{',
        '  \tVolumes:        nil,',
        '  \tInitContainers: nil,',
        '  \tContainers: []core.Container{',
        '  \t\t{',
        '  \t\t\t... // 5 identical fields',
        '  \t\t\tPorts:   nil,',
        '  \t\t\tEnvFrom: nil,',
        '  \t\t\tEnv: []core.EnvVar{',
        '  \t\t\t\t{',
        '  \t\t\t\t\tName:      "A",',
        '- \t\t\t\t\tValue:     "1",',
        '+ \t\t\t\t\tValue:     "2",',
        '  \t\t\t\t\tValueFrom: nil,',
        '  \t\t\t\t},',
        '  \t\t\t},',
        '  \t\t\tResources: core.ResourceRequirements{',
        '- \t\t\t\tLimits: core.ResourceList{',
        '- \t\t\t\t\ts"cpu": {i: resource.int64Amount{value: 100, scale: -3}, s: "100m", Format: "DecimalSI"},',
        '- \t\t\t\t},',
        '+ \t\t\t\tLimits: core.ResourceList{',
        '+ \t\t\t\t\ts"cpu": {i: resource.int64Amount{value: 200, scale: -3}, s: "200m", Format: "DecimalSI"},',
        '+ \t\t\t\t},',
        '- \t\t\t\tRequests: core.ResourceList{',
        '- \t\t\t\t\ts"cpu": {i: resource.int64Amount{value: 100, scale: -3}, s: "100m", Format: "DecimalSI"},',
        '- \t\t\t\t},',
        '+ \t\t\t\tRequests: core.ResourceList{',
        '+ \t\t\t\t\ts"cpu": {i: resource.int64Amount{value: 200, scale: -3}, s: "200m", Format: "DecimalSI"},',
        '+ \t\t\t\t},',
        '  \t\t\t\tClaims: nil,',
        '  \t\t\t},',
        '  \t\t\tResizePolicy:  nil,',
        '  \t\t\tRestartPolicy: nil,',
        '  \t\t\t... // 14 identical fields',
        '  \t\t},',
        '  \t},',
        '  \tEphemeralContainers: nil,',
        '  \tRestartPolicy:       "Always",',
        '  \t... // 31 identical fields',
        '  }',
        '',
      ].join('\n'),
    );
  });
});
