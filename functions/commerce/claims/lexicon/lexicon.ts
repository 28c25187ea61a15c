import type { Concept } from '../claim-kinds.ts';
import { certifications, notCertifications } from './certifications.ts';
import { compatibilities } from './compatibility.ts';
import { healthClaims, notHealth } from './health.ts';
import { materials, notMaterials } from './materials.ts';
import { notOrigins, origins } from './origins.ts';
import { notPerformances, otherResistances, performances } from './performance.ts';
import { environmentClaims, notPraise, offers, superlatives } from './praise.ts';

/** Everything that is looked for in a sentence, in both languages at once: a Chinese text has English words in it. */
export const lexicon: readonly Concept[] = [
  ...materials,
  ...notMaterials,
  ...performances,
  ...otherResistances,
  ...notPerformances,
  ...certifications,
  ...notCertifications,
  ...origins,
  ...notOrigins,
  ...healthClaims,
  ...notHealth,
  ...superlatives,
  ...environmentClaims,
  ...offers,
  ...notPraise,
  ...compatibilities,
];
