import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Picture } from '../../parts/picture.tsx';
import { Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { productTexts, publicationTexts as texts } from '../../texts/products-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import styles from './publications.module.css';
import { type Conflict, type Publication, RevertConflict, RevertPublication } from './revert-publication.tsx';

export interface PublicationsProps {
  readonly sku: string;
  readonly publications: readonly Publication[];
  /** The one that a link led to. */
  readonly marked: string | undefined;
  readonly onChange: () => void;
}

/** What was published when, over what, newest first; the newest of each place can be taken back. */
export function Publications({ sku, publications, marked, onChange }: PublicationsProps): JSX.Element {
  const [asked, setAsked] = useState<Publication>();
  const [stopped, setStopped] = useState<{ publication: Publication; conflict: Conflict }>();
  if (publications.length === 0) return <p>{say(texts.none)}</p>;
  return (
    <>
      <ol class={styles.publications}>
        {publications.map((publication) => (
          <Entry
            key={publication.id}
            sku={sku}
            publication={publication}
            isMarked={publication.id === marked}
            onRevert={() => setAsked(publication)}
          />
        ))}
      </ol>
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
}

interface EntryProps {
  readonly sku: string;
  readonly publication: Publication;
  readonly isMarked: boolean;
  readonly onRevert: () => void;
}

function Entry({ sku, publication, isMarked, onRevert }: EntryProps): JSX.Element {
  const { member } = useShop();
  const { run, position, asset, at, replaced, thumbnail, isRevertible } = publication;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isMarked) row.current?.scrollIntoView({ block: 'center' });
  }, [isMarked]);
  return (
    <li ref={row} class={isMarked ? styles.marked : undefined} aria-current={isMarked ? 'true' : undefined}>
      <span class={styles.change}>
        <Small title={texts.before} thumbnail={replaced?.thumbnail} isNothing={replaced === null} />
        <Icon name="chevron" />
        <Small title={texts.after} thumbnail={thumbnail} isNothing={false} />
      </span>
      <div class={styles.words}>
        <strong>{say(position === 1 ? texts.asMainPicture : texts.asPlace(position))}</strong>
        <State publication={publication} />
        <span>
          {say(texts.publishedOn)} <Time at={at} />
        </span>
        <a href={href('products/:sku', { sku }, { photo: asset })}>{say(texts.photo)}</a>
        <a href={href('runs/:id', { id: run })}>{say(productTexts.run)}</a>
      </div>
      {isRevertible && hasRole(member, ['approver', 'admin']) && (
        <Button isSmall label={say(texts.revertOf(say(placeOf(position))))} onClick={onRevert}>
          {say(texts.revert)}
        </Button>
      )}
    </li>
  );
}

export function placeOf(position: number): Says {
  return position === 1 ? productTexts.mainPicture : productTexts.place(position);
}

function Small(props: { title: Says; thumbnail: string | undefined; isNothing: boolean }): JSX.Element {
  const { title, thumbnail, isNothing } = props;
  if (isNothing) {
    return (
      <span class={styles.nothing}>
        <span class="visually-hidden">{say(title)}: </span>
        {say(texts.nothing)}
      </span>
    );
  }
  const file = thumbnail === undefined ? undefined : { key: thumbnail };
  return <Picture file={file} alt={say(title)} size="thumb" isZoomable />;
}

function State({ publication: { status, isRevertible } }: { publication: Publication }): JSX.Element {
  const [tone, says]: readonly [Tone, Says] =
    status === 'reverted'
      ? ['quiet', texts.reverted]
      : status === 'writing'
        ? ['accent', texts.writing]
        : isRevertible
          ? ['good', texts.standing]
          : ['quiet', texts.replaced];
  return <Badge tone={tone}>{say(says)}</Badge>;
}
