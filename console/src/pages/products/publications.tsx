import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
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
import type { Publication } from './revert-publication.tsx';

export interface PublicationsProps {
  readonly sku: string;
  readonly publications: readonly Publication[];
  /** The one that a link led to. */
  readonly marked: string | undefined;
  /** Those that the page offers to take back elsewhere already. */
  readonly offered: readonly Publication[];
  readonly onRevert: (publication: Publication) => void;
}

/** What was published when, over what, newest first; the newest of each place can be taken back. */
export function Publications(props: PublicationsProps): JSX.Element {
  const { sku, publications, marked, offered, onRevert } = props;
  if (publications.length === 0) return <p>{say(texts.none)}</p>;
  return (
    <ol class={styles.publications}>
      {publications.map((publication) => (
        <Entry
          key={publication.id}
          sku={sku}
          publication={publication}
          isMarked={publication.id === marked}
          onRevert={
            offered.includes(publication) || !publication.isRevertible
              ? undefined
              : () => onRevert(publication)
          }
        />
      ))}
    </ol>
  );
}

interface EntryProps {
  readonly sku: string;
  readonly publication: Publication;
  readonly isMarked: boolean;
  readonly onRevert: (() => void) | undefined;
}

function Entry({ sku, publication, isMarked, onRevert }: EntryProps): JSX.Element {
  const { run, position, asset, at, revertedAt, replaced, thumbnail } = publication;
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
        {revertedAt !== undefined && (
          <span>
            {say(texts.revertedOn)} <Time at={revertedAt} />
          </span>
        )}
        <a href={href('products/:sku', { sku }, { photo: asset })}>{say(texts.photo)}</a>
        <a href={href('runs/:id', { id: run })}>{say(productTexts.run)}</a>
      </div>
      {onRevert !== undefined && <RevertButton position={position} onRevert={onRevert} />}
    </li>
  );
}

/** For whom may take something back; for others nothing. */
export function RevertButton(props: { position: number; onRevert: () => void }): JSX.Element | null {
  const { position, onRevert } = props;
  if (!hasRole(useShop().member, ['approver', 'admin'])) return null;
  return (
    <Button isSmall label={say(texts.revertOf(say(placeOf(position))))} onClick={onRevert}>
      {say(texts.revert)}
    </Button>
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
        <span class="visually-hidden">{say(title)} </span>
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
