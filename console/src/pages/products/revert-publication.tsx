import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type * as z from 'zod';
import type { ProductAnswer } from '../../../../functions/image-assets/product-answers.ts';
import type {
  RevertAnswer,
  revertConflictAnswer,
} from '../../../../functions/platform/publications/publications-answers.ts';
import { path } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Picture } from '../../parts/picture.tsx';
import { toast } from '../../parts/toasts.tsx';
import { useShop } from '../../shell/shop.ts';
import { publicationTexts as texts } from '../../texts/products-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import styles from './publications.module.css';

export type Publication = ProductAnswer['publications'][number];
type Conflict = z.output<typeof revertConflictAnswer>;

interface RevertProps {
  readonly publication: Publication;
  readonly onDone: () => void;
  /** Somebody changed the picture meanwhile; nothing was done. */
  readonly onConflict: (conflict: Conflict) => void;
  readonly onClose: () => void;
}

export interface Reverting {
  readonly ask: (publication: Publication) => void;
  /** The question, and what came of it where nothing was reverted; once on the page. */
  readonly dialogs: JSX.Element;
}

/** Taking publications of one page back. */
export function useReverting(onChange: () => void): Reverting {
  const [asked, setAsked] = useState<Publication>();
  const [stopped, setStopped] = useState<{ publication: Publication; conflict: Conflict }>();
  const dialogs = (
    <>
      {asked !== undefined && (
        <RevertPublication
          publication={asked}
          onDone={onChange}
          onConflict={(conflict) => {
            setStopped({ publication: asked, conflict });
            onChange();
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {stopped !== undefined && <RevertConflict {...stopped} onClose={() => setStopped(undefined)} />}
    </>
  );
  return { ask: setAsked, dialogs };
}

/** Asks before a publication is taken back, and shows what would stand there then. */
function RevertPublication({ publication, onDone, onConflict, onClose }: RevertProps): JSX.Element {
  const { api } = useShop();
  const { id, thumbnail, replaced } = publication;
  const revert = async (reason: string) => {
    try {
      const { left } = await api.post<RevertAnswer>(path`publications/${id}/revert`, { reason });
      toast({ kind: 'good', says: replaced === null ? texts.doneNothing : texts.doneEarlier });
      if (left !== undefined) toast({ kind: 'bad', says: left });
      onDone();
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'MediaChanged')) throw error;
      onConflict(error.body as Conflict);
    }
  };
  return (
    <Confirm
      title={say(texts.revertAsk)}
      does={say(texts.revert)}
      isDangerous
      reason="required"
      onConfirm={revert}
      onClose={onClose}
    >
      <p>{say(replaced === null ? texts.revertToNothing : texts.revertToEarlier)}</p>
      <div class={styles.sides}>
        <Side title={texts.now} thumbnail={thumbnail} />
        <Side title={texts.afterwards} thumbnail={replaced?.thumbnail} isNothing={replaced === null} />
      </div>
    </Confirm>
  );
}

interface ConflictProps {
  readonly publication: Publication;
  readonly conflict: Conflict;
  readonly onClose: () => void;
}

/** Why nothing was reverted: this publication's picture beside the one that stands there now. */
function RevertConflict({ publication, conflict, onClose }: ConflictProps): JSX.Element {
  const { theirs, text } = conflict;
  const isOutside = theirs !== undefined && theirs.files.length === 0;
  return (
    <Dialog title={say(texts.conflict)} onClose={onClose}>
      <p>{say(text)}</p>
      <div class={styles.sides}>
        <Side title={texts.published} thumbnail={publication.thumbnail} />
        <Side
          title={texts.theirs}
          thumbnail={theirs === undefined ? undefined : smallOf(theirs)}
          isNothing={theirs === undefined}
        />
      </div>
      {isOutside && <p>{say(texts.theirsOutside)}</p>}
    </Dialog>
  );
}

/** Below it a picture is not to be told on a screen with two pixels to a point. */
const smallestWidth = 200;

/** The narrowest file that can be told. */
function smallOf({ files }: NonNullable<Conflict['theirs']>): string | undefined {
  const byWidth = files.toSorted((one, other) => one.width - other.width);
  return (byWidth.find(({ width }) => width >= smallestWidth) ?? byWidth.at(-1))?.key;
}

function Side(props: { title: Says; thumbnail: string | undefined; isNothing?: boolean }): JSX.Element {
  const { title, thumbnail, isNothing = false } = props;
  return (
    <figure>
      <figcaption>{say(title)}</figcaption>
      <Picture file={thumbnail === undefined ? undefined : { key: thumbnail }} alt={say(title)} isZoomable />
      {isNothing && <p>{say(texts.nothing)}</p>}
    </figure>
  );
}
