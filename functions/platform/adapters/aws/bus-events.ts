import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { TransientError } from '../../errors.ts';
import type { DomainEvent, DomainEvents } from '../../ports/events.ts';
import { calling } from './service-errors.ts';

/** `Source` of every domain event; rules match on it. */
export const eventSource = 'storehand';

/** EventBridge behind `DomainEvents`. */
export class BusEvents implements DomainEvents {
  readonly #client: EventBridgeClient;
  readonly #busName: () => string;

  constructor(client: EventBridgeClient, busName: () => string) {
    this.#client = client;
    this.#busName = busName;
  }

  async publish(event: DomainEvent): Promise<void> {
    const { name, ...detail } = event;
    const entry = {
      EventBusName: this.#busName(),
      Source: eventSource,
      DetailType: name,
      Detail: JSON.stringify(detail),
      Time: new Date(event.occurredAt),
    };
    const answer = await calling('EventBridge', () =>
      this.#client.send(new PutEventsCommand({ Entries: [entry] })),
    );
    // PutEvents answers 200 with a refused entry inside.
    const refused = answer.Entries?.find((result) => result.ErrorCode !== undefined);
    if (refused !== undefined) {
      throw new TransientError('EventRefused', {
        en: `The event bus refused ${name} (${refused.ErrorCode}); it is tried again.`,
        zh: `事件总线拒绝了 ${name}（${refused.ErrorCode}），将自动重试。`,
      });
    }
  }
}
