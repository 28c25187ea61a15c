declare module '*.module.css' {
  /** Undefined for a class that the file does not have. */
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css';
