import type { Language } from '../functions/commerce/says.ts';
import { workflows } from '../functions/workflows.ts';

/** What people call a state; its own name where this release does not know the workflow. */
export function stageTitle(workflow: string, state: string, language: Language): string {
  const manifest = workflows.find((one) => one.slug === workflow);
  return manifest?.stages.find((stage) => stage.state === state)?.title[language] ?? state;
}
