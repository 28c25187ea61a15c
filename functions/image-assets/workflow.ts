import { defineWorkflow } from '../platform/manifest.ts';

/**
 * Memory of the functions that hold pixels, in MiB. A 36 MP photo is 144 MB as RGBA; with its levels and the encoders
 * the whole path peaks below 1 GiB (`npm run bench:images`). 1,769 MiB is also exactly one core.
 */
const pictureMemoryMb = 1769;

export const imageAssets = defineWorkflow({
  slug: 'image-assets',
  version: 1,
  title: { en: 'Product photos', zh: '商品图片' },
  owner: 'content-team',
  escalation: 'shop-manager',
  measure: {
    metric: 'PhotosPublished',
    says: {
      en: 'Share of photos that reach every selected channel without a person touching them',
      zh: '无需人工处理即可发布到所有已选渠道的图片占比',
    },
  },
  kind: 'standard',
  // Two weeks: longer than any approval may wait in working hours.
  timeoutSeconds: 1_209_600,
  stages: [
    { state: 'FetchPicture', title: { en: 'Fetch', zh: '获取图片' } },
    { state: 'Inspect', title: { en: 'Inspect', zh: '检查' } },
    { state: 'Retouch', title: { en: 'Retouch', zh: '修图' } },
    { state: 'RemoveBackground', title: { en: 'Cut out', zh: '抠图' } },
    { state: 'Derive', title: { en: 'Derive', zh: '衍生图' } },
    { state: 'TryOnVersion', title: { en: 'Try-on version', zh: '试穿图' } },
    { state: 'Format', title: { en: 'Format', zh: '生成各渠道图' } },
    { state: 'Validate', title: { en: 'Validate', zh: '校验' } },
    { state: 'Review', title: { en: 'Review', zh: '人工审核' } },
    { state: 'Publish', title: { en: 'Publish', zh: '发布' } },
  ],
  functions: [
    {
      name: 'start-run',
      purpose: 'Drains the intake queue of image-assets: puts the run, starts the machine',
      memoryMb: 512,
      timeoutSeconds: 30,
      // The inbox: who uploaded a file stands in its metadata.
      reads: ['state', 'audit', 'inbox'],
      writes: ['state', 'audit'],
      sends: ['machine'],
    },
    {
      name: 'request-pictures',
      purpose: 'Takes the addresses of pictures for a product and puts them into the intake queue',
      memoryMb: 512,
      timeoutSeconds: 29,
      reads: ['state'],
      sends: ['intake'],
    },
    {
      name: 'show-product',
      purpose: 'Shows what is known of a product: photos, files, what was measured, what was published',
      memoryMb: 512,
      timeoutSeconds: 29,
      // Lists and evidence of each photo, and where its original is.
      reads: ['state', 'media', 'inbox'],
    },
    {
      name: 'show-contact-sheet',
      purpose: 'Shows a product on one sheet: its photos, cut-outs, all files and what was measured',
      memoryMb: pictureMemoryMb,
      timeoutSeconds: 29,
      // The inbox: the original photos.
      reads: ['state', 'inbox', 'media'],
      writes: ['media'],
      // Labels are set in the typefaces of headlines.
      nativePackages: ['sharp', '@fontsource-variable/inter', '@fontsource-variable/noto-sans-sc'],
    },
    {
      name: 'fetch-picture',
      purpose: 'Fetches a picture from an address outside, under the guard against private networks',
      memoryMb: 512,
      timeoutSeconds: 60,
      reads: ['state'],
      writes: ['state', 'inbox'],
    },
    {
      name: 'inspect-photo',
      purpose: 'Reads what a photo really is, refuses what can never work, finds duplicates',
      memoryMb: pictureMemoryMb,
      timeoutSeconds: 60,
      reads: ['state', 'inbox'],
      writes: ['state', 'media'],
      nativePackages: ['sharp'],
    },
    {
      name: 'retouch-photo',
      purpose: 'Mends tint, exposure, tilt and dust where the photo shows for sure that they are wrong',
      memoryMb: pictureMemoryMb,
      timeoutSeconds: 120,
      reads: ['state', 'inbox'],
      writes: ['state', 'media'],
      nativePackages: ['sharp'],
    },
    {
      name: 'remove-background',
      purpose: 'Cuts the product out of its background, with a measured confidence',
      memoryMb: pictureMemoryMb,
      // Four minutes for the services that are asked after the rules; see cutout/cut-out-product.ts.
      timeoutSeconds: 300,
      // The media bucket: answers that were paid for, and a model file of the shop's own.
      reads: ['state', 'audit', 'inbox', 'media'],
      writes: ['state', 'call-counts', 'audit', 'media'],
      secrets: ['image-model'],
      nativePackages: ['sharp'],
    },
    {
      name: 'derive-pictures',
      purpose: 'Makes backgrounds, a banner and motion of the cut-out',
      memoryMb: pictureMemoryMb,
      timeoutSeconds: 300,
      reads: ['state', 'audit', 'media'],
      writes: ['state', 'call-counts', 'audit', 'media'],
      // Of the services that draw described scenes.
      secrets: ['image-model'],
      // The typefaces of a banner's headline are read from their packages.
      nativePackages: ['sharp', '@fontsource-variable/inter', '@fontsource-variable/noto-sans-sc'],
    },
    {
      name: 'make-try-on',
      purpose: 'Makes the version of a garment for try-on, or notes that nobody is there to make one',
      memoryMb: 512,
      timeoutSeconds: 30,
      reads: ['state'],
      writes: ['state', 'media'],
    },
    {
      name: 'format-pictures',
      purpose: 'Makes the files of all selected channels from one decode',
      memoryMb: pictureMemoryMb,
      timeoutSeconds: 120,
      reads: ['state', 'inbox', 'media'],
      writes: ['state', 'media'],
      nativePackages: ['sharp'],
    },
    {
      name: 'validate-pictures',
      purpose: "Measures every file against its channel's rules and decides whether a person must look",
      memoryMb: pictureMemoryMb,
      timeoutSeconds: 60,
      reads: ['state', 'inbox', 'media'],
      writes: ['state', 'media'],
      nativePackages: ['sharp'],
    },
    {
      name: 'ask-review',
      purpose: 'Asks a person, with thumbnails and evidence, and keeps the task token',
      memoryMb: 512,
      timeoutSeconds: 30,
      reads: ['state', 'media'],
      writes: ['state'],
      removes: ['state'],
      // A question that was decided before its step was repeated is answered at once.
      sends: ['bus', 'task-answers'],
    },
    {
      name: 'publish-assets',
      purpose: "Puts the approved files on the product in the shop's catalogue and into the picture library",
      memoryMb: 512,
      timeoutSeconds: 60,
      reads: ['state', 'audit', 'media'],
      // A picture library may be a prefix of the media bucket.
      writes: ['state', 'call-counts', 'audit', 'media'],
      secrets: ['store', 'dam'],
    },
    {
      name: 'record-run',
      purpose: 'Closes the run: record, audit, event',
      memoryMb: 512,
      timeoutSeconds: 30,
      reads: ['state', 'audit'],
      writes: ['state', 'audit'],
      // A question that the run asked and nobody waits for any more.
      removes: ['state'],
      sends: ['bus'],
    },
  ],
  triggers: [
    // `<store>/images/<sku>/…` starts a run; `<store>/unassigned/…` waits for its product.
    { kind: 'object-created', keyWildcards: ['*/images/*', '*/unassigned/*'] },
    { kind: 'event', names: ['ProductCreated'] },
    { kind: 'api', route: 'POST /api/{store}/products/{sku}/pictures', function: 'request-pictures' },
    {
      kind: 'api',
      route: 'POST /api/{store}/products/{sku}/contact-sheet',
      function: 'show-contact-sheet',
    },
    { kind: 'api', route: 'GET /api/{store}/products/{sku}', function: 'show-product' },
  ],
  intake: { starter: 'start-run', batchSize: 10, maxReceives: 5 },
  alarms: [
    { name: 'ExecutionsFailed', metric: 'executions-failed', threshold: 0, periodMinutes: 5 },
    { name: 'DeadLetters', metric: 'dead-letters', threshold: 0, periodMinutes: 5 },
    { name: 'IntakeStuck', metric: 'oldest-message-age-seconds', threshold: 900, periodMinutes: 5 },
    { name: 'FunctionErrors', metric: 'function-errors', threshold: 5, periodMinutes: 5 },
  ],
});
