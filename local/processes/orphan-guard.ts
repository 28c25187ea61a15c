import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Reads `+<group>` and `-<group>` lines; when its stdin ends, because the process that holds the other end is
 * gone for whatever reason, it kills every process group still on the list. Shell built-ins only, so that it
 * is one small process (1 MB) that needs nothing installed.
 */
const WATCH_SCRIPT = `
groups=" "
while read -r line; do
  group="\${line#?}"
  case "$line" in
    +*) groups="$groups$group " ;;
    -*) case "$groups" in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

/**
 * Ends child processes when this process dies, even by SIGKILL and even if the child never returns to its event
 * loop: a third process holds the list and sees the pipe from here close.
 *
 * Children must be spawned `detached`, each the leader of its own process group; so a child's own children end
 * with it, and Ctrl-C in a terminal reaches only this process, which then stops them in order.
 *
 * What remains: a child whose parent is killed between `spawn` and `watch` (microseconds) is not on the list yet,
 * and a grandchild that makes a process group of its own is not in the group.
 */
export class OrphanGuard {
  readonly #groups = new Set<number>();
  #watcher: ChildProcess | undefined;
  #stopped = false;

  /** Puts a child on the list until it exits. Its process group is killed when this process dies. */
  watch(child: ChildProcess): void {
    const group = child.pid;
    if (group === undefined) return;
    this.#groups.add(group);
    this.#tell(`+${group}\n`);
    child.once('exit', () => {
      this.#groups.delete(group);
      this.#tell(`-${group}\n`);
    });
  }

  /** Ends the watching process; what is still on the list is killed. Safe to call twice. */
  stop(): void {
    this.#stopped = true;
    this.#watcher?.stdin?.end();
    this.#watcher = undefined;
  }

  #tell(line: string): void {
    if (this.#stopped) return;
    // A watcher just started is told the whole list, which holds this line already.
    if (this.#watcher === undefined) this.#startWatcher();
    else this.#watcher.stdin?.write(line);
  }

  #startWatcher(): void {
    const watcher = spawn('/bin/sh', ['-c', WATCH_SCRIPT], {
      detached: true,
      env: {},
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#watcher = watcher;
    watcher.on('error', () => {});
    watcher.stdin?.on('error', () => {});
    // Somebody ended the watcher: the next child must not go unguarded, nor those already running.
    watcher.once('exit', () => {
      if (this.#watcher === watcher) {
        this.#watcher = undefined;
        if (this.#groups.size > 0 && !this.#stopped) this.#startWatcher();
      }
    });
    // Neither the process nor the pipe to it should keep this process alive.
    watcher.unref();
    if (watcher.stdin instanceof Socket) watcher.stdin.unref();
    for (const group of this.#groups) watcher.stdin?.write(`+${group}\n`);
  }
}
