import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Approval } from '../../functions/platform/approvals/approval.ts';
import { JournalWatch } from './journal-watch.ts';
import type { RunningSystem, Workshop } from './running-system.ts';
import { ShopUnderTest } from './shop-under-test.ts';
import { doubtfulPhoto, easyPhoto } from './test-photos.ts';

/** The machine's states with a function behind them, as a photo passes them. */
export const taskStates = [
  'Inspect',
  'Retouch',
  'RemoveBackground',
  'Derive',
  'TryOnVersion',
  'Format',
  'Validate',
  'Review',
  'Publish',
  'Record',
];

/** A commit of the journal is seen this much later at most. */
const pollMilliseconds = 5;
/** A cold start takes half of it, the work on a small photo the rest. */
const longestIntoTaskMilliseconds = 900;
/** From an upload over its event and the queue to the machine takes about a second, half of it a function's cold start. */
const longestIntoIntakeMilliseconds = 1_500;

/** Deterministic chance (mulberry32): a number from 0 up to 1 at each call. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A shop whose system is killed again and again while it works on five photos: `EASY` is published by itself, `EASY` once more
 * under another name is a duplicate, `STRIPES-1` and `STRIPES-2` need a person, `TEXT` is no photo.
 */
export class KillRound {
  /** Where the kills fell, for a failure's message. */
  readonly kills: string[] = [];
  readonly #workshop: Workshop;
  readonly #name: string;
  readonly #chance: () => number;
  /** Kills that are still to be made: each state once at its edge, once inside; and behind the last. */
  readonly #due = new Set([
    ...taskStates.flatMap((state) => [`${state} entered`, `${state} inside`]),
    'Record exited',
  ]);
  readonly #journal: JournalWatch;
  #system: RunningSystem;
  #intoTaskMilliseconds = longestIntoTaskMilliseconds;

  private constructor(workshop: Workshop, name: string, seed: number, system: RunningSystem) {
    this.#workshop = workshop;
    this.#name = name;
    this.#chance = chanceOf(seed);
    this.#system = system;
    this.#journal = new JournalWatch(system.data);
  }

  static async open(workshop: Workshop, name: string, seed: number): Promise<KillRound> {
    const round = new KillRound(workshop, name, seed, await workshop.start(name));
    await round.shop.open({
      channels: { selected: ['tmall-white', 'web-thumbnail'] },
      // Two small ones: that they are made once is the question, not how they look.
      'image-derive': {
        photos: 'all',
        brandColours: ['#f3f0ea'],
        scenes: ['studio-sweep'],
        stillPixels: 800,
        hero: { enabled: false, background: '#f3f0ea' },
        video: { formats: [], seconds: 3 },
        animation: false,
        view3d: { enabled: false },
      },
    });
    return round;
  }

  get shop(): ShopUnderTest {
    return new ShopUnderTest(this.#system);
  }

  get journal(): JournalWatch {
    return this.#journal;
  }

  /** States at whose edge or inside which no kill has fallen yet. */
  get unkilled(): string[] {
    return [...this.#due];
  }

  /** Puts in the first photo, and kills at chance times between its upload and its execution. */
  async killInIntake(times: number): Promise<void> {
    await this.#putGarment('EASY');
    await this.shop.put('images/EASY/EASY.jpg', await easyPhoto());
    for (let time = 1; time <= times; time++) {
      await delay(this.#chance() * longestIntoIntakeMilliseconds);
      await this.#kill(`intake ${time}`);
    }
  }

  async putOtherPhotos(): Promise<void> {
    const { shop } = this;
    await this.#putGarment('STRIPES-1');
    await this.#putGarment('STRIPES-2');
    await shop.put('images/STRIPES-1/STRIPES-1.jpg', await doubtfulPhoto(1));
    await shop.put('images/TEXT/TEXT.jpg', 'This is no photo.');
    await shop.put('images/EASY/again.jpg', await easyPhoto());
    await shop.put('images/STRIPES-2/STRIPES-2.jpg', await doubtfulPhoto(2));
  }

  /** Kills wherever a kill is still due that the machines come by, until nothing runs any more. */
  async killOnTheWay(): Promise<void> {
    for (;;) {
      const event = await this.#nextDue();
      if (event === undefined) return;
      const [where, state] = event;
      this.#due.delete(where);
      await this.#kill(where);
      if (where.endsWith('entered')) await this.#killInside(state);
    }
  }

  /**
   * Approves what waits for a SKU, and dies at the first request for an AWS operation after that.
   *
   * @param operation which the decision makes after it has been saved
   */
  async approveAndDieBefore(sku: string, operation: string): Promise<void> {
    const { shop } = this;
    const { body } = await shop.call<{ approvals: Approval[] }>('approver', 'GET', 'approvals');
    const approval = body.approvals.find((one) => one.subject.id === sku);
    if (approval === undefined) throw new Error(`nothing waits for ${sku}`);
    await this.#system.dieBefore(operation);
    const decided = shop.call('approver', 'POST', `approvals/${approval.id}/decision`, {
      payloadHash: approval.payloadHash,
      decision: 'approve',
    });
    await expect(decided, 'the answer dies with the system').rejects.toThrow();
    await this.#system.untilDead();
    await this.#kill(`decision, before ${operation}`);
  }

  async close(): Promise<void> {
    this.#journal.close();
    await this.#system.stop();
  }

  /** All are worn, so that each photo passes the branch for that. */
  async #putGarment(sku: string): Promise<void> {
    await this.shop.put(`images/${sku}/product.json`, '{ "category": "apparel" }');
  }

  /** The restarted system calls the function of a state anew; this kills it at a chance time within the call. */
  async #killInside(state: string): Promise<void> {
    await delay(this.#chance() * this.#intoTaskMilliseconds);
    await this.#kill(`${state} inside`);
    const isInside =
      this.#journal.count('TaskStateEntered', state) > this.#journal.count('TaskStateExited', state);
    if (isInside) this.#due.delete(`${state} inside`);
    // Too late: the next photo that comes to the state is given less time.
    else this.#intoTaskMilliseconds /= 2;
  }

  async #nextDue(): Promise<[where: string, state: string] | undefined> {
    for (let polls = 1; ; polls++) {
      for (const { type, state } of this.#journal.takeNew()) {
        const isDue = this.#due.has(`${state} entered`) || this.#due.has(`${state} inside`);
        if (type === 'TaskStateEntered' && isDue) return [`${state} entered`, state];
        if (type === 'TaskStateExited' && this.#due.has(`${state} exited`)) return [`${state} exited`, state];
      }
      if (polls % 20 === 0 && (await this.#system.isIdle())) {
        await this.#system.untilIdle();
        return undefined;
      }
      await delay(pollMilliseconds);
    }
  }

  async #kill(where: string): Promise<void> {
    this.kills.push(where);
    const orphans = await this.#system.kill();
    expect(orphans, `processes that outlived the kill at ${where}`).toEqual([]);
    // What it wrote in its last milliseconds is behind us: a kill for it would fall on the next start.
    this.#journal.takeNew();
    this.#system = await this.#workshop.start(this.#name);
  }
}
