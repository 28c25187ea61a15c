import type { Language } from '../../commerce/says.ts';
import type { NotifyKind, NotifyTarget } from '../notify/notify-target.ts';

/** What one recipient reads. */
export interface Notice {
  /** The same for each attempt, so that a receiver can drop a second delivery. */
  readonly id: string;
  readonly store: string;
  readonly language: Language;
  /** One line, plain text. */
  readonly title: string;
  /** Plain text, lines separated by `\n`. Holds what customers and suppliers wrote: a channel escapes its own markup. */
  readonly text: string;
  /** Into the console; empty where there is none. */
  readonly link: string;
}

/** The outbox is built in; every other kind is a connector. */
export type ConnectedKind = Exclude<NotifyKind, 'outbox'>;

/** A way to tell people something. One vendor each. */
export interface NotifyChannel {
  readonly kind: ConnectedKind;
  /**
   * Resolves once the vendor has taken the notice.
   *
   * @throws RateLimitedError when told to wait; TransientError for a fault that may pass, also a time-out (the notice may then
   *   have arrived); ConfigurationError for a wrong address, secret or message
   */
  send(target: NotifyTarget, notice: Notice): Promise<void>;
}
