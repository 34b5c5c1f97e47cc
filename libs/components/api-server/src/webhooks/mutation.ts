import { denied, type ReviewResponse, WebhookCallError } from '@klockwork/admission';
import { applyJsonPatch, DecodeError, fitSchema, goQuote, semanticEqual, statusErrors } from '@klockwork/api-machinery';
import { ApiError, decodeBase64, decodeUtf8 } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import type { CalledWrite, MutationCalls } from '@klockwork/registry';
import type { KubeObject, Webhook } from '@klockwork/resources';
import { annotate, type CallPosition, failedOpenKey, mutationKey } from './annotate.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { reviewed } from './reviewed.ts';
import { forWebhook, fromWebhook, type WriteVersion } from './versioned-write.ts';
import type { WebhookPorts } from './webhook-ports.ts';
import type { Hook } from './webhook-source.ts';

type MutationResult = { readonly object: KubeObject | undefined; readonly changed: boolean };

/** Calls of one write to mutating webhooks, one after the other. Models `mutatingDispatcher` and `webhookReinvokeContext`. */
export class Mutation implements MutationCalls {
  readonly #ports: WebhookPorts;
  readonly #hooks: readonly Hook[];
  readonly #write: CalledWrite;
  /** Webhooks with `reinvocationPolicy: IfNeeded` that ran since the last change. */
  #invoked = new Set<string>();
  readonly #reinvoked = new Set<string>();
  #isRepeated = false;
  #output: KubeObject | undefined;

  constructor(ports: WebhookPorts, hooks: readonly Hook[], write: CalledWrite) {
    this.#ports = ports;
    this.#hooks = hooks;
    this.#write = write;
  }

  async run(givenObject: KubeObject | undefined): Promise<{ object: KubeObject | undefined; again: boolean }> {
    const isRepeated = this.#isRepeated;
    this.#isRepeated = true;
    if (isRepeated && !semanticEqual(givenObject, this.#output)) this.#requireAll();
    let object = givenObject;
    let again = false;
    for (const [index, hook] of this.#hooks.entries()) {
      const next = await this.#call(hook, object, { round: isRepeated ? 1 : 0, index });
      again ||= next.changed;
      object = next.object;
    }
    this.#output = object;
    return { object, again };
  }

  async #call(hook: Hook, object: KubeObject | undefined, position: CallPosition): Promise<MutationResult> {
    const write = { ...this.#write, object };
    const invocation = invocationOf(hook, write, this.#ports.view);
    if (invocation === undefined || (position.round > 0 && !this.#reinvoked.has(hook.uid))) return { object, changed: false };
    const next = await this.#mutated(write, invocation, position);
    if (next.changed) this.#requireAll();
    if (hook.webhook.reinvocationPolicy === 'IfNeeded') this.#invoked.add(hook.uid);
    return next;
  }

  /** Reinvokes webhooks that ran before the object changed. */
  #requireAll(): void {
    for (const uid of this.#invoked) this.#reinvoked.add(uid);
    this.#invoked = new Set();
  }

  async #mutated(write: CalledWrite, invocation: Invocation, position: CallPosition): Promise<MutationResult> {
    const { webhook } = invocation.hook;
    const { version } = invocation;
    const versionedObject = write.object && (await forWebhook(this.#ports, write, { version, object: write.object }));
    try {
      const response = await reviewed(this.#ports, { write, invocation, object: versionedObject, isMutating: true });
      if (response === undefined) return { object: write.object, changed: false };
      if (!response.allowed) throw denied(webhook.name, response.status);
      const next = await this.#patched({ write, version, webhook }, versionedObject, response);
      this.#annotateMutation(write, invocation.hook, { position, mutated: next.changed });
      return next;
    } catch (error) {
      if (!(error instanceof WebhookCallError)) throw error;
      if (webhook.failurePolicy !== 'Ignore') throw statusErrors.internalError(error.message);
      this.#annotateMutation(write, invocation.hook, { position, mutated: false });
      annotate(this.#ports, write, [failedOpenKey('mutation', position), webhook.name]);
      this.#ports.logger.warn({ webhook: webhook.name, error: error.message }, 'webhook failed, its failure policy ignores that');
      return { object: write.object, changed: false };
    }
  }

  /** Models `addMutationAnnotation`. */
  #annotateMutation(
    write: CalledWrite,
    { configuration, webhook }: Hook,
    { position, mutated }: { readonly position: CallPosition; readonly mutated: boolean },
  ): void {
    annotate(this.#ports, write, [mutationKey(position), JSON.stringify({ configuration, webhook: webhook.name, mutated })]);
  }

  async #patched(
    { write, version, webhook }: { readonly write: CalledWrite; readonly version: WriteVersion; readonly webhook: Webhook },
    versionedObject: KubeObject | undefined,
    { patch, patchType }: ReviewResponse,
  ): Promise<MutationResult> {
    const operations = readPatch(webhook.name, patch);
    if (operations.length === 0) return { object: write.object, changed: false };
    const problem = `admission webhook ${goQuote(webhook.name)} attempted to modify the object, which is not supported for this operation`;
    if (versionedObject === undefined) throw statusErrors.internalError(problem);
    if (patchType !== 'JSONPatch') throw new WebhookCallError(webhook.name, `unsupported patch type ${goQuote(patchType)}`);
    if (write.operation === 'CONNECT') return { object: write.object, changed: false };
    const next = applied(versionedObject, operations, version);
    const object = await fromWebhook(this.#ports, write, { version, object: next });
    if (write.bodyKind === undefined) write.kind.strategy.default(object);
    return { object, changed: !semanticEqual(versionedObject, next) };
  }
}

function readPatch(webhook: string, patch: string): readonly unknown[] {
  if (patch === '') return [];
  const undecodable = (problem: string) => new WebhookCallError(webhook, `received undecodable patch in webhook response: ${problem}`);
  try {
    const operations = JSON.parse(decodeUtf8(decodeBase64(patch)));
    if (Array.isArray(operations)) return operations;
  } catch (error) {
    throw undecodable((error as Error).message);
  }
  throw undecodable('json: cannot unmarshal into Go value of type jsonpatch.Patch');
}

/** Returns the patched object, converted to its type and pruned. Throws 500 for a patch that does not apply. */
function applied(versionedObject: KubeObject, operations: readonly unknown[], { definition, schema }: WriteVersion): KubeObject {
  try {
    const patchedObject = fitSchema(
      applyJsonPatch(versionedObject, operations, statusErrors.internalError),
      schemaOf(definition),
    ) as KubeObject;
    schema?.prune(patchedObject);
    return patchedObject;
  } catch (error) {
    if (error instanceof ApiError && error.status.reason === 'InternalError') throw error;
    if (error instanceof ApiError || error instanceof DecodeError) throw statusErrors.internalError(error.message);
    throw error;
  }
}
