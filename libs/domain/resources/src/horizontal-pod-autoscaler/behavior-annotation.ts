import type { HorizontalPodAutoscalerSpec, ScalingRules } from './horizontal-pod-autoscaler.ts';

type Behavior = NonNullable<HorizontalPodAutoscalerSpec['behavior']>;
type GoFields = Readonly<Record<string, unknown>>;

/** Encodes a behavior for an annotation of autoscaling/v1: upstream's internal type, without JSON names. */
export function behaviorToAnnotation({ scaleUp, scaleDown }: Behavior): string {
  return JSON.stringify({ ScaleUp: rulesToGo(scaleUp), ScaleDown: rulesToGo(scaleDown) });
}

/** Decodes the behavior in an annotation; undefined if invalid. */
export function behaviorFromAnnotation(text: string | undefined): Behavior | undefined {
  try {
    if (text === undefined) return undefined;
    const { ScaleUp, ScaleDown } = JSON.parse(text) as { ScaleUp?: GoFields | null; ScaleDown?: GoFields | null };
    return { ...(ScaleUp && { scaleUp: rulesFromGo(ScaleUp) }), ...(ScaleDown && { scaleDown: rulesFromGo(ScaleDown) }) };
  } catch {
    return undefined;
  }
}

function rulesToGo(rules: ScalingRules | undefined): object | null {
  if (rules === undefined) return null;
  const { stabilizationWindowSeconds, selectPolicy, policies, tolerance } = rules;
  return {
    StabilizationWindowSeconds: stabilizationWindowSeconds ?? null,
    SelectPolicy: selectPolicy ?? null,
    Policies: policies?.map(({ type, value, periodSeconds }) => ({ Type: type, Value: value, PeriodSeconds: periodSeconds })) ?? null,
    Tolerance: tolerance ?? null,
  };
}

function rulesFromGo({ StabilizationWindowSeconds, SelectPolicy, Policies, Tolerance }: GoFields): ScalingRules {
  const policies = (Policies as readonly GoFields[] | null)?.map(({ Type, Value, PeriodSeconds }) => ({
    type: Type,
    value: Value,
    periodSeconds: PeriodSeconds,
  }));
  const rules = { stabilizationWindowSeconds: StabilizationWindowSeconds, selectPolicy: SelectPolicy, policies, tolerance: Tolerance };
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined && value !== null)) as ScalingRules;
}
