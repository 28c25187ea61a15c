import type { JSX } from 'preact';
import type { ProductAnswer } from '../../../../functions/image-assets/product-answers.ts';
import { path } from '../../api/client.ts';
import { useLoad } from '../../api/use-load.ts';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Picture } from '../../parts/picture.tsx';
import { href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { publicationTexts, productTexts as texts } from '../../texts/products-texts.ts';
import { say } from '../../texts/text.ts';
import { ContactSheet } from './contact-sheet.tsx';
import { PhotoView } from './photo-view.tsx';
import { originalOf, type Photo } from './product-files.ts';
import { ProductListings } from './product-listings.tsx';
import styles from './product-page.module.css';
import { Publications, placeOf, RevertButton } from './publications.tsx';
import { type Publication, useReverting } from './revert-publication.tsx';

/** A photo on its way changes every few seconds at most, and a product is a dozen reads. */
const againMs = 20_000;

export default function ProductPage({ params, query }: PageProps<'products/:sku'>): JSX.Element {
  const { sku } = params;
  const loaded = useLoad<ProductAnswer>(
    (api, signal) => api.get(path`products/${sku}`, {}, { signal }),
    [sku],
    againMs,
  );
  const hasPhotos = (loaded.data?.photos.length ?? 0) > 0;
  return (
    <>
      <PageHead
        title={sku}
        back={{ href: href('products'), title: say(texts.back) }}
        actions={hasPhotos && <ContactSheet sku={sku} />}
      />
      <Loading of={loaded}>
        {(product) => <ProductView product={product} query={query} onChange={loaded.reload} />}
      </Loading>
      <ProductListings sku={sku} />
    </>
  );
}

interface ProductViewProps extends Pick<PageProps, 'query'> {
  readonly product: ProductAnswer;
  readonly onChange: () => void;
}

function ProductView({ product, query, onChange }: ProductViewProps): JSX.Element {
  const { sku, positions, publications } = product;
  const photo = chosenPhoto(product, query);
  const reverting = useReverting(onChange);
  const standing = publications.filter(
    ({ isRevertible, position }) => isRevertible && positions.some((one) => one.position === position),
  );
  return (
    <div class={styles.product}>
      <section>
        <h2>{say(texts.catalogue)}</h2>
        {positions.length === 0 ? (
          <p>{say(texts.catalogueNone)}</p>
        ) : (
          <Catalogue product={product} standing={standing} onRevert={reverting.ask} />
        )}
        <nav aria-label={say(texts.more)}>
          <ul class={styles.links}>
            <li>
              <a href={href('runs', {}, { subject: sku, days: 31 })}>{say(texts.allRuns)}</a>
            </li>
          </ul>
        </nav>
      </section>
      <section>
        <h2>{say(texts.photos)}</h2>
        {photo === undefined && <p>{say(texts.photosNone)}</p>}
        {product.photos.length > 1 && <PhotoChoice product={product} chosen={photo} />}
        {product.leftOut > 0 && <p>{say(texts.leftOut(product.leftOut))}</p>}
        {photo !== undefined && (
          <PhotoView
            key={photo.asset}
            photo={photo}
            isStanding={positions.some(({ asset }) => asset === photo.asset)}
            onChange={onChange}
          />
        )}
      </section>
      <section>
        <h2>{say(publicationTexts.title)}</h2>
        <Publications
          sku={sku}
          publications={publications}
          marked={query.publication}
          offered={standing}
          onRevert={reverting.ask}
        />
      </section>
      {reverting.dialogs}
    </div>
  );
}

/** What the address asks for; else the main picture's photo, else the newest. */
function chosenPhoto(
  { photos, positions, publications }: ProductAnswer,
  { photo, publication }: PageProps['query'],
): Photo | undefined {
  const wanted = [
    photo,
    publications.find(({ id }) => id === publication)?.asset,
    positions.find(({ position }) => position === 1)?.asset,
  ];
  const found = wanted.flatMap((asset) => photos.find((one) => one.asset === asset) ?? []);
  return found[0] ?? photos[0];
}

interface CatalogueProps {
  readonly product: ProductAnswer;
  /** The publications that stand there and can be taken back. */
  readonly standing: readonly Publication[];
  readonly onRevert: (publication: Publication) => void;
}

function Catalogue(props: CatalogueProps): JSX.Element {
  const { standing, onRevert } = props;
  const { sku, positions, photos } = props.product;
  return (
    <ul class={styles.catalogue}>
      {positions.map(({ position, asset, thumbnail }) => {
        const title = say(placeOf(position));
        const file = thumbnail === undefined ? undefined : { key: thumbnail };
        const publication = standing.find((one) => one.position === position);
        const isHere = photos.some((photo) => photo.asset === asset);
        return (
          <li key={position}>
            <Picture file={file} alt={title} isZoomable />
            {isHere ? <a href={href('products/:sku', { sku }, { photo: asset })}>{title}</a> : title}
            {publication !== undefined && (
              <RevertButton position={position} onRevert={() => onRevert(publication)} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Which photo is shown below. */
function PhotoChoice(props: { product: ProductAnswer; chosen: Photo | undefined }): JSX.Element {
  const { product, chosen } = props;
  return (
    <ul class={styles.photos}>
      {product.photos.map((photo) => (
        <li key={photo.asset}>
          <button
            type="button"
            aria-pressed={photo === chosen}
            onClick={() => replace(href('products/:sku', { sku: product.sku }, { photo: photo.asset }))}
          >
            <Picture file={originalOf(photo)} alt="" size="thumb" />
            <span>
              <span class={styles.name}>{photo.fileName}</span>
              <small>{say(photo.status)}</small>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
