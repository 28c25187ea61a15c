import type { Page } from './page.ts';

/** Timers stand still while a computer sleeps; this is how late an end may be noticed. */
const CHECK_MILLISECONDS = 30_000;

export function browserPage(): Page {
  const channel = new BroadcastChannel('sign-out');
  return {
    address: () => location.href,
    replaceAddress(address) {
      history.replaceState(null, '', address);
      // That alone is silent, and the router may have read the address before the answer was taken out of it.
      dispatchEvent(new HashChangeEvent('hashchange'));
    },
    language: () => document.documentElement.lang,
    leaveTo: (address) => location.assign(address),
    storage: sessionStorage,
    now: () => Date.now(),
    fetch: (address, init) => fetch(address, init),
    at(time, call) {
      const timer = setInterval(() => {
        if (Date.now() < time) return;
        clearInterval(timer);
        call();
      }, CHECK_MILLISECONDS);
      return () => clearInterval(timer);
    },
    announceSignOut: () => channel.postMessage('signed out'),
    onSignOutElsewhere: (call) => {
      channel.addEventListener('message', call);
    },
  };
}
