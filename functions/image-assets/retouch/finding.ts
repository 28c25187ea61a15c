/** The steps, in the order in which they are done. */
export const retouchSteps = ['dust', 'white-balance', 'exposure', 'straighten'] as const;
export type RetouchStep = (typeof retouchSteps)[number];

/** What a step found; `Applied` is the only code by which it changes anything. */
export interface Finding {
  readonly code: FindingCode;
  /** What it was decided on, by name; the units stand where they are measured. */
  readonly figures: Readonly<Record<string, number>>;
}

export type FindingCode =
  | 'Applied'
  | 'SwitchedOff'
  /** The photo comes with transparency: there is no backdrop to read the light from. */
  | 'Transparent'
  | 'NoPlainBackdrop'
  | 'NeutralAlready'
  /** Too strong a tint for light: the paper has that colour. */
  | 'ColouredBackdrop'
  /** The product's own greys are neutral: the tint is the paper's. */
  | 'ColouredPaper'
  /** The product has no greys that could tell light from paper. */
  | 'NothingNeutral'
  /** Light parts of the product would run into white. */
  | 'WouldClip'
  | 'BrightEnough'
  /** The product has no light parts that could tell dark paper from underexposure. */
  | 'NothingLight'
  /** Dark paper is chosen, not underexposed. */
  | 'DarkBackdrop'
  | 'LevelAlready'
  | 'NoStraightEdges'
  /** Turning would cut the product, or show beyond the frame what is not known. */
  | 'NoRoomToTurn'
  /** Over 40 megapixels turning would take more memory than the function may have. */
  | 'TooLargeToTurn'
  | 'NoSpots'
  /** Specks, but no clean paper beside them to cover them with. */
  | 'NoCleanPaper'
  /** So many marks that they are a pattern or the paper's texture. */
  | 'Texture'
  /** The colours would have moved further than the setting allows. */
  | 'TooMuchShift';
