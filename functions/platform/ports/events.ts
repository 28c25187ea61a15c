/** What happened, past tense. An eleventh workflow adds its own names here. */
export type DomainEventName =
  | 'ProductCreated'
  | 'ProductChanged'
  | 'ProductMarkedForMarket'
  | 'AssetsPublished'
  | 'ListingPublished'
  | 'ProductPublished'
  | 'OrderCreated'
  | 'StockChanged'
  | 'TicketReceived'
  | 'ReviewsCollected'
  | 'ApprovalRequested'
  | 'ApprovalDecided'
  | 'AlertRaised'
  | 'SampleRemovalAsked';

export interface DomainEvent {
  readonly name: DomainEventName;
  readonly store: string;
  readonly schemaVersion: number;
  /** Derived from the business facts, so that a repeated step repeats the id and consumers can drop the second. */
  readonly eventId: string;
  /** ISO 8601 instant. */
  readonly occurredAt: string;
  /** The run, import or request that this belongs to. */
  readonly correlationId: string;
  readonly [field: string]: unknown;
}

/** The domain bus: at-least-once, no order. */
export interface DomainEvents {
  publish(event: DomainEvent): Promise<void>;
}
