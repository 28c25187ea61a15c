import { catalogImport } from './catalog-import/workflow.ts';
import { imageAssets } from './image-assets/workflow.ts';
import { listing } from './listing/workflow.ts';
import type { WorkflowManifest } from './platform/manifest.ts';

/** The registry: one line a workflow. */
export const workflows: readonly WorkflowManifest[] = [imageAssets, catalogImport, listing];
