import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Listed } from '../../../functions/listing/listed.ts';
import type { ApprovalAnswer } from '../../../functions/platform/approvals/approvals-answers.ts';
import type { MediaFile } from '../api/media-links.ts';
import { Badge, type Tone } from '../parts/badge.tsx';
import { Evidence } from '../parts/evidence.tsx';
import { Checkbox } from '../parts/fields.tsx';
import { formatShare } from '../parts/format.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import { ListingFields, ListingFindings } from '../parts/listing-fields.tsx';
import { titleOfListing } from '../parts/listing-words.ts';
import { Picture, useMediaUrl } from '../parts/picture.tsx';
import { language } from '../shell/preferences.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { listingsTexts as texts } from '../texts/listings-texts.ts';
import { type Says, say } from '../texts/text.ts';
import { GenericView } from './generic-view.tsx';
import styles from './listing.module.css';
import {
  type ListingReview,
  type ReviewedListing,
  readListedFile,
  readListingReview,
} from './listing-payload.ts';
import type { ApprovalViewProps, Consequence } from './views.ts';

export function titleOfChoice(_item: ApprovalAnswer['items'][number], choice: string): string {
  return say(titleOfListing(choice));
}

/** How many listings go out. What a rule refuses stays back whatever is decided. */
export function consequenceOf(
  item: ApprovalAnswer['items'][number],
  refused: readonly string[],
): Consequence | undefined {
  const review = readListingReview(item);
  if (review === undefined) return undefined;
  const left = review.listings.filter(({ choice }) => !refused.includes(choice));
  const count = (state: ReviewedListing['state']) => left.filter((one) => one.state === state).length;
  return { says: texts.publishes(count('ready'), count('waiting'), count('refused')), doubtful: [] };
}

/** The listings of a product side by side, each with its fields, what does not hold, and a box to leave it out. */
export default function ListingView(props: ApprovalViewProps): JSX.Element {
  const review = readListingReview(props.item);
  return review === undefined ? <GenericView {...props} /> : <Reviewed {...props} review={review} />;
}

function Reviewed(props: ApprovalViewProps & { review: ListingReview }): JSX.Element {
  const { item, review, refused, onRefuse } = props;
  const { listed, hasFailed } = useListedFile({ key: review.file.key });
  const [at, setAt] = useState(0);
  const { listings, category, quality } = review;
  const toggle = (choice: string, isRefused: boolean) =>
    onRefuse?.(isRefused ? [...refused, choice] : refused.filter((one) => one !== choice));
  useShortcuts([
    { keys: 'l', says: texts.next, run: () => setAt(Math.min(listings.length - 1, at + 1)) },
    { keys: 'h', says: texts.previous, run: () => setAt(Math.max(0, at - 1)) },
    {
      keys: 'x',
      says: texts.refuseThis,
      run: () => {
        const choice = listings[at]?.choice;
        if (choice !== undefined) toggle(choice, !refused.includes(choice));
      },
    },
  ]);
  return (
    <div class={styles.view}>
      <section class={styles.product}>
        <Picture
          file={item.thumbnail === undefined ? undefined : { key: item.thumbnail }}
          alt=""
          isZoomable
        />
        <div>
          <p class={styles.title}>{review.product.title.en ?? review.product.title['zh-CN']}</p>
          <p>{say(texts.category(category.id, formatShare(category.confidence, language.value)))}</p>
          {quality.length > 0 && (
            <>
              <h3>{say(texts.aboutProduct)}</h3>
              <Evidence
                items={quality.map(({ severity, says }) => ({
                  verdict: severity === 'warn' ? 'warn' : 'unchecked',
                  says,
                }))}
              />
            </>
          )}
        </div>
      </section>
      <h3>{say(texts.listings)}</h3>
      <p aria-live="polite" class={hasFailed ? styles.failed : 'visually-hidden'}>
        {hasFailed ? say(texts.notLoaded) : listed === undefined ? say(texts.loading) : ''}
      </p>
      <ul class={styles.listings}>
        {listings.map((one, index) => (
          <Card
            key={one.choice}
            one={one}
            listed={listed?.get(one.choice)}
            isCurrent={index === at}
            isRefused={refused.includes(one.choice)}
            onShow={() => setAt(index)}
            onRefuse={onRefuse === undefined ? undefined : toggle}
          />
        ))}
      </ul>
    </div>
  );
}

interface ListedFile {
  readonly listed: ReadonlyMap<string, Listed> | undefined;
  readonly hasFailed: boolean;
}

/** The whole texts, which a payload has no room for. */
function useListedFile(file: MediaFile): ListedFile {
  const { url, hasFailed, onError } = useMediaUrl(file);
  const [listed, setListed] = useState<ListedFile['listed']>();
  const failed = useRef(onError);
  failed.current = onError;
  useEffect(() => {
    if (url === undefined) return undefined;
    const leaving = new AbortController();
    fetch(url, { signal: leaving.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`answered ${response.status}`);
        setListed(readListedFile(await response.json()));
      })
      .catch(() => {
        if (!leaving.signal.aborted) failed.current();
      });
    return () => leaving.abort();
  }, [url]);
  return { listed, hasFailed: hasFailed && listed === undefined };
}

const states = {
  ready: { tone: 'good', says: texts.stateReady },
  waiting: { tone: 'warn', says: texts.stateWaiting },
  refused: { tone: 'bad', says: texts.stateRefused },
} as const satisfies Record<ReviewedListing['state'], { tone: Tone; says: Says }>;

interface CardProps {
  readonly one: ReviewedListing;
  /** Undefined until the whole texts are there. */
  readonly listed: Listed | undefined;
  readonly isCurrent: boolean;
  readonly isRefused: boolean;
  readonly onShow: () => void;
  readonly onRefuse: ((choice: string, isRefused: boolean) => void) | undefined;
}

function Card({ one, listed, isCurrent, isRefused, onShow, onRefuse }: CardProps): JSX.Element {
  const card = useRef<HTMLLIElement>(null);
  const wasCurrent = useRef(isCurrent);
  useEffect(() => {
    if (isCurrent && !wasCurrent.current) card.current?.scrollIntoView({ block: 'nearest' });
    wasCurrent.current = isCurrent;
  }, [isCurrent]);
  const { choice, state, title } = one;
  const { tone, says } = states[state];
  const locale = choice.split('/')[1] ?? 'en';
  return (
    <li
      ref={card}
      class={`${styles.card} ${isRefused ? styles.refused : ''} ${isCurrent ? styles.current : ''}`}
      onPointerUp={onShow}
    >
      <header>
        <h4>{say(titleOfListing(choice))}</h4>
        <Badge tone={isRefused ? 'bad' : tone}>{say(isRefused ? texts.refusedByPerson : says)}</Badge>
      </header>
      <Checkbox
        label={
          <>
            {say(texts.refuse)} <span class="visually-hidden">{say(titleOfListing(choice))}</span>
            {isCurrent && onRefuse !== undefined && <KeyHint shortcut="x" />}
          </>
        }
        checked={isRefused}
        disabled={onRefuse === undefined}
        onChange={(checked) => onRefuse?.(choice, checked)}
      />
      <Findings one={one} listed={listed} />
      <ListingFields fields={listed?.listing.fields ?? { title }} locale={locale} />
      {listed !== undefined && <small>{say(texts.engine(listed.listing.engine))}</small>}
    </li>
  );
}

function Findings({ one, listed }: Pick<CardProps, 'one' | 'listed'>): JSX.Element {
  if (one.failed === 0) return <p class={styles.holds}>{say(texts.rulesHold(one.rules))}</p>;
  const findings = listed?.findings;
  if (findings !== undefined) return <ListingFindings findings={findings} />;
  return (
    <Evidence
      items={one.findings.map(({ rule }) => ({ verdict: 'unchecked', says: { en: rule, zh: rule } }))}
    />
  );
}
