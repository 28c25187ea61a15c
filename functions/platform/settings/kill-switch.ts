/** What stands in the setting for a workflow: on, off, or off until an instant (ISO 8601, with `Z` or an offset). */
export type KillSwitch = boolean | string;

/** Whether new runs are held now. One whose time is over holds nothing, also before it is taken out of the setting. */
export function isSwitchedOff(entry: KillSwitch | undefined, now: string): boolean {
  return typeof entry === 'string' ? Date.parse(entry) > Date.parse(now) : entry === true;
}

/** Whether somebody switched it off, be it for a time that is over by now. */
export function isPulled(entry: KillSwitch | undefined): boolean {
  return typeof entry === 'string' || entry === true;
}

/** Whether it was off for a time that is over. */
export function isOver(entry: KillSwitch | undefined, now: string): boolean {
  return isPulled(entry) && !isSwitchedOff(entry, now);
}
