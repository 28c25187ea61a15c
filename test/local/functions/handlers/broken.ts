/** A function that cannot be loaded. */
throw new TypeError('no such setting');
