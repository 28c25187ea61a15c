import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type * as z from 'zod';
import type { ListingAnswer, listingRefusedAnswer } from '../../../../functions/listing/listings-answers.ts';
import { path } from '../../api/client.ts';
import { Problem, problemOf } from '../../api/problem.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/fields.tsx';
import { titleOfListing } from '../../parts/listing-words.ts';
import { toast } from '../../parts/toasts.tsx';
import { useShop } from '../../shell/shop.ts';
import { listingsTexts as texts } from '../../texts/listings-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './product-listings.module.css';

export interface EditListingProps {
  readonly sku: string;
  readonly listing: ListingAnswer & { readonly standing: NonNullable<ListingAnswer['standing']> };
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** After the last key: whoever types on is not asked about half a word. */
const checkAfterMs = 400;

/** A person's own wording of a listing, checked by the channel's rules while it is written. */
export function EditListing({ sku, listing, onDone, onClose }: EditListingProps): JSX.Element {
  const { api } = useShop();
  const { channel, locale, standing } = listing;
  const [fields, setFields] = useState(standing.fields);
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const place = path`products/${sku}/listings/${channel}/${locale}`;
  const isChanged = standing.editable.some((name) => fields[name] !== standing.fields[name]);
  useEffect(() => {
    if (!isChanged) {
      setErrors(new Map());
      return undefined;
    }
    const leaving = new AbortController();
    const timer = setTimeout(() => {
      api
        .put(place, { fields, hash: standing.hash, check: true }, { signal: leaving.signal })
        .then(() => setErrors(new Map()))
        .catch((error: unknown) => {
          if (!leaving.signal.aborted) setErrors(errorsIn(problemOf(error)));
        });
    }, checkAfterMs);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [fields]);
  const save = useAction(async () => {
    try {
      await api.put(place, { fields, hash: standing.hash });
      toast({ kind: 'good', says: texts.saved });
      onDone();
      onClose();
    } catch (error) {
      if (error instanceof Problem) setErrors(errorsIn(error));
      throw error;
    }
  });
  const actions = (
    <>
      <Button onClick={onClose}>{say(texts.cancel)}</Button>
      <Button
        kind="primary"
        isBusy={save.isBusy}
        disabled={!isChanged || errors.size > 0}
        onClick={() => void save.run()}
      >
        {say(texts.save)}
      </Button>
    </>
  );
  const title = say(texts.editOf(say(titleOfListing(`${channel}/${locale}`))));
  return (
    <Dialog title={title} onClose={onClose} actions={actions} isWide>
      <div class={styles.editor}>
        <p>{say(texts.editMeans)}</p>
        {[...errors].map(
          ([name, line]) =>
            !standing.editable.includes(name) && (
              <p key={name} class={styles.wrong} role="alert">
                {name}: {line}
              </p>
            ),
        )}
        {standing.editable.map((name) => (
          <TextField
            key={name}
            label={name}
            value={fields[name] ?? ''}
            isLong={(standing.fields[name] ?? '').length > 60}
            error={errors.get(name)}
            onInput={(text) => setFields((before) => ({ ...before, [name]: text }))}
          />
        ))}
      </div>
    </Dialog>
  );
}

/** By the rule's field, which may be a whole row (`bullet_point*`) or one that is not there. */
function errorsIn(problem: Problem): ReadonlyMap<string, string> {
  const { findings = [] } = (problem.body ?? {}) as Partial<z.output<typeof listingRefusedAnswer>>;
  const errors = new Map<string, string>();
  for (const { field, measured, expected } of findings) {
    const line = say(texts.measured(say(measured), say(expected)));
    errors.set(field, [errors.get(field), line].filter((part) => part !== undefined).join(' '));
  }
  return errors;
}
