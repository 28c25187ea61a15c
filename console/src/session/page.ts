/** What signing in needs of the browser; a test gives its own. */
export interface Page {
  /** The whole address, with query and fragment. */
  address(): string;
  /** Shows another address of this page without loading it. */
  replaceAddress(address: string): void;
  /** Of the page as it is shown, e.g. `zh-CN`. */
  language(): string;
  /** Leaves the page. */
  leaveTo(address: string): void;
  /** Kept for this tab only, through a redirect and back. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Milliseconds since the epoch, by this browser's clock. */
  now(): number;
  fetch(address: string, init: RequestInit): Promise<Response>;
  /** Calls back at `time`, or as soon as a sleeping computer wakes after it. Returns what cancels it. */
  at(time: number, call: () => void): () => void;
  /** Says to the other tabs of this origin that the person signed out. */
  announceSignOut(): void;
  onSignOutElsewhere(call: () => void): void;
}
