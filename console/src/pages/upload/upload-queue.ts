import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { UploadAnswer } from '../../../../functions/platform/uploads/uploads-answers.ts';
import type { Api } from '../../api/client.ts';
import { Problem, problemOf } from '../../api/problem.ts';
import { toast } from '../../parts/toasts.tsx';
import { go, href } from '../../shell/location.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import { postFile, signedAt } from './post-file.ts';
import type { SortedOut } from './sort-out.ts';
import type { Sent, UploadItem, UploadState } from './upload-item.ts';

/** At one time: a home connection is full with a few, and the API lets 50 requests a second through. */
const lanes = 4;
/** Before the second and the third try of a file. */
const pausesMs = [1000, 4000];

/** Files of one shop on their way into the inbox. It works on while its page is left for another one of the console. */
export class UploadQueue {
  /** What was chosen last comes first, each batch in its own order. */
  readonly items: Signal<readonly UploadItem[]> = signal([]);
  readonly isBusy: ReadonlySignal<boolean> = computed(() =>
    this.items.value.some(({ state }) => isUnderWay(state.value)),
  );
  /** How many were to be sent, and how many of them have arrived. */
  readonly standing: ReadonlySignal<{ readonly all: number; readonly arrived: number }> = computed(() => {
    const kinds = this.items.value.map(({ state }) => state.value.kind);
    const sendable = kinds.filter((kind) => kind !== 'unfit' && kind !== 'cancelled');
    return { all: sendable.length, arrived: sendable.filter(hasArrived).length };
  });
  /** Somebody sees the list; else the end of the uploading is told wherever they are. */
  isWatched = false;
  /** Of the page that is open now: another sign-in has another one. */
  api: Api;
  readonly #calls = new Map<number, AbortController>();
  #count = 0;

  constructor(api: Api) {
    this.api = api;
    this.isBusy.subscribe((isBusy) => {
      // Only while there is something to lose: a listener keeps a page out of the browser's cache for going back.
      if (isBusy) addEventListener('beforeunload', askBeforeLeaving);
      else removeEventListener('beforeunload', askBeforeLeaving);
      if (!isBusy && this.items.peek().length > 0 && !this.isWatched) this.#tellEnd();
    });
  }

  add(sorted: readonly SortedOut<File>[]): void {
    const added = sorted.map(({ file, path, place, unfit }): UploadItem => {
      this.#count += 1;
      const state: UploadState = unfit === undefined ? { kind: 'waiting' } : { kind: 'unfit', why: unfit };
      const { sku, fileName, isDescription } = place;
      return { id: this.#count, file, path, fileName, isDescription, sku: signal(sku), state: signal(state) };
    });
    this.items.value = [...added, ...this.items.value];
    this.#fillLanes();
  }

  again(item: UploadItem): void {
    item.state.value = { kind: 'waiting' };
    this.#fillLanes();
  }

  cancel(item: UploadItem): void {
    if (!isUnderWay(item.state.value)) return;
    item.state.value = { kind: 'cancelled' };
    this.#calls.get(item.id)?.abort();
  }

  cancelAll(): void {
    for (const item of this.items.value) this.cancel(item);
  }

  /** Takes them off the list; nothing happens to what was uploaded. */
  forget(items: readonly UploadItem[]): void {
    this.items.value = this.items.value.filter((item) => !items.includes(item));
  }

  /** A file that waited for its product is sent on under a SKU: from now on its run is looked for. */
  assigned(quarantine: string, sku: string): void {
    for (const item of this.items.value) {
      const before = item.state.value;
      if (before.kind !== 'unassigned' || before.quarantine !== quarantine) continue;
      const [store = ''] = before.sent.key.split('/');
      const sent: Sent = {
        ...before.sent,
        key: `${store}/images/${sku}/${item.fileName}`,
        version: undefined,
      };
      item.sku.value = sku;
      item.state.value = { kind: 'sent', sent };
    }
  }

  #tellEnd(): void {
    const { all, arrived } = this.standing.peek();
    if (all === 0) return;
    const says = arrived === all ? texts.finished(all) : texts.finishedSome(arrived, all - arrived);
    const run = () => go(href('upload'));
    toast({ kind: arrived === all ? 'good' : 'bad', says, action: { says: texts.see, run } });
  }

  #fillLanes(): void {
    while (this.#calls.size < lanes) {
      const next = this.#next();
      if (next === undefined) return;
      const call = new AbortController();
      this.#calls.set(next.id, call);
      next.state.value = { kind: 'sending', share: 0 };
      void this.#send(next, call.signal).finally(() => {
        if (this.#calls.get(next.id) === call) this.#calls.delete(next.id);
        this.#fillLanes();
      });
    }
  }

  /** What describes a product is there before the first of its photos is worked on. */
  #next(): UploadItem | undefined {
    const underWay = this.items.value.filter(({ state }) => isUnderWay(state.value));
    const described = underWay.filter((item) => item.isDescription).map(({ sku }) => sku.value);
    return underWay.find(
      ({ id, state, isDescription, sku }) =>
        state.value.kind === 'waiting' &&
        !this.#calls.has(id) &&
        (isDescription || !described.includes(sku.value)),
    );
  }

  async #send(item: UploadItem, call: AbortSignal): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        item.state.value = await this.#sendOnce(item, call);
        return;
      } catch (error) {
        if (call.aborted) return;
        const problem = problemOf(error);
        const pauseMs = mayPass(problem) ? pausesMs[tries] : undefined;
        if (pauseMs === undefined) {
          item.state.value = { kind: 'failed', why: problem.text };
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        if (call.aborted) return;
      }
    }
  }

  /** Repeating it puts the same bytes to the same key. */
  async #sendOnce(item: UploadItem, call: AbortSignal): Promise<UploadState> {
    const { file, fileName, isDescription, state } = item;
    const { key, form } = await this.api.post<UploadAnswer>(
      'uploads',
      { fileName, sku: item.sku.value },
      { signal: call },
    );
    call.throwIfAborted();
    await requireReadable(file);
    const version = await postFile(form, file, {
      signal: call,
      onProgress: (share) => {
        if (!call.aborted) state.value = { kind: 'sending', share };
      },
    });
    if (isDescription) return { kind: 'described' };
    return { kind: 'sent', sent: { key, version, since: signedAt(form.fields) } };
  }
}

const queues = new Map<string, UploadQueue>();

/** The queue of the shop that is open; the same at every visit of the page. */
export function queueOf(api: Api): UploadQueue {
  const queue = queues.get(api.store) ?? new UploadQueue(api);
  queues.set(api.store, queue);
  queue.api = api;
  return queue;
}

function hasArrived(kind: UploadState['kind']): boolean {
  return kind === 'sent' || kind === 'described' || kind === 'unassigned' || kind === 'run';
}

function isUnderWay({ kind }: UploadState): boolean {
  return kind === 'waiting' || kind === 'sending';
}

function mayPass({ code, status }: Problem): boolean {
  // A throttled call is repeated by the API client itself; storage answers 503 where it is asked too fast.
  return code === 'Unreachable' || status >= 500;
}

/** @throws Problem `FileGone`: a browser reads a file when it is sent, and reports one that is gone as it does a network that is away */
async function requireReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Problem(0, 'FileGone', texts.fileGone);
  }
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
