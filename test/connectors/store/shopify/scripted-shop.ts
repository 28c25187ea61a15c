import { createHash } from 'node:crypto';

export interface ShopFile {
  readonly id: string;
  readonly type: 'MediaImage' | 'Video';
  filename: string;
  alt: string;
  status: 'UPLOADED' | 'READY' | 'FAILED';
  /** Looks at it until it is done. */
  looksLeft: number;
  /** Changes with the picture. */
  version: number;
  bytes: Buffer;
}

export interface ShopProduct {
  readonly id: string;
  readonly title: string;
  readonly skus: readonly string[];
  /** Ids of its media, in order. */
  media: string[];
}

interface Job {
  readonly run: () => void;
  looksLeft: number;
}

interface Problem {
  readonly field: readonly string[];
  readonly message: string;
  readonly code: string;
}

interface NewFile {
  readonly originalSource: string;
  readonly filename: string;
  readonly alt?: string;
  readonly contentType?: string;
  readonly duplicateResolutionMode?: string;
}

interface FileChange {
  readonly id: string;
  readonly referencesToAdd?: readonly string[];
  readonly referencesToRemove?: readonly string[];
}

const problem = (code: string, message: string, ...field: string[]): Problem => ({ code, message, field });

/** A shop in memory: what its Admin API answers is decided here, what its merchant does is called directly. */
export class ScriptedShop {
  readonly host: string;
  readonly products: ShopProduct[] = [];
  readonly files = new Map<string, ShopFile>();
  readonly staged = new Map<
    string,
    { filename: string; resource: string; fileSize?: number; bytes?: Buffer }
  >();
  readonly jobs = new Map<string, Job>();
  /** How many looks a new file and a job take. */
  looksUntilDone = 1;
  /** The next picture cannot be read. */
  failsNextFile = false;
  /** How many looks a video takes. */
  looksUntilVideoDone = 1;
  /** No video can be read. */
  failsVideos = false;
  /** Files are found by their name only so many searches after they were made. */
  searchesBehind = 0;
  /** Media a product takes. */
  mostMedia = 250;
  #made = 0;

  constructor(host: string) {
    this.host = host;
  }

  addProduct(title: string, skus: readonly string[]): ShopProduct {
    const product = { id: this.#newId('Product'), title, skus, media: [] };
    this.products.push(product);
    return product;
  }

  product(id: string): ShopProduct | undefined {
    return this.products.find((one) => one.id === id);
  }

  /** The merchant uploads a picture by hand. @param index default: the last */
  merchantAdds(product: ShopProduct, filename: string, index = product.media.length): ShopFile {
    const file = this.#addFile(filename, Buffer.from(filename), 'by hand');
    file.status = 'READY';
    product.media.splice(index, 0, file.id);
    return file;
  }

  merchantRemoves(product: ShopProduct, id: string): void {
    product.media = product.media.filter((one) => one !== id);
  }

  /** The merchant crops or replaces the picture behind a file; its id stays. */
  merchantEdits(id: string): void {
    const file = this.files.get(id);
    if (file === undefined) throw new Error(`no file ${id}`);
    file.version += 1;
    file.bytes = Buffer.from('edited');
  }

  /** What a product shows: the SHA-256 of each picture's bytes. */
  shown(product: ShopProduct): string[] {
    return product.media.map((id) => {
      const bytes = this.files.get(id)?.bytes ?? Buffer.alloc(0);
      return createHash('sha256').update(bytes).digest('hex');
    });
  }

  /** @returns where to upload to; a problem for a video whose size is not told */
  stage(filename: string, resource: string, fileSize?: number): string | Problem {
    if (resource === 'VIDEO' && fileSize === undefined)
      return problem('INVALID', 'File size is required for video resources', 'input', '0', 'fileSize');
    const key = `tmp/${this.#next()}/${filename}`;
    this.staged.set(key, { filename, resource, ...(fileSize === undefined ? {} : { fileSize }) });
    return key;
  }

  createFile(input: NewFile): ShopFile | Problem {
    const { originalSource, filename, alt = '', contentType = 'IMAGE', duplicateResolutionMode } = input;
    const key = new URL(originalSource).pathname.slice(1);
    const staged = this.staged.get(key);
    const bytes = staged?.bytes;
    if (bytes === undefined)
      return problem('INVALID', 'The file was never uploaded', 'files', '0', 'originalSource');
    if (contentType === 'VIDEO' && (staged?.resource !== 'VIDEO' || staged.fileSize !== bytes.length))
      return problem('INVALID', `Invalid video url=${originalSource}`, 'files', '0', 'originalSource');
    const taken = [...this.files.values()].some((file) => file.filename === filename);
    if (taken && duplicateResolutionMode === 'RAISE_ERROR')
      return problem(
        'FILENAME_ALREADY_EXISTS',
        'The provided filename already exists.',
        'files',
        '0',
        'filename',
      );
    const type = contentType === 'VIDEO' ? 'Video' : 'MediaImage';
    return this.#addFile(taken ? filename.replace(/(?=\.)/, `_${this.#made}`) : filename, bytes, alt, type);
  }

  updateFile({ id, referencesToAdd = [], referencesToRemove = [] }: FileChange): ShopFile | Problem {
    const file = this.files.get(id);
    if (file === undefined) return problem('FILE_DOES_NOT_EXIST', 'File does not exist.', 'files', '0', 'id');
    if (file.status !== 'READY')
      return problem('NON_READY_STATE', 'Non-ready files cannot be updated.', 'files');
    for (const product of this.products) {
      if (referencesToRemove.includes(product.id)) this.merchantRemoves(product, id);
      if (!referencesToAdd.includes(product.id) || product.media.includes(id)) continue;
      if (product.media.length >= this.mostMedia)
        return problem('PRODUCT_MEDIA_LIMIT_EXCEEDED', 'Exceeded the limit of media per product.', 'files');
      product.media.push(id);
    }
    return file;
  }

  deleteFile(id: string): Problem | undefined {
    if (!this.files.delete(id)) return problem('FILE_DOES_NOT_EXIST', 'File does not exist.', 'fileIds');
    for (const product of this.products) this.merchantRemoves(product, id);
    return undefined;
  }

  /** Done later, as in Shopify. @returns the job's id */
  reorder(product: ShopProduct, moves: readonly { id: string; newPosition: string }[]): string | Problem {
    if (moves.some(({ id }) => !product.media.includes(id)))
      return problem('MEDIA_DOES_NOT_EXIST', 'Media does not exist', 'moves');
    const run = () => {
      for (const { id, newPosition } of moves) {
        if (!product.media.includes(id)) continue;
        this.merchantRemoves(product, id);
        product.media.splice(Number(newPosition), 0, id);
      }
    };
    const id = this.#newId('Job');
    this.jobs.set(id, { run, looksLeft: this.looksUntilDone });
    return id;
  }

  look(file: ShopFile): ShopFile {
    if (file.status === 'UPLOADED' && file.looksLeft-- <= 0) file.status = 'READY';
    return file;
  }

  isDone(id: string): boolean {
    const job = this.jobs.get(id);
    if (job === undefined) return true;
    if (job.looksLeft-- > 0) return false;
    this.jobs.delete(id);
    job.run();
    return true;
  }

  filesNamed(pattern: string): ShopFile[] {
    const stem = pattern.replace(/\*$/, '');
    const hidden = this.searchesBehind > 0 ? [...this.files.keys()].at(-1) : undefined;
    if (this.searchesBehind > 0) this.searchesBehind -= 1;
    return [...this.files.values()].filter((file) => file.filename.startsWith(stem) && file.id !== hidden);
  }

  #addFile(filename: string, bytes: Buffer, alt: string, type: ShopFile['type'] = 'MediaImage'): ShopFile {
    const fails = type === 'Video' ? this.failsVideos : this.failsNextFile;
    const status = fails ? ('FAILED' as const) : ('UPLOADED' as const);
    if (type !== 'Video') this.failsNextFile = false;
    const id = this.#newId(type);
    const looksLeft = type === 'Video' ? this.looksUntilVideoDone : this.looksUntilDone;
    const file: ShopFile = { id, type, filename, alt, status, looksLeft, version: 1, bytes };
    this.files.set(id, file);
    return file;
  }

  #newId(kind: string): string {
    return `gid://shopify/${kind}/${this.#next()}`;
  }

  #next(): number {
    this.#made += 1;
    return this.#made;
  }
}
