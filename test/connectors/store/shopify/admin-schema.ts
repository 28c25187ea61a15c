import { buildSchema } from 'graphql';

/**
 * The part of Shopify's Admin API that the adapter uses, with the published names, nullability and argument types.
 *
 * Reference: https://shopify.dev/docs/api/admin-graphql/2026-10 (mutations `stagedUploadsCreate`, `fileCreate`, `fileUpdate`,
 * `fileDelete`, `productReorderMedia`; queries `productVariants`, `product`, `files`, `node`, `job`), read 2026-11-21.
 * `productCreateMedia`, `productUpdateMedia` and `productDeleteMedia` are deprecated there, in favour of `productUpdate`,
 * `productSet` and `fileUpdate`. `fileSize` is demanded for `VIDEO` (input `StagedUploadInput`), a video is an MP4 of 10 minutes and 1 GB at most
 * (https://shopify.dev/docs/apps/build/online-store/product-media, read 2026-11-22). Never run against the vendor. An operation that asks for anything else fails here as there.
 */
export const adminSchema = buildSchema(/* GraphQL */ `
  scalar URL
  scalar UnsignedInt64
  interface Node { id: ID! }
  interface File { id: ID! alt: String fileStatus: FileStatus! fileErrors: [FileError!]! }
  interface Media { id: ID! alt: String status: MediaStatus! }
  enum FileStatus { UPLOADED PROCESSING READY FAILED }
  enum MediaStatus { UPLOADED PROCESSING READY FAILED }
  enum FileContentType { IMAGE FILE VIDEO EXTERNAL_VIDEO MODEL_3D }
  enum FileCreateInputDuplicateResolutionMode { APPEND_UUID RAISE_ERROR REPLACE }
  enum StagedUploadTargetGenerateUploadResource { IMAGE FILE VIDEO MODEL_3D PRODUCT_IMAGE }
  enum StagedUploadHttpMethodType { PUT POST }
  type FileError { code: String! details: String message: String! }
  type Image { url: URL! }
  type MediaImage implements Node & File & Media {
    id: ID! alt: String fileStatus: FileStatus! fileErrors: [FileError!]! status: MediaStatus! image: Image
  }
  type Video implements Node & File & Media {
    id: ID! alt: String fileStatus: FileStatus! fileErrors: [FileError!]! status: MediaStatus! duration: Int filename: String!
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type MediaConnection { nodes: [Media!]! pageInfo: PageInfo! }
  type Product implements Node { id: ID! title: String! media(first: Int, after: String): MediaConnection! }
  type ProductVariant implements Node { id: ID! sku: String product: Product! }
  type ProductVariantConnection { nodes: [ProductVariant!]! pageInfo: PageInfo! }
  type FileConnection { nodes: [File!]! pageInfo: PageInfo! }
  type Job { id: ID! done: Boolean! }
  type UserError { field: [String!] message: String! }
  type FilesUserError { field: [String!] message: String! code: String }
  type MediaUserError { field: [String!] message: String! code: String }
  type StagedUploadParameter { name: String! value: String! }
  type StagedMediaUploadTarget { url: URL resourceUrl: URL parameters: [StagedUploadParameter!]! }
  type StagedUploadsCreatePayload { stagedTargets: [StagedMediaUploadTarget!] userErrors: [UserError!]! }
  type FileCreatePayload { files: [File!] userErrors: [FilesUserError!]! }
  type FileUpdatePayload { files: [File!] userErrors: [FilesUserError!]! }
  type FileDeletePayload { deletedFileIds: [ID!] userErrors: [FilesUserError!]! }
  type ProductReorderMediaPayload { job: Job mediaUserErrors: [MediaUserError!]! }
  input StagedUploadInput {
    resource: StagedUploadTargetGenerateUploadResource! filename: String! mimeType: String!
    httpMethod: StagedUploadHttpMethodType fileSize: UnsignedInt64
  }
  input FileCreateInput {
    filename: String contentType: FileContentType alt: String
    duplicateResolutionMode: FileCreateInputDuplicateResolutionMode originalSource: String!
  }
  input FileUpdateInput {
    id: ID! alt: String originalSource: String previewImageSource: String filename: String
    referencesToAdd: [ID!] referencesToRemove: [ID!]
  }
  input MoveInput { id: ID! newPosition: UnsignedInt64! }
  type Query {
    productVariants(first: Int, after: String, query: String): ProductVariantConnection!
    product(id: ID!): Product
    files(first: Int, after: String, query: String): FileConnection!
    node(id: ID!): Node
    job(id: ID!): Job
  }
  type Mutation {
    stagedUploadsCreate(input: [StagedUploadInput!]!): StagedUploadsCreatePayload
    fileCreate(files: [FileCreateInput!]!): FileCreatePayload
    fileUpdate(files: [FileUpdateInput!]!): FileUpdatePayload
    fileDelete(fileIds: [ID!]!): FileDeletePayload
    productReorderMedia(id: ID!, moves: [MoveInput!]!): ProductReorderMediaPayload
  }
`);
