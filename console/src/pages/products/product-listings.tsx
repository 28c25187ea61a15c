import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ListingAnswer, ListingsAnswer } from '../../../../functions/listing/listings-answers.ts';
import { path } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { useLoad } from '../../api/use-load.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { ListingFields, ListingFindings } from '../../parts/listing-fields.tsx';
import { titleOfListing } from '../../parts/listing-words.ts';
import { Loading } from '../../parts/loading.tsx';
import { toast } from '../../parts/toasts.tsx';
import { Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { listingsTexts as texts } from '../../texts/listings-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import { EditListing } from './edit-listing.tsx';
import styles from './product-listings.module.css';

/** A run over a product takes seconds. */
const againMs = 20_000;

/** The listings of a product on every channel: what stands there, what is missing, and what a person can do about it. */
export function ProductListings({ sku }: { sku: string }): JSX.Element | null {
  const loaded = useLoad<ListingsAnswer>(
    (api, signal) => api.get(path`products/${sku}/listings`, {}, { signal }),
    [sku],
    againMs,
  );
  const [edited, setEdited] = useState<ListingAnswer>();
  const [reverted, setReverted] = useState<ListingAnswer>();
  // A product of which there are photos only.
  if (loaded.problem?.code === 'ProductUnknown') return null;
  return (
    <section class={styles.section}>
      <h2>{say(texts.listings)}</h2>
      <Loading of={loaded}>
        {({ listings }) => (
          <ul class={styles.listings}>
            {listings.map((one) => (
              <Entry
                key={choiceOf(one)}
                one={one}
                onEdit={() => setEdited(one)}
                onRevert={() => setReverted(one)}
              />
            ))}
          </ul>
        )}
      </Loading>
      {edited?.standing !== undefined && (
        <EditListing
          sku={sku}
          listing={{ ...edited, standing: edited.standing }}
          onDone={loaded.reload}
          onClose={() => setEdited(undefined)}
        />
      )}
      {reverted !== undefined && (
        <RevertListing
          sku={sku}
          one={reverted}
          onDone={loaded.reload}
          onClose={() => setReverted(undefined)}
        />
      )}
    </section>
  );
}

function choiceOf({ channel, locale }: ListingAnswer): string {
  return `${channel}/${locale}`;
}

const states = {
  published: { tone: 'good', says: texts.statePublished },
  ready: { tone: 'accent', says: texts.stateReady },
  waiting: { tone: 'warn', says: texts.stateWaiting },
  refused: { tone: 'bad', says: texts.stateRefused },
  none: { tone: 'quiet', says: texts.stateNone },
} as const satisfies Record<ListingAnswer['state'], { tone: Tone; says: Says }>;

interface EntryProps {
  readonly one: ListingAnswer;
  readonly onEdit: () => void;
  readonly onRevert: () => void;
}

function Entry({ one, onEdit, onRevert }: EntryProps): JSX.Element {
  const { member } = useShop();
  const { state, standing, latest, locale } = one;
  const title = say(titleOfListing(choiceOf(one)));
  const mayChange = standing !== undefined && hasRole(member, ['approver', 'admin']);
  const { tone, says } = states[state];
  const shown = standing ?? latest;
  const isLeftOut = state === 'refused' && latest?.isRefusedByPerson === true;
  const isOlder =
    standing !== undefined && latest !== undefined && latest.productVersion > standing.productVersion;
  return (
    <li>
      <details>
        <summary>
          <strong>{title}</strong> <Badge tone={tone}>{say(isLeftOut ? texts.refusedByPerson : says)}</Badge>{' '}
          {standing?.changedBy !== undefined && <Badge tone="accent">{say(texts.byHand)}</Badge>}{' '}
          {isOlder && <Badge tone="warn">{say(texts.older)}</Badge>}
        </summary>
        <div class={styles.body}>
          {latest !== undefined && (standing === undefined || isOlder) && latest.findings.length > 0 && (
            <ListingFindings findings={latest.findings} />
          )}
          {shown !== undefined && <ListingFields fields={shown.fields} locale={locale} />}
          <p class={styles.facts}>
            {standing !== undefined && (
              <span>
                {say(texts.since)} <Time at={standing.at} />
              </span>
            )}
            {shown !== undefined && <span>{say(texts.engine(shown.engine))}</span>}
            {shown?.run !== undefined && <a href={href('runs/:id', { id: shown.run })}>{say(texts.run)}</a>}
          </p>
        </div>
      </details>
      {mayChange && (
        <span class={styles.actions}>
          <Button isSmall label={say(texts.editOf(title))} onClick={onEdit}>
            {say(texts.edit)}
          </Button>
          {standing.isRevertible && (
            <Button isSmall label={say(texts.revertOf(title))} onClick={onRevert}>
              {say(texts.revert)}
            </Button>
          )}
        </span>
      )}
    </li>
  );
}

interface RevertProps {
  readonly sku: string;
  readonly one: ListingAnswer;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks before a listing is taken back, and shows what would stand there then. */
function RevertListing({ sku, one, onDone, onClose }: RevertProps): JSX.Element {
  const { api } = useShop();
  const { channel, locale, standing } = one;
  const before = standing?.replaced ?? undefined;
  const revert = async (reason: string) => {
    try {
      const publication = standing?.publication;
      await api.post(path`products/${sku}/listings/${channel}/${locale}/revert`, { publication, reason });
      toast({ kind: 'good', says: before === undefined ? texts.takenDown : texts.putBack });
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'ListingChanged')) throw error;
      toast({ kind: 'bad', says: error.text });
    }
    onDone();
  };
  return (
    <Confirm
      title={say(texts.revertAsk(say(titleOfListing(choiceOf(one)))))}
      does={say(texts.revert)}
      isDangerous
      reason="required"
      onConfirm={revert}
      onClose={onClose}
    >
      <p>{say(before === undefined ? texts.revertToNothing : texts.revertToEarlier)}</p>
      {before !== undefined && <ListingFields fields={before.fields} locale={locale} />}
    </Confirm>
  );
}
