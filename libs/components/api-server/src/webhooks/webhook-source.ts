import { compareText, type LabelSelector, labelSelector } from '@klockwork/api-machinery';
import type { Journal } from '@klockwork/event-store';
import type { Cancel } from '@klockwork/kernel';
import type { KubeObject, ResourceRef, Webhook, WebhookConfiguration } from '@klockwork/resources';

/** Webhook of a configuration, with parsed selectors. Models `WebhookAccessor`. */
export interface Hook {
  readonly configuration: string;
  /** Unique among all webhooks of its kind. */
  readonly uid: string;
  readonly webhook: Webhook;
  readonly namespaces: LabelSelector;
  readonly objects: LabelSelector;
}

/** Follows the configurations of one kind in the log. Models `configuration.mutatingWebhookConfigurationManager` and its sister. */
export class WebhookSource {
  readonly #configurations = new Map<string, readonly Hook[]>();
  readonly #stop: Cancel;
  #hooks: readonly Hook[] = [];

  constructor(journal: Journal, kind: ResourceRef) {
    for (const { key, object } of journal.state.list(kind)) this.#follow(key.name, object);
    this.#stop = journal.onCommitted(({ event: { key, change, object } }) => {
      if (key.group !== kind.group || key.resource !== kind.resource) return;
      this.#follow(key.name, change === 'deleted' ? undefined : object);
    });
  }

  /** Webhooks in order of configuration name, then of their lists. */
  get hooks(): readonly Hook[] {
    return this.#hooks;
  }

  stop(): void {
    this.#stop();
  }

  #follow(name: string, object: KubeObject | undefined): void {
    if (object === undefined) this.#configurations.delete(name);
    else this.#configurations.set(name, hooksOf(name, object as WebhookConfiguration));
    this.#hooks = [...this.#configurations].sort(([a], [b]) => compareText(a, b)).flatMap(([, hooks]) => hooks);
  }
}

/** Webhooks of equal names are numbered. */
function hooksOf(configuration: string, { webhooks = [] }: WebhookConfiguration): Hook[] {
  const counts = new Map<string, number>();
  return webhooks.map((webhook) => {
    const count = counts.get(webhook.name) ?? 0;
    counts.set(webhook.name, count + 1);
    return {
      configuration,
      uid: `${configuration}/${webhook.name}/${count}`,
      webhook,
      namespaces: labelSelector.fromObject(webhook.namespaceSelector ?? {}),
      objects: labelSelector.fromObject(webhook.objectSelector ?? {}),
    };
  });
}
