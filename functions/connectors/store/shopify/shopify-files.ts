import * as z from 'zod';
import { askShopify, type ShopifyConnection, stagedTargetSchema, uploadStaged } from './admin-client.ts';
import { imageSchema, markOf } from './picture-mark.ts';
import { shopifyFault } from './shopify-errors.ts';
import { sortUserErrors, userErrorsSchema } from './user-errors.ts';

/**
 * The file of that name among the shop's files. The index may lag behind by seconds.
 *
 * @param stem of the name, without its extension; of small letters, digits and `_`, which no search takes apart
 */
export async function findFile(connection: ShopifyConnection, stem: string): Promise<string | undefined> {
  const { files } = await askShopify(
    connection,
    `query FileNamed($query: String!) { files(first: 5, query: $query) { nodes { id } } }`,
    { query: `filename:${stem}*` },
    z.object({ files: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
  );
  return files.nodes[0]?.id;
}

export interface NewFile {
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly alt: string;
  /** What Shopify takes it for, in the upload and in the file. */
  readonly kind: 'IMAGE' | 'VIDEO';
}

/**
 * Uploads a picture or a video (MP4, up to 10 minutes and 1 GB) and makes a file of it that is on no product yet. For a video its size
 * must be told before the upload.
 *
 * @returns its id
 */
export async function createFile(connection: ShopifyConnection, file: NewFile): Promise<string> {
  const { name, contentType, body, alt, kind } = file;
  const staged = await askShopify(
    connection,
    `mutation StageUpload($input: [StagedUploadInput!]!) {
      stagedUploadsCreate(input: $input) {
        stagedTargets { url resourceUrl parameters { name value } }
        userErrors { field message }
      }
    }`,
    {
      input: [
        {
          filename: name,
          mimeType: contentType,
          fileSize: String(body.length),
          resource: kind,
          httpMethod: 'POST',
        },
      ],
    },
    z.object({
      stagedUploadsCreate: z.object({
        stagedTargets: z.array(stagedTargetSchema).nullable(),
        userErrors: userErrorsSchema,
      }),
    }),
  );
  const { stagedTargets, userErrors: refused } = staged.stagedUploadsCreate;
  sortUserErrors(refused);
  const target = stagedTargets?.[0];
  if (target === undefined) throw shopifyFault('no target for the upload');
  await uploadStaged(connection, target, file);
  const created = await askShopify(
    connection,
    `mutation CreateFile($files: [FileCreateInput!]!) {
      fileCreate(files: $files) { files { id } userErrors { field message code } }
    }`,
    {
      files: [
        {
          originalSource: target.resourceUrl,
          filename: name,
          contentType: kind,
          alt: alt.slice(0, 512),
          // The name tells the content: a second file of it could only be the same picture again.
          duplicateResolutionMode: 'RAISE_ERROR',
        },
      ],
    },
    z.object({
      fileCreate: z.object({
        files: z.array(z.object({ id: z.string() })).nullable(),
        userErrors: userErrorsSchema,
      }),
    }),
  );
  sortUserErrors(created.fileCreate.userErrors);
  const id = created.fileCreate.files?.[0]?.id;
  if (id === undefined) throw shopifyFault('no id of the new file');
  return id;
}

export type FileState =
  /** `mark` as of a product's medium. */
  | { readonly status: 'ready'; readonly mark: string }
  | { readonly status: 'processing' }
  | { readonly status: 'gone' }
  | { readonly status: 'failed'; readonly why: string };

export async function readFileState(connection: ShopifyConnection, id: string): Promise<FileState> {
  const schema = z.object({
    node: z
      .object({
        fileStatus: z.string(),
        fileErrors: z.array(z.object({ code: z.string(), message: z.string() })),
        image: imageSchema,
      })
      .partial()
      .nullable(),
  });
  const { node } = await askShopify(
    connection,
    `query StateOfFile($id: ID!) {
      node(id: $id) {
        ... on File { fileStatus fileErrors { code message } }
        ... on MediaImage { image { url } }
      }
    }`,
    { id },
    schema,
  );
  if (node?.fileStatus === undefined) return { status: 'gone' };
  if (node.fileStatus === 'READY') return { status: 'ready', mark: markOf(node.image) };
  if (node.fileStatus !== 'FAILED') return { status: 'processing' };
  const [first] = node.fileErrors ?? [];
  const why = first === undefined ? 'FAILED' : `${first.code}: ${first.message}`.slice(0, 300);
  return { status: 'failed', why };
}

/** Only for a file of ours that Shopify could not read: any other might be shown somewhere else by now. */
export async function deleteFile(connection: ShopifyConnection, id: string): Promise<void> {
  const { fileDelete } = await askShopify(
    connection,
    `mutation DeleteFile($ids: [ID!]!) {
      fileDelete(fileIds: $ids) { deletedFileIds userErrors { field message code } }
    }`,
    { ids: [id] },
    z.object({ fileDelete: z.object({ userErrors: userErrorsSchema }) }),
  );
  sortUserErrors(fileDelete.userErrors.filter(({ code }) => code !== 'FILE_DOES_NOT_EXIST'));
}
